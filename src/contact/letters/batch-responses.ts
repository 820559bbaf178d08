import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../platform/http/paging.js';
import { MESSAGE_STATES, type MessageState } from '../messages/message-states.js';
import { BATCH_KINDS, type BatchKind, REJECTION_REASONS, type RejectionReason } from './batch-requests.js';
import { BATCH_STATES, type BatchState } from './batch-states.js';

const ID = { format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000071' } as const;
const AT = { format: 'date-time', example: '2019-05-02T09:30:00.000Z' } as const;
const DAY = { format: 'date', example: '2019-04-01' } as const;
const NULLABLE = { type: String, nullable: true } as const;

export const ITEM_OUTCOMES = ['proposed', 'queued', 'left-out'] as const;
export type ItemOutcome = (typeof ITEM_OUTCOMES)[number];

/** A reason, and how many people it left out; somebody with two reasons counts for both. */
export class LeftOutCount {
  @ApiProperty({ example: 'ALREADY_WRITTEN_TO' })
  reason!: string;

  @ApiProperty({ example: 'A message or letter went for the case, or is to go.' })
  sentence!: string;

  @ApiProperty({ type: 'integer', example: 12 })
  people!: number;
}

export class BatchSummaryResponse {
  @ApiProperty(ID)
  id!: string;

  @ApiProperty({ enum: BATCH_KINDS })
  kind!: BatchKind;

  @ApiProperty({ enum: BATCH_STATES, example: 'proposed' })
  state!: BatchState;

  @ApiProperty(DAY)
  acceptedFrom!: string;

  @ApiProperty({ ...DAY, example: '2019-04-30' })
  acceptedTo!: string;

  @ApiProperty({ type: 'integer', example: 100 })
  atMost!: number;

  @ApiProperty({ type: 'integer', example: 40, description: 'People on the list' })
  selected!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'Of these, letters handed to sending' })
  queued!: number;

  @ApiProperty({
    type: 'integer',
    example: 0,
    description: 'Of these, left out since, each with its reasons',
  })
  leftOutSince!: number;

  @ApiProperty({ type: 'integer', example: 52, description: 'People of these days who were looked at' })
  lookedAt!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'People who were not, as the list was full' })
  notLookedAt!: number;

  @ApiProperty({ type: [LeftOutCount], description: 'Why others are not on the list, most first' })
  leftOut!: LeftOutCount[];

  @ApiProperty(AT)
  createdAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  createdBy!: string;

  @ApiProperty({ ...NULLABLE, ...AT })
  approvedAt!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  approvedBy!: string | null;

  @ApiProperty({ ...NULLABLE, ...AT, example: null })
  rejectedAt!: string | null;

  @ApiProperty({ ...NULLABLE, example: null })
  rejectedBy!: string | null;

  @ApiProperty({ ...NULLABLE, enum: [...REJECTION_REASONS, null], example: null })
  rejectionReason!: RejectionReason | null;

  @ApiProperty({ type: 'integer', example: 1, description: 'The version that If-Match names' })
  version!: number;
}

export class BatchPage extends PageOf {
  @ApiProperty({ type: [BatchSummaryResponse], description: 'Newest first' })
  items!: BatchSummaryResponse[];
}

export class BatchReason {
  @ApiProperty({ example: 'NEED_STATED' })
  reason!: string;

  @ApiProperty({ example: 'A need is known.' })
  sentence!: string;
}

/** Somebody on the list. */
export class BatchItemResponse {
  @ApiProperty(ID)
  caseId!: string;

  @ApiProperty({ example: 'VAL-7K3M-Q9RT' })
  caseReference!: string;

  @ApiProperty(ID)
  personId!: string;

  @ApiProperty({ example: 'Ada Invented' })
  personName!: string;

  @ApiProperty({ enum: ITEM_OUTCOMES, example: 'proposed' })
  outcome!: ItemOutcome;

  @ApiProperty({ type: [BatchReason], description: 'Why they were left out since' })
  leftOutBecause!: BatchReason[];

  @ApiProperty({ ...NULLABLE, ...ID, example: null })
  messageId!: string | null;

  @ApiProperty({ ...NULLABLE, enum: [...MESSAGE_STATES, null], example: null })
  messageState!: MessageState | null;
}

/** A batch with a page of its list. */
export class BatchResponse extends BatchSummaryResponse {
  @ApiProperty({ type: [BatchItemResponse] })
  items!: BatchItemResponse[];

  @ApiProperty({ ...NULLABLE, example: null, description: 'Cursor of the next page; null on the last' })
  next!: string | null;
}
