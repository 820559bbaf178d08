import { ApiProperty } from '@nestjs/swagger';
import { CLOSURE_CODES, HANDOVERS } from './closure-rules.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000081' } as const;
const AT = { format: 'date-time', example: '2019-08-01T13:05:00.000Z' } as const;
const NULLABLE = { type: String, nullable: true } as const;
const VERSION = { type: 'integer', example: 3, description: 'Version of the case; also the ETag' } as const;

class ClosureConditionResponse {
  @ApiProperty({
    enum: CLOSURE_CODES,
    example: 'outcome-assessment-missing',
    description: 'Code of the refusal',
  })
  code!: string;

  @ApiProperty({ example: false })
  isMet!: boolean;

  @ApiProperty({
    ...NULLABLE,
    example: 'A supported case needs an exit outcome assessment, or a reason why there is none.',
  })
  reason!: string | null;

  @ApiProperty({
    ...NULLABLE,
    enum: ['noOutcomeReason', ...HANDOVERS, null],
    example: 'noOutcomeReason',
    description:
      'What in the request takes its place: a reason, or a word of `handedOver`; null: nothing does',
  })
  answeredBy!: string | null;
}

export class ApprovalResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ example: 'dev-team-leader-1' })
  approvedBy!: string;

  @ApiProperty(AT)
  approvedAt!: string;

  @ApiProperty({ ...VERSION, description: 'The version of the case that it is for; also the ETag' })
  version!: number;
}

class CountingApprovalResponse {
  @ApiProperty({ example: 'dev-team-leader-1' })
  approvedBy!: string;

  @ApiProperty(AT)
  approvedAt!: string;
}

export class ClosureConditionsResponse {
  @ApiProperty({ ...ID })
  caseId!: string;

  @ApiProperty({ example: true, description: 'Nothing stands against it that a request could not answer' })
  isPossible!: boolean;

  @ApiProperty({ type: [ClosureConditionResponse], description: 'In the order in which they are told' })
  conditions!: ClosureConditionResponse[];

  @ApiProperty({
    type: CountingApprovalResponse,
    nullable: true,
    description: 'The approval that you could close the case with',
  })
  approval!: CountingApprovalResponse | null;

  @ApiProperty(VERSION)
  version!: number;
}

export class ClosureResponse {
  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ example: 'needs-met' })
  reason!: string;

  @ApiProperty(AT)
  closedAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  closedBy!: string;

  @ApiProperty({ example: false, description: 'The service closed it by itself' })
  isAutomatic!: boolean;

  @ApiProperty({
    ...NULLABLE,
    example: null,
    description: 'The rule by which the service closed it, and the message that it counted from',
  })
  explanation!: string | null;

  @ApiProperty({ ...NULLABLE, ...ID, description: 'The exit assessment that it rests on' })
  outcomeAssessmentId!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  noOutcomeReason!: string | null;

  @ApiProperty({ ...NULLABLE, example: null, description: 'The second person, where one was needed' })
  approvedBy!: string | null;

  @ApiProperty({ type: [String], enum: HANDOVERS, example: [] })
  handedOver!: string[];

  @ApiProperty({ ...NULLABLE, example: null, description: 'Subject of a colleague, or code of a team' })
  handedOverTo!: string | null;

  @ApiProperty({ ...NULLABLE, example: 'Has all she needs and knows how to call us.' })
  note!: string | null;

  @ApiProperty({
    ...NULLABLE,
    format: 'date',
    example: '2025-08-01',
    description: 'When a person looks whether it is kept',
  })
  reviewDueOn!: string | null;

  @ApiProperty({ example: false, description: 'Nobody may delete it' })
  isOnLegalHold!: boolean;

  @ApiProperty(VERSION)
  version!: number;
}

export class ReopenedCaseResponse {
  @ApiProperty({ ...ID, description: 'The new case' })
  caseId!: string;

  @ApiProperty({ example: 'VAL-4K7M-2QXD' })
  reference!: string;

  @ApiProperty({ ...ID, description: 'The closed case' })
  reopenedFrom!: string;

  @ApiProperty({ example: 'asked-for-support' })
  reason!: string;

  @ApiProperty({ example: 'central', description: 'Team whose queue it is in' })
  team!: string;

  @ApiProperty({ ...AT, description: 'By when the person is called' })
  nextActionDueAt!: string;

  @ApiProperty({ example: 'callPersonWorkingDays: 1 working days after 2019-08-01, end of day in London' })
  nextActionExplanation!: string;

  @ApiProperty({ type: 'integer', example: 12 })
  daysSinceClosure!: number;

  @ApiProperty({ type: 'integer', example: 90, description: 'The setting `reopeningWindowDays` on the day' })
  windowDays!: number;

  @ApiProperty({ type: 'integer', example: 1, description: 'Version of the new case; also the ETag' })
  version!: number;
}
