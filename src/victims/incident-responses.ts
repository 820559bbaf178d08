import { ApiProperty } from '@nestjs/swagger';
import { PARTY_ROLES } from './vocabulary.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000071' } as const;
const NULLABLE = { type: String, nullable: true } as const;
const AT = { ...NULLABLE, format: 'date-time', example: '2019-04-01T08:00:00.000Z' } as const;

export class PartyResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  personId!: string;

  @ApiProperty({ example: 'Ada Invented' })
  displayName!: string;

  @ApiProperty({ enum: PARTY_ROLES, example: 'victim' })
  role!: string;

  @ApiProperty({ enum: ['individual', 'organisation'], example: 'individual' })
  kind!: string;
}

export class PartyList {
  @ApiProperty({ type: [PartyResponse], description: 'The people you may see; suspects never' })
  items!: PartyResponse[];
}

export class IncidentResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({
    ...NULLABLE,
    example: '22',
    description: 'Code of the police force; null for a crime that no police knows',
  })
  force!: string | null;

  @ApiProperty({ ...NULLABLE, example: '22/12345/19' })
  crimeReference!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  incidentReference!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  offenceCode!: string | null;

  @ApiProperty({ ...NULLABLE, example: '28A' })
  homeOfficeClass!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  nfibCode!: string | null;

  @ApiProperty({ ...NULLABLE, example: 'Burglary - dwelling' })
  offenceTitle!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  crimeStatus!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  crimeOutcome!: string | null;

  @ApiProperty(AT)
  reportedAt!: string | null;

  @ApiProperty(AT)
  recordedAt!: string | null;

  @ApiProperty(AT)
  occurredFrom!: string | null;

  @ApiProperty(AT)
  occurredTo!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  officerCollarNumber!: string | null;

  @ApiProperty({ ...NULLABLE, example: 'PC Invented' })
  officerName!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  localPolicingArea!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, example: null, description: 'Pence; null where not given' })
  lossPence!: number | null;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    example: null,
    description: 'The police do not look into it; null where not said',
  })
  isUnresourced!: boolean | null;

  @ApiProperty({ type: [PartyResponse], description: 'The people you may see; suspects never' })
  parties!: PartyResponse[];
}
