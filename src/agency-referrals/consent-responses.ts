import { ApiProperty } from '@nestjs/swagger';
import { AGE_BANDS } from './age-band.js';
import { WAYS_OF_ASKING } from './consent-requests.js';
import { CONSENT_FAULTS, GIVERS } from './consent-rule.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000051' } as const;
const AT = { format: 'date-time', example: '2019-06-03T09:30:00.000Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;

export class GillickResponse {
  @ApiProperty({ example: true })
  isCompetent!: boolean;

  @ApiProperty({ example: 'Invented Social Worker' })
  assessor!: string;

  @ApiProperty({ format: 'date', example: '2019-06-03' })
  assessedOn!: string;

  @ApiProperty({ example: 'Could say in her own words what the agency does.' })
  reasons!: string;
}

export class AgencyConsentResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ example: 'victim-support' })
  agencyCode!: string;

  @ApiProperty({ example: 'Victim Support' })
  agencyLabel!: string;

  @ApiProperty({ example: 'emotional-support' })
  purpose!: string;

  @ApiProperty({ example: true, description: 'The answer; false: they said no' })
  isGiven!: boolean;

  @ApiProperty({ enum: GIVERS, example: 'self' })
  givenBy!: string;

  @ApiProperty({ enum: AGE_BANDS, example: 'adult', description: 'Age of the person when they were asked' })
  ageBand!: string;

  @ApiProperty({ enum: WAYS_OF_ASKING, example: 'phone' })
  askedHow!: string;

  @ApiProperty(AT)
  askedAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  askedBy!: string;

  @ApiProperty(AT)
  recordedAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  recordedBy!: string;

  @ApiProperty({ type: GillickResponse, nullable: true, example: null })
  gillick!: GillickResponse | null;

  @ApiProperty({ ...NULLABLE, ...AT, example: null })
  withdrawnAt!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  withdrawnHow!: string | null;

  @ApiProperty({
    ...NULLABLE,
    enum: [...Object.keys(CONSENT_FAULTS), null],
    example: null,
    description:
      'Why it does not count at the age that the person has now, such as a parent’s answer from the 18th birthday on; ' +
      'null where age does not speak against it',
  })
  countsNoMoreBecause!: string | null;
}

export class AgencyConsentList {
  @ApiProperty({
    type: [AgencyConsentResponse],
    description: 'Newest first; of one agency and purpose the newest counts',
  })
  items!: AgencyConsentResponse[];
}

export class WithdrawnConsentResponse extends AgencyConsentResponse {
  @ApiProperty({
    type: [String],
    format: 'uuid',
    example: [],
    description: 'Open referrals that rest on it: each has a task now',
  })
  openReferralIds!: string[];
}
