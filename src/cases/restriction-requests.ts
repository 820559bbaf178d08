import { PageQuery } from '../platform/http/paging.js';
import { IsCode, IsText, MayBeOmitted } from '../platform/validation/decorators.js';
import { IsQueryFlag } from '../platform/validation/query-decorators.js';

export const RESTRICTION_REASONS = [
  'marked-by-source',
  'safe-house',
  'known-to-staff',
  'public-figure',
  'high-risk-of-harm',
  'person-asked',
] as const;
export type RestrictionReason = (typeof RESTRICTION_REASONS)[number];

export const LIFTING_REASONS = ['danger-has-passed', 'imposed-in-error', 'person-asked'] as const;
export type LiftingReason = (typeof LIFTING_REASONS)[number];

export const MEMBER_REASONS = ['works-the-case', 'covers-for-colleague', 'supervises', 'specialist'] as const;
export type MemberReason = (typeof MEMBER_REASONS)[number];

export const REVIEW_OUTCOMES = ['justified', 'not-justified'] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

export class RestrictRequest {
  @IsCode(RESTRICTION_REASONS, { example: 'safe-house' })
  reasonCode!: RestrictionReason;

  @IsText({
    max: 200,
    each: true,
    maxItems: 50,
    description: 'Subjects who may go on seeing the person; you are always one of them',
    example: ['dev-coordinator-3'],
  })
  members!: string[];
}

export class LiftRestrictionQuery {
  @IsCode(LIFTING_REASONS, { example: 'danger-has-passed' })
  reasonCode!: LiftingReason;
}

export class AddMemberRequest {
  @IsText({ max: 200, example: 'dev-coordinator-3' })
  subject!: string;

  @IsCode(MEMBER_REASONS, { example: 'works-the-case' })
  reasonCode!: MemberReason;
}

export class BreakGlassRequest {
  @IsText({
    max: 2000,
    lines: true,
    description: 'Why you have to see the case now; kept encrypted for whoever reviews it',
    example: 'Invented: the caller names this case and says she is in danger.',
  })
  reason!: string;
}

export class BreakGlassByReferenceRequest extends BreakGlassRequest {
  @IsText({ max: 20, description: 'The reference that the caller reads out', example: 'VAL-4K7M-2QXD' })
  caseReference!: string;
}

export class ReviewRequest {
  @IsCode(REVIEW_OUTCOMES, { example: 'justified' })
  outcome!: ReviewOutcome;

  @MayBeOmitted()
  @IsText({
    max: 2000,
    lines: true,
    description: 'Kept encrypted',
    example: 'Invented: the danger was real.',
  })
  note?: string;
}

export class BreakGlassQuery extends PageQuery {
  @MayBeOmitted()
  @IsQueryFlag({ description: '`false` for those that wait for a review; all unless given' })
  reviewed?: boolean;
}
