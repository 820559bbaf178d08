import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import type { Day } from '../platform/working-days/calendar-days.js';
import { CodeLists } from '../reference-data/code-lists.js';
import type { ExitStrategyResponse, PlanCheckInResponse, PlanReviewResponse } from './course-responses.js';
import type { PlanActionResponse, PlanGoalResponse } from './goal-responses.js';
import { PlanTexts } from './plan-texts.js';
import type { ActionState, GoalState } from './plan-states.js';

export interface GoalRow extends Omit<PlanGoalResponse, 'words' | 'createdAt' | 'state'> {
  state: GoalState;
  wordsSealed: string;
  createdAt: Date;
}

export interface ActionRow extends Omit<
  PlanActionResponse,
  'details' | 'createdAt' | 'doneAt' | 'actionLabel' | 'state'
> {
  state: ActionState;
  detailsSealed: string | null;
  createdAt: Date;
  doneAt: Date | null;
}

interface CheckInRow extends Omit<PlanCheckInResponse, 'note' | 'plannedAt' | 'doneAt' | 'nextPlannedAt'> {
  noteSealed: string | null;
  plannedAt: Date;
  doneAt: Date;
  nextPlannedAt: Date;
}

interface ReviewRow extends Omit<PlanReviewResponse, 'changes' | 'reviewedAt'> {
  changesSealed: string | null;
  reviewedAt: Date;
}

interface ExitRow extends Pick<ExitStrategyResponse, 'planId' | 'reason' | 'achieved' | 'writtenBy'> {
  whatNextSealed: string;
  reEntrySealed: string;
  safeWaySealed: string;
  writtenAt: Date;
}

/** Reads the parts of a plan, each as it is shown. */
@Injectable()
export class ReadParts {
  constructor(
    private readonly texts: PlanTexts,
    private readonly codeLists: CodeLists,
  ) {}

  async goals(tx: Transaction, planId: string): Promise<PlanGoalResponse[]> {
    return (await tx.query<GoalRow>(GOALS, [planId])).map((row) => this.goal(row));
  }

  async actions(tx: Transaction, planId: string): Promise<PlanActionResponse[]> {
    return (await tx.query<ActionRow>(ACTIONS, [planId])).map((row) => this.action(row));
  }

  async checkIns(tx: Transaction, planId: string): Promise<PlanCheckInResponse[]> {
    const rows = await tx.query<CheckInRow>(CHECK_INS, [planId]);
    return rows.map(({ noteSealed, ...row }) => ({
      ...row,
      plannedAt: row.plannedAt.toISOString(),
      doneAt: row.doneAt.toISOString(),
      nextPlannedAt: row.nextPlannedAt.toISOString(),
      note: this.texts.openIfThere(noteSealed, 'plan_check_in.note_sealed', row.id),
    }));
  }

  async reviews(tx: Transaction, planId: string): Promise<PlanReviewResponse[]> {
    const rows = await tx.query<ReviewRow>(REVIEWS, [planId]);
    return rows.map(({ changesSealed, ...row }) => ({
      ...row,
      reviewedAt: row.reviewedAt.toISOString(),
      changes: this.texts.openIfThere(changesSealed, 'plan_review.changes_sealed', row.id),
    }));
  }

  async exitStrategy(tx: Transaction, planId: string): Promise<ExitStrategyResponse | null> {
    const row = await tx.queryOne<ExitRow>(EXIT, [planId]);
    if (!row) return null;
    const { whatNextSealed, reEntrySealed, safeWaySealed, writtenAt, ...shown } = row;
    return {
      ...shown,
      whatNext: this.texts.open(whatNextSealed, 'exit_strategy.what_next_sealed', planId),
      reEntry: this.texts.open(reEntrySealed, 'exit_strategy.re_entry_sealed', planId),
      safeWayToContact: this.texts.open(safeWaySealed, 'exit_strategy.safe_way_to_contact_sealed', planId),
      writtenAt: writtenAt.toISOString(),
    };
  }

  goal({ wordsSealed, ...row }: GoalRow): Pick<PlanGoalResponse, keyof PlanGoalResponse> {
    const words = this.texts.open(wordsSealed, 'plan_goal.words_sealed', row.id);
    return { ...row, words, createdAt: row.createdAt.toISOString() };
  }

  action({ detailsSealed, ...row }: ActionRow): Pick<PlanActionResponse, keyof PlanActionResponse> {
    return {
      ...row,
      actionLabel: this.actionLabel(row.actionCode, row.createdAt),
      details: this.texts.openIfThere(detailsSealed, 'plan_action.details_sealed', row.id),
      createdAt: row.createdAt.toISOString(),
      doneAt: row.doneAt?.toISOString() ?? null,
    };
  }

  private actionLabel(code: string, on: Day | Date): string {
    return this.codeLists.label('plan-actions', code, on) ?? code;
  }
}

const GOAL_COLUMNS = `
  id, plan_id AS "planId", category, words_sealed AS "wordsSealed", state, created_at AS "createdAt",
  created_by AS "createdBy", version`;
const GOALS = `SELECT ${GOAL_COLUMNS} FROM plan_goal WHERE plan_id = $1 ORDER BY created_at, id`;
export const ONE_GOAL = `SELECT ${GOAL_COLUMNS} FROM plan_goal WHERE plan_id = $1 AND id = $2`;

const ACTION_COLUMNS = `
  id, plan_id AS "planId", goal_id AS "goalId", action_code AS "actionCode", owner_kind AS "ownerKind",
  agency_code AS "agencyCode", due_on::text AS "dueOn", details_sealed AS "detailsSealed", state, done_at AS "doneAt",
  drop_reason AS "dropReason", created_at AS "createdAt", created_by AS "createdBy", version`;
const ACTIONS = `SELECT ${ACTION_COLUMNS} FROM plan_action WHERE plan_id = $1 ORDER BY due_on, id`;
export const ONE_ACTION = `SELECT ${ACTION_COLUMNS} FROM plan_action WHERE plan_id = $1 AND id = $2`;

const CHECK_INS = `
  SELECT id, plan_id AS "planId", planned_at AS "plannedAt", done_at AS "doneAt", safe_to_talk AS "safeToTalk", result,
         contact_point_id AS "contactPointId", is_in_person AS "isInPerson", note_sealed AS "noteSealed", "by",
         next_planned_at AS "nextPlannedAt"
    FROM plan_check_in WHERE plan_id = $1 ORDER BY done_at DESC, id DESC`;
const REVIEWS = `
  SELECT id, plan_id AS "planId", planned_on::text AS "plannedOn", reviewed_at AS "reviewedAt",
         reviewed_by AS "reviewedBy", risk_level AS "riskLevel", changes_sealed AS "changesSealed",
         next_review_on::text AS "nextReviewOn"
    FROM plan_review WHERE plan_id = $1 ORDER BY reviewed_at DESC, id DESC`;
const EXIT = `
  SELECT plan_id AS "planId", reason, achieved, what_next_sealed AS "whatNextSealed", re_entry_sealed AS "reEntrySealed",
         safe_way_to_contact_sealed AS "safeWaySealed", written_at AS "writtenAt", written_by AS "writtenBy"
    FROM exit_strategy WHERE plan_id = $1`;
