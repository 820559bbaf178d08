import { ApiProperty } from '@nestjs/swagger';
import { DeadlineResponse } from '../deadline-responses.js';
import { ABOUT, BASES, CONCERNS, DECISION_CODES } from './safeguarding-codes.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000081' } as const;
const AT = { format: 'date-time', example: '2019-04-03T10:15:00.000Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;

export class SafeguardingReferralResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ enum: ABOUT, example: 'child' })
  about!: string;

  @ApiProperty({ enum: CONCERNS, example: 'case-person' })
  concerns!: string;

  @ApiProperty({ example: 'E10000034' })
  authority!: string;

  @ApiProperty({ ...NULLABLE, example: 'Worcestershire' })
  authorityName!: string | null;

  @ApiProperty({ ...NULLABLE, enum: [...BASES, null], example: null, description: 'Of an adult' })
  basis!: string | null;

  @ApiProperty({ ...AT, description: 'The earlier of phone call and form' })
  madeAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  madeBy!: string;

  @ApiProperty({ ...NULLABLE, ...AT })
  phonedAt!: string | null;

  @ApiProperty({ ...NULLABLE, example: 'Invented duty social worker', description: 'Who took the call' })
  takenBy!: string | null;

  @ApiProperty({ ...NULLABLE, ...AT })
  writtenAt!: string | null;

  @ApiProperty({ ...NULLABLE, example: 'Is not eating, and nobody comes to the house.' })
  concern!: string | null;

  @ApiProperty(AT)
  recordedAt!: string;

  @ApiProperty({ ...AT, description: 'By when the authority should have acknowledged and decided' })
  acknowledgementDueAt!: string;

  @ApiProperty({ ...NULLABLE, ...AT })
  acknowledgedAt!: string | null;

  @ApiProperty({ ...NULLABLE, enum: [...DECISION_CODES, null], example: 'section-47' })
  decision!: string | null;

  @ApiProperty({ ...NULLABLE, ...AT })
  decidedAt!: string | null;

  @ApiProperty({ type: [DeadlineResponse], description: 'When nobody answers: a chase, then a supervisor' })
  deadlines!: DeadlineResponse[];

  @ApiProperty({ type: 'integer', example: 1, description: 'Also the ETag of the referral' })
  version!: number;
}

export class SafeguardingReferralList {
  @ApiProperty({ type: [SafeguardingReferralResponse], description: 'Newest first' })
  items!: SafeguardingReferralResponse[];
}
