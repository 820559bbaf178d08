import { DateTime } from 'luxon';
import type { TaskKind } from '../../cases/case-opening.js';
import type { Day } from '../../platform/working-days/calendar-days.js';
import type { ThresholdRow } from '../../reference-data/policy/policy-files.js';
import type { Thresholds } from '../../reference-data/thresholds.js';
import { birthdayOf } from '../../victims/age-on.js';

/** What is due on the way to adulthood (VAL rule CSE-10), earliest first. */
export const TRANSITION_STEPS = ['plan', 'review', 'of-age'] as const;
export type TransitionStep = (typeof TRANSITION_STEPS)[number];

/** One step with its day, and how the day was counted. Days are London's. */
export interface TransitionDay {
  step: TransitionStep;
  label: string;
  dueOn: Day;
  taskKind: TaskKind;
  threshold: string;
  arithmetic: string;
  source: string;
  factStatus: string;
}

export const STEP_TASKS = {
  plan: 'plan-transition',
  review: 'review-transition',
  'of-age': 'retake-consent',
} as const satisfies Record<TransitionStep, TaskKind>;

const LABELS: Record<TransitionStep, string> = {
  plan: 'Plan the transition to adulthood: who leads then, and which needs for care there are',
  review: 'Look whether the transition plan stands, and who leads from the 18th birthday on',
  'of-age': 'Ask for consent again in their own name; nobody is contacted any more in their place',
};

/**
 * The days of the steps by a birth date that is known: without one there are none.
 * @param today on which the numbers that are counted with hold
 */
export function transitionDays(birth: Day, thresholds: Thresholds, today: Day): TransitionDay[] {
  const full = thresholds.explain('adultAge', today);
  const plan = thresholds.explain('transitionPlanAge', today);
  const review = thresholds.explain('transitionReviewMonths', today);
  const birthday = birthdayOf(birth, full.value);
  const before = DateTime.fromISO(birthday, { zone: 'utc' }).minus({ months: review.value }).toISODate()!;
  const reached = (on: Day, { value }: ThresholdRow) => `${birth} + ${value} years = ${on}`;
  const planOn = birthdayOf(birth, plan.value);
  return [
    dayOf('plan', planOn, plan, reached(planOn, plan)),
    dayOf('review', before, review, `${birthday} - ${review.value} months = ${before}`),
    dayOf('of-age', birthday, full, reached(birthday, full)),
  ];
}

/**
 * The step that is due: the last whose day has come, so that of somebody who comes late only the latest is asked for.
 * Null before the first, and of a case that was opened with an adult.
 */
export function stepDue(days: readonly TransitionDay[], openedOn: Day, today: Day): TransitionDay | null {
  return isAdultAtOpening(days, openedOn) ? null : (days.findLast(({ dueOn }) => dueOn <= today) ?? null);
}

export function isAdultAtOpening(days: readonly TransitionDay[], openedOn: Day): boolean {
  return days.some(({ step, dueOn }) => step === 'of-age' && dueOn <= openedOn);
}

function dayOf(step: TransitionStep, dueOn: Day, row: ThresholdRow, arithmetic: string): TransitionDay {
  const { name, value, unit, source, factStatus } = row;
  const threshold = `${name}: ${value} ${unit} (${source})`;
  const about = { label: LABELS[step], taskKind: STEP_TASKS[step], source, factStatus };
  return { step, dueOn, ...about, threshold, arithmetic };
}
