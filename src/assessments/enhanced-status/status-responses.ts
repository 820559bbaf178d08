import { ApiProperty } from '@nestjs/swagger';

const STATUSES = ['not-assessed', 'yes', 'no'];
const NULLABLE = { type: String, nullable: true } as const;
const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000071' } as const;

export class BecauseResponse {
  @ApiProperty({
    enum: ['birth-date', 'earlier-birth-date', 'offence', 'marker', 'assessment'],
    example: 'offence',
    description: '`earlier-birth-date`: the birth date is in doubt, and gave the basis before it was',
  })
  what!: string;

  @ApiProperty({
    ...NULLABLE,
    example: 'sexual',
    description: 'Category of the offence or name of the marker',
  })
  name!: string | null;

  @ApiProperty({ ...NULLABLE, ...ID, description: 'The referral that says it' })
  referralId!: string | null;
}

export class BasisResponse {
  @ApiProperty({ example: 'sexual-offence' })
  code!: string;

  @ApiProperty({ example: 'Sexual offence or exploitation' })
  label!: string;

  @ApiProperty({ example: 'ENH-A', description: 'Group of the Victims’ Code' })
  group!: string;

  @ApiProperty({ example: true, description: 'The record itself gives it, and nobody decides against it' })
  isAutomatic!: boolean;

  @ApiProperty({ type: [BecauseResponse] })
  because!: BecauseResponse[];

  @ApiProperty({ example: 'Code of Practice for Victims of Crime, October 2015' })
  source!: string;

  @ApiProperty({ example: 'certain' })
  factStatus!: string;
}

export class DecidedStatusResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ enum: STATUSES, example: 'yes' })
  status!: string;

  @ApiProperty({ type: [String], example: ['fear-or-distress'] })
  bases!: string[];

  @ApiProperty({ example: false })
  isAutomatic!: boolean;

  @ApiProperty({ ...NULLABLE, example: 'Is afraid of meeting the suspect in court.' })
  note!: string | null;

  @ApiProperty({ format: 'date-time', example: '2019-04-03T10:15:00.000Z' })
  decidedAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  decidedBy!: string;

  @ApiProperty({ format: 'date-time', example: '2019-04-03T10:15:00.000Z' })
  recordedAt!: string;
}

export class EnhancedStatusResponse {
  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({
    enum: STATUSES,
    example: 'yes',
    description: '`not-assessed` is never the same as standard: nobody has looked yet',
  })
  status!: string;

  @ApiProperty({ example: true })
  isAutomatic!: boolean;

  @ApiProperty({ type: [BasisResponse], description: 'What it rests on now, as the record stands' })
  bases!: BasisResponse[];

  @ApiProperty({ type: [DecidedStatusResponse], description: 'What was written down, newest first' })
  history!: DecidedStatusResponse[];
}
