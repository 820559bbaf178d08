import { ApiProperty } from '@nestjs/swagger';
import { CALL_RESULTS, SAFE_TO_TALK } from '../../cases/calls/call-results.js';
import { CALL_PURPOSES, INBOUND_CHANNELS } from './call-requests.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000051' } as const;
const AT = { format: 'date-time', example: '2019-08-01T13:05:00.000Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;

export class AttemptResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ ...ID, description: 'The referral that led to the call' })
  referralId!: string;

  @ApiProperty({ enum: CALL_PURPOSES, example: 'first-contact' })
  purpose!: string;

  @ApiProperty({ type: 'integer', nullable: true, example: 1, description: 'Null where it is not counted' })
  number!: number | null;

  @ApiProperty({ ...NULLABLE, ...ID })
  contactPointId!: string | null;

  @ApiProperty({ enum: SAFE_TO_TALK, example: 'not-asked-no-answer' })
  safeToTalk!: string;

  @ApiProperty({ enum: CALL_RESULTS, example: 'no-answer' })
  result!: string;

  @ApiProperty({ example: false })
  isReached!: boolean;

  @ApiProperty({ type: Boolean, nullable: true, description: 'Null: they did not say' })
  wantsSupport!: boolean | null;

  @ApiProperty({ ...NULLABLE, example: 'Rang for a minute, nobody answered.' })
  note!: string | null;

  @ApiProperty(AT)
  occurredAt!: string;

  @ApiProperty(AT)
  recordedAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  recordedBy!: string;
}

export class AttemptList {
  @ApiProperty({ type: [AttemptResponse], description: 'Newest first' })
  items!: AttemptResponse[];

  @ApiProperty({ example: false, description: 'The person was reached by one of the calls' })
  isReached!: boolean;

  @ApiProperty({ type: 'integer', example: 2, description: 'Attempts left for a first contact' })
  attemptsLeft!: number;
}

export class RecordedAttemptResponse extends AttemptResponse {
  @ApiProperty({ type: 'integer', example: 2 })
  attemptsLeft!: number;

  @ApiProperty({
    ...NULLABLE,
    example: 'call-person',
    description: 'Kind of the task that follows; null for calls that were agreed',
  })
  nextTask!: string | null;

  @ApiProperty({
    ...NULLABLE,
    example: 'callAgainWorkingDays: 2 working days after 2019-08-01, end of day in London',
  })
  nextTaskExplanation!: string | null;
}

export class InboundContactResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ enum: INBOUND_CHANNELS, example: 'live-chat' })
  channel!: string;

  @ApiProperty(AT)
  receivedAt!: string;

  @ApiProperty({ ...NULLABLE, ...AT })
  answeredAt!: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 120,
    description: 'From its coming to the answer; null where nobody has answered yet',
  })
  waitedSeconds!: number | null;

  @ApiProperty({ example: 'Asks for a call this afternoon.' })
  summary!: string;

  @ApiProperty({ ...NULLABLE, ...AT })
  callBackWantedAt!: string | null;

  @ApiProperty(AT)
  recordedAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  recordedBy!: string;
}

export class InboundContactList {
  @ApiProperty({ type: [InboundContactResponse], description: 'Newest first' })
  items!: InboundContactResponse[];
}
