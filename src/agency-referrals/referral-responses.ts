import { ApiProperty } from '@nestjs/swagger';
import { LAWFUL_BASES, PROTECTED } from './lawful-bases.js';
import { DECLINE_REASONS, REFERRAL_KINDS, REFERRAL_OUTCOMES } from './referral-requests.js';
import { AGENCY_REFERRAL_STATES } from './referral-states.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000061' } as const;
const AT = { format: 'date-time', example: '2019-06-03T09:30:00.000Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;

export class AgencyReferralResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ enum: REFERRAL_KINDS, example: 'referral', description: 'Only `referral` is counted' })
  kind!: string;

  @ApiProperty({ example: 'victim-support' })
  agencyCode!: string;

  @ApiProperty({ example: 'Victim Support' })
  agencyLabel!: string;

  @ApiProperty({ example: 'emotional-support' })
  purpose!: string;

  @ApiProperty({ ...NULLABLE, ...ID, description: 'The consent it rests on; null: on a lawful basis' })
  consentId!: string | null;

  @ApiProperty({ ...NULLABLE, enum: [...LAWFUL_BASES, null], example: null })
  lawfulBasis!: string | null;

  @ApiProperty({ ...NULLABLE, enum: [...PROTECTED, null], example: null })
  protects!: string | null;

  @ApiProperty({ enum: AGENCY_REFERRAL_STATES, example: 'sent' })
  state!: string;

  @ApiProperty(AT)
  sentAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  sentBy!: string;

  @ApiProperty({ ...NULLABLE, ...AT, description: 'When its silence is chased; null where nothing was sent' })
  acknowledgementDueAt!: string | null;

  @ApiProperty({ ...NULLABLE, ...AT, example: null })
  acknowledgedAt!: string | null;

  @ApiProperty({ ...NULLABLE, ...AT, example: null, description: 'When the agency accepted or declined' })
  decidedAt!: string | null;

  @ApiProperty({ ...NULLABLE, enum: [...DECLINE_REASONS, null], example: null })
  declineReason!: string | null;

  @ApiProperty({ ...NULLABLE, format: 'date', example: null })
  firstAppointmentOn!: string | null;

  @ApiProperty({ ...NULLABLE, ...AT, example: null })
  closedAt!: string | null;

  @ApiProperty({ ...NULLABLE, enum: [...REFERRAL_OUTCOMES, 'signposted', null], example: null })
  outcomeCode!: string | null;

  @ApiProperty({ ...NULLABLE, example: 'Invented: would like to be called after six.' })
  note!: string | null;

  @ApiProperty({ type: 'integer', example: 1, description: 'Also the ETag' })
  version!: number;
}

export class ChangedAgencyReferralResponse extends AgencyReferralResponse {
  @ApiProperty({ ...NULLABLE, ...AT, description: 'When somebody is to look again; null where it has ended' })
  nextDueAt!: string | null;

  @ApiProperty({
    ...NULLABLE,
    example: 'agencyAcknowledgementWorkingDays: 3 working days after 2019-06-03, end of day in London',
    description: 'How that day was counted',
  })
  nextDueExplanation!: string | null;
}

export class AgencyReferralList {
  @ApiProperty({ type: [AgencyReferralResponse], description: 'Newest first' })
  items!: AgencyReferralResponse[];
}
