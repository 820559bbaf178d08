import { Invalid } from '../platform/problems/problem.js';
import type { OutcomeScale } from './outcome-frameworks.js';

export const OUTCOME_RESULTS = ['improved', 'maintained', 'declined', 'not-assessable'] as const;
export type OutcomeResult = (typeof OUTCOME_RESULTS)[number];

/** `entry`: where somebody stands when support begins; `exit`: when it ends; only exits are reported. */
export const OUTCOME_MOMENTS = ['entry', 'review', 'exit'] as const;
export type OutcomeMoment = (typeof OUTCOME_MOMENTS)[number];

/** What somebody said of one outcome; a score that was not given is null, never zero. */
export interface OutcomeAnswer {
  entryScore: number | null;
  /** The score at the review or exit. */
  exitScore: number | null;
  result: OutcomeResult | null;
}

/** An answer with what follows from it. `result` is null at the entry alone: nothing has changed yet. */
export interface JudgedOutcome extends OutcomeAnswer {
  /** The score at the entry was the best there is: nothing could improve. Counted inside `maintained`. */
  isCeiling: boolean;
}

/** How an outcome changed between two scores. Without both nothing can be said. */
export function changeBetween(
  scale: OutcomeScale,
  entryScore: number | null,
  exitScore: number | null,
): OutcomeResult {
  if (entryScore === null || exitScore === null) return 'not-assessable';
  if (entryScore === exitScore) return 'maintained';
  return exitScore > entryScore === scale.higherIsBetter ? 'improved' : 'declined';
}

/**
 * Judges one answer of an assessment.
 * @param baseline the score of the case's entry assessment; null where there is none
 * @param field path of the answer in the request
 * @throws Invalid `score-out-of-scale`, `score-needed`, `not-at-entry`, `score-or-result-needed`, `differs-from-entry`,
 * `result-contradicts-scores`
 */
export function judgeOutcome(
  { scale, moment, baseline }: { scale: OutcomeScale; moment: OutcomeMoment; baseline: number | null },
  given: OutcomeAnswer,
  field: string,
): JudgedOutcome {
  mustBeOnScale(scale, given.entryScore, `${field}.entryScore`);
  mustBeOnScale(scale, given.exitScore, `${field}.exitScore`);
  if (moment === 'entry') return atEntry(scale, given, field);
  if (baseline !== null && given.entryScore !== null && given.entryScore !== baseline)
    throw refused(field, 'entryScore', 'differs-from-entry', `The entry assessment says ${baseline}.`);
  if (given.exitScore === null && given.result === null)
    throw refused(field, 'exitScore', 'score-or-result-needed', 'Give the score, or say the result.');
  const entryScore = given.entryScore ?? baseline;
  const derived = changeBetween(scale, entryScore, given.exitScore);
  const result = given.result ?? derived;
  if (derived !== 'not-assessable' && result !== derived)
    throw refused(field, 'result', 'result-contradicts-scores', `The scores say ${derived}.`);
  return { entryScore, exitScore: given.exitScore, result, isCeiling: isBest(scale, entryScore) };
}

function atEntry(scale: OutcomeScale, given: OutcomeAnswer, field: string): JudgedOutcome {
  if (given.exitScore !== null)
    throw refused(field, 'exitScore', 'not-at-entry', 'At the entry there is one score: `entryScore`.');
  if (given.result !== null)
    throw refused(field, 'result', 'not-at-entry', 'At the entry nothing has changed yet.');
  if (given.entryScore === null)
    throw refused(field, 'entryScore', 'score-needed', 'An entry assessment gives the score.');
  return { ...given, isCeiling: isBest(scale, given.entryScore) };
}

function isBest({ min, max, higherIsBetter }: OutcomeScale, score: number | null): boolean {
  return score === (higherIsBetter ? max : min);
}

function mustBeOnScale({ min, max }: OutcomeScale, score: number | null, field: string): void {
  if (score === null || (score >= min && score <= max)) return;
  throw Invalid.field(field, 'score-out-of-scale', `The scale is from ${min} to ${max}.`);
}

function refused(field: string, name: string, code: string, message: string): Invalid {
  return Invalid.field(`${field}.${name}`, code, message);
}
