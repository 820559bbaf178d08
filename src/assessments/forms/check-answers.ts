import type { FieldProblem } from '../../platform/problems/problem.js';
import type { Fault } from '../../platform/validation/field-rule.js';
import type { Day } from '../../platform/working-days/calendar-days.js';
import { checkValue } from './check-value.js';
import { allHold, answerTo, chosen, firstUnmet, type Known } from './conditions.js';
import type { Answers, Condition, FormVersion, Question } from './form-definition.js';
import { shownName } from './value-faults.js';

const MOST_PROBLEMS = 100;

/**
 * Everything that is wrong with the answers to a form: a question that it does not have or that is not to be asked,
 * one that must be answered, a value of the wrong kind, a code outside its list. Each problem names its question,
 * `answers.<code>`. No value is repeated.
 *
 * @param today the London day on which the answers are written down
 */
export function checkAnswers(form: FormVersion, known: Known, today: Day): FieldProblem[] {
  const questions = new Set(form.questions.map(({ code }) => code));
  const strange = Object.keys(known.answers)
    .filter((name) => !questions.has(name))
    .map((name) => problem(shownName(name), 'question-unknown', 'The form has no such question.'));
  const counted: Known = { answers: { ...known.answers }, facts: known.facts };
  const wrong = form.questions.flatMap((question) => {
    const faults = faultsOf(question, counted, today);
    counted.answers = isAsked(question, counted) ? counted.answers : without(counted.answers, question.code);
    return faults.map(({ path, code, message }) => problem(`${question.code}${path}`, code, message));
  });
  return [...strange, ...wrong].slice(0, MOST_PROBLEMS);
}

/** Whether the question is to be asked, by the answers before it and the record. */
export function isAsked(question: Question, known: Known): boolean {
  return allHold(question.askedWhen, known);
}

/** Whether the question must be answered where it is asked. */
export function isRequired({ required, requiredWhen }: Question, known: Known): boolean {
  return required === true || (requiredWhen !== undefined && allHold(requiredWhen, known));
}

/** What was not to be asked is refused by itself, and makes no other question needed. */
function without(answers: Answers, question: string): Answers {
  const { [question]: _, ...others } = answers;
  return others;
}

function faultsOf(question: Question, known: Known, today: Day): Fault[] {
  const value = answerTo(known.answers, question.code);
  const unmet = firstUnmet(question.askedWhen, known);
  if (unmet) return value === undefined ? [] : [notAsked(unmet, known)];
  if (value === undefined) {
    return isRequired(question, known) ? [fault('required', 'This question must be answered.')] : [];
  }
  if (value === null) {
    const message = 'This question cannot be answered with null.';
    return question.nullMeansUnknown ? [] : [fault('null-not-allowed', message)];
  }
  const faults = checkValue(question, value, today);
  return faults.length > 0 ? faults : againstOthers(question, value, known);
}

function notAsked(unmet: Condition, { facts }: Known): Fault {
  const own = unmet.fact === undefined ? undefined : unmet.otherwise?.[String(facts[unmet.fact])];
  return fault(own ?? 'not-asked', 'This question is not to be asked here.');
}

function againstOthers(question: Question, value: unknown, known: Known): Fault[] {
  const { codesOnlyWhen = [], notBefore, atMost } = question;
  for (const rule of codesOnlyWhen) {
    if (!chosen(value).some((code) => rule.codes.includes(code))) continue;
    const unmet = firstUnmet(rule.when, known);
    if (!unmet) continue;
    const own = notAsked(unmet, known).code;
    return [fault(own === 'not-asked' ? rule.refusal : own, rule.meaning)];
  }
  const other = answerTo(known.answers, notBefore ?? atMost ?? '');
  if (notBefore !== undefined && isEarlier(value, other))
    return [fault('before-its-start', `It cannot be before the answer to ${notBefore}.`)];
  if (atMost !== undefined && typeof other === 'number' && (value as number) > other)
    return [fault('number-out-of-range', `It cannot be more than the answer to ${atMost}.`)];
  return [];
}

function isEarlier(value: unknown, other: unknown): boolean {
  if (typeof value !== 'string' || typeof other !== 'string') return false;
  const isDay = value.length === 10 || other.length === 10;
  return isDay ? value.slice(0, 10) < other.slice(0, 10) : Date.parse(value) < Date.parse(other);
}

function fault(code: string, message: string): Fault {
  return { path: '', code, message };
}

function problem(question: string, code: string, message: string): FieldProblem {
  return { field: `answers.${question}`, code, message };
}
