import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import type { Day } from '../../platform/working-days/calendar-days.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { CodeLists } from '../../reference-data/code-lists.js';
import { Thresholds } from '../../reference-data/thresholds.js';
import { cohortsFlagged } from '../closure/closure-facts.js';
import {
  isAdultAtOpening,
  stepDue,
  type TransitionDay,
  transitionDays,
  type TransitionStep,
} from './transition-days.js';

/** Why a case has a way to adulthood that is followed, or has none. */
export const TRANSITION_STATES = ['followed', 'not-on-path', 'age-unknown', 'adult-at-opening'] as const;
export type TransitionState = (typeof TRANSITION_STATES)[number];

/** A step that was raised before, with its task. */
export interface RaisedStep {
  id: string;
  step: TransitionStep | 'age-unknown';
  /** By the birth date as it was held then. */
  dueOn: Day | null;
  taskId: string | null;
  isOpen: boolean;
  /** The birth date as it was held later did not bear it out: nobody here decided on it. */
  isEnded: boolean;
}

/** Where a case stands on the way to adulthood. */
export interface Transition {
  caseId: string;
  state: TransitionState;
  /** Empty unless followed. */
  days: readonly TransitionDay[];
  due: TransitionDay | null;
  raised: readonly RaisedStep[];
}

interface PathRow {
  caseId: string;
  isOnPath: boolean;
  birth: Day | null;
  openedOn: Day;
  raised: RaisedStep[];
}

/** Finds who is on the path of child exploitation, and what is due on their way to adulthood. */
@Injectable()
export class TransitionPath {
  constructor(
    private readonly thresholds: Thresholds,
    private readonly codeLists: CodeLists,
  ) {}

  /** Of one case, also of a closed one. */
  async of(tx: Transaction, caseId: string): Promise<Transition> {
    const today = londonDayOf(tx.now);
    const [row] = await tx.query<PathRow>(`${PATH} WHERE c.id = $2`, [this.cohorts(today), caseId]);
    return this.transitionOf(row!, today);
  }

  /** The open cases in which something is to be raised or ended. */
  async toSettle(tx: Transaction): Promise<string[]> {
    const today = londonDayOf(tx.now);
    const plan = this.thresholds.at('transitionPlanAge', today);
    const full = this.thresholds.at('adultAge', today);
    const rows = await tx.query<PathRow>(OPEN_CASES, [this.cohorts(today), today, plan, full]);
    return rows
      .map((row) => this.transitionOf(row, today))
      .filter((one) => toRaise(one) !== null || toRaiseAgain(one).length + toEnd(one).length > 0)
      .map(({ caseId }) => caseId);
  }

  private cohorts(today: Day): string[] {
    return cohortsFlagged(this.codeLists, 'plansTransition', today);
  }

  private transitionOf({ caseId, isOnPath, birth, openedOn, raised }: PathRow, today: Day): Transition {
    const nothing = { caseId, raised, days: [], due: null };
    if (!isOnPath) return { ...nothing, state: 'not-on-path' };
    if (birth === null) return { ...nothing, state: 'age-unknown' };
    const days = transitionDays(birth, this.thresholds, today);
    if (isAdultAtOpening(days, openedOn)) return { ...nothing, state: 'adult-at-opening' };
    return { caseId, raised, days, due: stepDue(days, openedOn, today), state: 'followed' };
  }
}

/** What is to become a task now; null where nothing is, or it was before. The age is asked for once at each doubt. */
export function toRaise({ state, due, raised }: Transition): TransitionDay | 'age-unknown' | null {
  if (state === 'age-unknown')
    return raised.some(({ step, isEnded }) => step === 'age-unknown' && !isEnded) ? null : 'age-unknown';
  const isRaised = raised.some(({ step, dueOn }) => step === due?.step && dueOn === due.dueOn);
  return isRaised ? null : due;
}

/** Days whose tasks were ended by another birth date, and that hold again. What a colleague ended stays as it is. */
export function toRaiseAgain({ days, raised }: Transition): TransitionDay[] {
  return days.filter((day) => raised.some((one) => one.isEnded && isOf(day, one)));
}

/**
 * Steps whose tasks are open, and are about another birth date than the one that is held; none while the age is
 * unknown, because the date may be confirmed. The question for the age, by whomever it was answered, once it is known.
 */
export function toEnd({ state, days, raised }: Transition): RaisedStep[] {
  if (state === 'age-unknown') return [];
  return raised.filter((one) =>
    one.step === 'age-unknown' ? !one.isEnded : one.isOpen && !days.some((day) => isOf(day, one)),
  );
}

function isOf(day: TransitionDay, { step, dueOn }: RaisedStep): boolean {
  return day.step === step && day.dueOn === dueOn;
}

const PATH = `
  SELECT c.id AS "caseId",
         p.kind = 'individual' AND (c.cohorts && $1::text[]
           OR EXISTS (SELECT FROM assessment a WHERE a.case_id = c.id AND a.kind = 'cse')) AS "isOnPath",
         CASE WHEN p.birth_date_doubt IS NULL THEN p.date_of_birth::text END AS birth,
         (c.opened_at AT TIME ZONE 'Europe/London')::date::text AS "openedOn",
         ARRAY(SELECT jsonb_build_object('id', s.id, 'step', s.step, 'dueOn', s.due_on, 'taskId', t.id,
                        'isOpen', coalesce(t.is_open, false), 'isEnded', s.ended_at IS NOT NULL)
                 FROM transition_step s
                 LEFT JOIN LATERAL (
                   SELECT t.id, t.completed_at IS NULL AND t.cancelled_at IS NULL AS is_open
                     FROM task t WHERE t.case_id = s.case_id AND t.source_id = s.id
                    ORDER BY is_open DESC, t.created_at DESC, t.id DESC LIMIT 1) t ON true
                WHERE s.case_id = c.id ORDER BY s.raised_at, s.id) AS raised
    FROM support_case c JOIN person p ON p.id = c.person_id`;

/** Nobody younger than the first step, or of age for long, is read. */
const OPEN_CASES = `
  ${PATH}
   WHERE c.closed_at IS NULL AND p.kind = 'individual'
     AND (c.cohorts && $1::text[] OR EXISTS (SELECT FROM assessment a WHERE a.case_id = c.id AND a.kind = 'cse'))
     AND (p.birth_date_doubt IS NOT NULL OR p.date_of_birth IS NULL
          OR (p.date_of_birth <= $2::date - make_interval(years => $3)
              AND p.date_of_birth > c.opened_at::date - make_interval(years => $4, days => 2))
          OR EXISTS (SELECT FROM transition_step s WHERE s.case_id = c.id))
   ORDER BY c.id`;
