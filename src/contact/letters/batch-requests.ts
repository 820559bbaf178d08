import { IsCode, IsDay, IsWholeNumber, MayBeOmitted } from '../../platform/validation/decorators.js';

export const BATCH_KINDS = ['no-needs-letter'] as const;
export type BatchKind = (typeof BATCH_KINDS)[number];

export const REJECTION_REASONS = ['wrong-people', 'wrong-days', 'wrong-text', 'no-longer-wanted'] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** More than any threshold allows: the batch's own limit is `letterBatchMost`. */
const ABSURD = 100_000;

export class ProposeBatchRequest {
  @IsCode(BATCH_KINDS, { example: 'no-needs-letter' })
  kind!: BatchKind;

  @IsDay({ description: 'First day, in London, on which a referral was accepted', example: '2019-04-01' })
  acceptedFrom!: string;

  @IsDay({ description: 'Last day', example: '2019-04-30' })
  acceptedTo!: string;

  @MayBeOmitted()
  @IsWholeNumber({
    min: 1,
    max: ABSURD,
    description: 'So many letters at most; the threshold `letterBatchMost` unless given',
    example: 100,
  })
  atMost?: number;
}

export class RejectBatchRequest {
  @IsCode(REJECTION_REASONS, { example: 'wrong-days' })
  reasonCode!: RejectionReason;
}
