import { IsCode, IsDay, IsId, IsInstant, IsText, MayBeOmitted } from '../platform/validation/decorators.js';
import {
  ACTION_OWNERS,
  type ActionOwner,
  DROP_REASONS,
  type DropReason,
  GOAL_CATEGORIES,
  type GoalCategory,
} from './plan-codes.js';
import { GOAL_STATES, type GoalState } from './plan-states.js';

export class SetGoalRequest {
  @IsCode(GOAL_CATEGORIES, { description: 'The area of life it is about', example: 'safety' })
  category!: GoalCategory;

  @IsText({
    max: 1000,
    lines: true,
    description: 'What the person wants, in their own words; kept encrypted',
    example: 'Invented: I want to sleep through the night again.',
  })
  words!: string;
}

export class ChangeGoalRequest {
  @MayBeOmitted()
  @IsCode(GOAL_STATES, { description: 'How it stands', example: 'partly-met' })
  state?: GoalState;

  @MayBeOmitted()
  @IsCode(GOAL_CATEGORIES, { example: 'safety' })
  category?: GoalCategory;

  @MayBeOmitted()
  @IsText({
    max: 1000,
    lines: true,
    description: 'The person’s words, as they would now put it; kept encrypted',
    example: 'Invented: I want to feel safe at home.',
  })
  words?: string;
}

export class AgreeActionRequest {
  @IsText({ max: 60, description: 'Code of the list `plan-actions`', example: 'home-security-check' })
  actionCode!: string;

  @IsCode(ACTION_OWNERS, { description: 'Who does it', example: 'coordinator' })
  ownerKind!: ActionOwner;

  @MayBeOmitted()
  @IsText({ max: 60, description: 'Of an agency: its code of the directory' })
  agencyCode?: string;

  @IsDay({ description: 'By which day; not in the past', example: '2031-04-10' })
  dueOn!: string;

  @MayBeOmitted()
  @IsId({ description: 'The goal of the plan that it serves' })
  goalId?: string;

  @MayBeOmitted()
  @IsText({
    max: 2000,
    lines: true,
    description: 'What exactly; kept encrypted',
    example: 'Invented: the back door first.',
  })
  details?: string;
}

export class CompleteActionRequest {
  @IsCode(['done', 'dropped'], { description: 'How it ended', example: 'done' })
  state!: 'done' | 'dropped';

  @MayBeOmitted()
  @IsCode(DROP_REASONS, { description: 'Needed where it was dropped, and only there' })
  reason?: DropReason;

  @MayBeOmitted()
  @IsInstant({ description: 'When it was done; now unless given', withoutExample: true })
  doneAt?: string;
}
