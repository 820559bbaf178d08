import { PageQuery } from '../platform/http/paging.js';
import { IsCode, IsInstant, IsText, MayBeOmitted } from '../platform/validation/decorators.js';
import { TASK_KINDS, type TaskKind } from './case-opening.js';
import { TASK_OUTCOMES, type TaskOutcome } from './task.entity.js';

/** What a person may add; the other kinds come about by themselves. */
export const ADDED_KINDS = ['call-person', 'follow-up-review', 'other'] as const;
export type AddedKind = (typeof ADDED_KINDS)[number];

export class TaskQuery extends PageQuery {
  @MayBeOmitted()
  @IsText({ max: 200, description: 'A subject, `me`, or `nobody`', example: 'me' })
  owner?: string;

  @MayBeOmitted()
  @IsText({ max: 60, description: 'Code of a team', example: 'central' })
  team?: string;

  @MayBeOmitted()
  @IsCode(['open', 'ended'], { description: '`open` unless given' })
  state?: 'open' | 'ended';

  @MayBeOmitted()
  @IsCode(TASK_KINDS)
  kind?: TaskKind;

  @MayBeOmitted()
  @IsInstant({ description: 'Tasks due before' })
  dueBefore?: string;
}

export class AddTaskRequest {
  @IsCode(ADDED_KINDS, { description: '`other` needs `details`' })
  kind!: AddedKind;

  @IsInstant({ description: 'By when; not in the past', example: '2031-04-03T16:00:00Z' })
  dueAt!: string;

  @MayBeOmitted()
  @IsText({
    max: 200,
    description: 'Subject of who is to do it; without it whoever has the case',
    example: 'dev-coordinator-1',
  })
  owner?: string;

  @MayBeOmitted()
  @IsText({
    max: 2000,
    lines: true,
    description: 'What is to be done; kept encrypted',
    example: 'Ask whether the new lock was fitted.',
  })
  details?: string;
}

export class CompleteTaskRequest {
  @MayBeOmitted()
  @IsCode(TASK_OUTCOMES, { description: '`done` unless given' })
  outcomeCode?: TaskOutcome;
}
