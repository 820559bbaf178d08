import fc from 'fast-check';
import { isAsked, isRequired } from '../../src/assessments/forms/check-answers.js';
import { allHold, answerTo } from '../../src/assessments/forms/conditions.js';
import {
  type Facts,
  type FormVersion,
  type Question,
  REPORTING_DUTIES,
  type ReportingDuty,
} from '../../src/assessments/forms/form-definition.js';
import { addDays } from '../../src/platform/working-days/calendar-days.js';

export const TODAY = '2026-03-04';

export type Gen = fc.GeneratorValue;
type Sent = Record<string, unknown>;

/** What the record may say of somebody. */
export function randomFacts(gen: Gen): Facts {
  const age = gen(fc.option, fc.integer({ min: 0, max: 99 }));
  return {
    age,
    ageBand: age === null ? 'unknown' : age < 18 ? 'child' : 'adult',
    personKind: 'individual',
    childReferral: gen(fc.constantFrom<Facts['childReferral'][]>, 'made', 'not-made'),
    mandatoryReporting: gen(fc.constantFrom<ReportingDuty[]>, ...REPORTING_DUTIES),
  };
}

/** Answers as a careful coordinator gives them: every question that must be answered, and some that may. */
export function randomAnswers(gen: Gen, form: FormVersion, facts: Facts): Sent {
  const answers: Sent = {};
  for (const question of form.questions) {
    const known = { answers, facts };
    if (!isAsked(question, known)) continue;
    const isLeftOut = !isRequired(question, known) && gen(fc.boolean);
    if (!isLeftOut) answers[question.code] = randomValue(gen, question, answers, facts);
  }
  return answers;
}

/** A value that the question takes after the answers before it. */
export function randomValue(gen: Gen, question: Question, answers: Sent, facts: Facts): unknown {
  if (question.nullMeansUnknown && gen(fc.integer, { min: 0, max: 4 }) === 0) return null;
  const codes = question.codes
    .map(({ code }) => code)
    .filter((code) =>
      (question.codesOnlyWhen ?? []).every(
        (rule) => !rule.codes.includes(code) || allHold(rule.when, { answers, facts }),
      ),
    );
  const some = () => gen(fc.subarray<string>, codes, { minLength: 1 });
  switch (question.kind) {
    case 'code':
      return gen(fc.constantFrom<string[]>, ...codes);
    case 'codes':
      return some();
    case 'flag':
      return gen(fc.constantFrom<string[]>, 'yes', 'no', 'unknown');
    case 'day':
      return randomDay(gen, question, answers);
    case 'instant':
      return `${randomDay(gen, question, answers)}T${gen(fc.constantFrom<string[]>, '00:00:00Z', '09:30:00+01:00')}`;
    case 'integer':
    case 'money-pence':
      return gen(fc.integer, { min: question.min ?? 0, max: mostOf(question, answers) });
    case 'text':
      return gen(fc.constantFrom<string[]>, 'Invented words.', 'Zwei Zeilen\nin Worten', 'ß');
    case 'needs':
      return Object.fromEntries(some().map((category) => [category, randomNeed(gen)]));
    case 'situations':
      return some().map((code) => ({ code, ...randomSpan(gen) }));
  }
}

function randomNeed(gen: Gen) {
  const isIdentified = gen(fc.boolean);
  const entryScore = gen(fc.option<number>, fc.integer({ min: 0, max: 10 }));
  return gen(fc.boolean) ? { isIdentified } : { isIdentified, entryScore };
}

function randomSpan(gen: Gen) {
  const fromOn = addDays(TODAY, -gen(fc.integer, { min: 100, max: 900 }));
  const toOn = addDays(TODAY, -gen(fc.integer, { min: 0, max: 99 }));
  return gen(
    fc.constantFrom<object[]>,
    {},
    { fromOn, toOn },
    { fromOn, toOn: null, isOngoing: 'yes' },
    { toOn, isOngoing: 'no' },
    { fromOn: null },
  );
}

function randomDay(gen: Gen, question: Question, answers: Sent): string {
  const before = question.notBefore === undefined ? undefined : answerTo(answers, question.notBefore);
  const first =
    typeof before === 'string' ? before.slice(0, 10) : question.notBeforeToday ? TODAY : '2019-04-01';
  const last = question.notBeforeToday || first > TODAY ? addDays(first, 400) : TODAY;
  const days = Array.from({ length: 4 }, (_, index) => addDays(first, index * 7)).filter(
    (day) => day <= last,
  );
  return gen(fc.constantFrom<string[]>, first, last, ...days);
}

function mostOf({ atMost, max = 1_000_000 }: Question, answers: Sent): number {
  const other = atMost === undefined ? undefined : answerTo(answers, atMost);
  return typeof other === 'number' ? other : max;
}
