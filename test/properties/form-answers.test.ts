import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkAnswers, isAsked, isRequired } from '../../src/assessments/forms/check-answers.js';
import type { Facts, FormVersion, Question } from '../../src/assessments/forms/form-definition.js';
import { readForms } from '../../src/assessments/forms/read-forms.js';
import { configFolder } from '../../src/reference-data/policy/config-folder.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import { addDays } from '../../src/platform/working-days/calendar-days.js';
import { type Gen, randomAnswers, randomFacts, randomValue, TODAY } from '../support/form-answers.js';

const forms = readForms(configFolder(), currentPolicy());
const RUNS = { numRuns: 150 };

type Sent = Record<string, unknown>;
interface Violation {
  answers: Sent;
  /** The question that must be named, alone or as the start of a deeper path. */
  question: string;
  codes: string[];
}

const problems = (form: FormVersion, answers: Sent, facts: Facts) =>
  checkAnswers(form, { answers, facts }, TODAY);

/** Each way of breaking one rule of a form, with the answers otherwise as they are. */
const VIOLATIONS: Record<
  string,
  (gen: Gen, form: FormVersion, answers: Sent, facts: Facts) => Violation | null
> = {
  'a question that the form does not have': (gen, _, answers) => {
    const name = gen(fc.constantFrom<string[]>, 'nothing', 'nrm.nothing', 'toString', 'a b', '');
    const shown = /^[a-z]/i.test(name) && !name.includes(' ') ? name : '(unnamed)';
    return { answers: { ...answers, [name]: 'x' }, question: shown, codes: ['question-unknown'] };
  },
  'no answer where one is needed': (gen, form, answers, facts) =>
    chosen(
      gen,
      form.questions,
      (one) => one.code in answers && isRequired(one, { answers, facts }),
      ({ code }) => {
        const { [code]: _, ...others } = answers;
        return { answers: others, question: code, codes: ['required'] };
      },
    ),
  'an answer of another kind': (gen, form, answers) =>
    chosen(
      gen,
      form.questions,
      ({ code }) => code in answers,
      ({ code }) => {
        const value = gen(fc.constantFrom<unknown[]>, 1.5, true, [[]], { evil: [] }, '\u0000');
        return { answers: { ...answers, [code]: value }, question: code, codes: [] };
      },
    ),
  'a code outside the list': (gen, form, answers) =>
    chosen(
      gen,
      form.questions,
      ({ code, codes }) => code in answers && codes.length > 0,
      (question) => {
        const values: Partial<Record<Question['kind'], unknown>> = {
          codes: ['no-such-code'],
          needs: { 'no-such-code': { isIdentified: true } },
          situations: [{ code: 'no-such-code' }],
        };
        const value = values[question.kind] ?? 'no-such-code';
        return {
          answers: { ...answers, [question.code]: value },
          question: question.code,
          codes: ['code-unknown'],
        };
      },
    ),
  'null where it means nothing': (gen, form, answers) =>
    chosen(
      gen,
      form.questions,
      ({ code, nullMeansUnknown }) => code in answers && !nullMeansUnknown,
      ({ code }) => ({
        ...{ answers: { ...answers, [code]: null }, question: code },
        codes: ['null-not-allowed'],
      }),
    ),
  'an answer to what is not to be asked': (gen, form, answers, facts) =>
    chosen(
      gen,
      form.questions,
      (one) => !isAsked(one, { answers, facts }),
      (question) => {
        const value = randomValue(gen, { ...question, codesOnlyWhen: [] }, answers, facts);
        const codes = [
          'not-asked',
          'not-a-child',
          'consent-not-asked-of-child',
          'consent-not-asked-of-age-unknown',
        ];
        return { answers: { ...answers, [question.code]: value }, question: question.code, codes };
      },
    ),
  'a day that has not come': (gen, form, answers) =>
    chosen(
      gen,
      form.questions,
      ({ code, kind, notAfterToday }) => code in answers && kind === 'day' && notAfterToday === true,
      ({ code }) => ({
        ...{ answers: { ...answers, [code]: addDays(TODAY, 1) }, question: code },
        codes: ['in-the-future'],
      }),
    ),
};

function chosen(
  gen: Gen,
  questions: readonly Question[],
  fits: (question: Question) => boolean,
  broken: (question: Question) => Violation,
): Violation | null {
  const fitting = questions.filter(fits);
  return fitting.length === 0 ? null : broken(gen(fc.constantFrom<Question[]>, ...fitting));
}

describe.each(forms.map((form) => [form.code, form] as const))('the form %s', (_, form) => {
  it('takes whatever its own rules let be answered', () => {
    fc.assert(
      fc.property(fc.gen(), (gen) => {
        const facts = randomFacts(gen);
        expect(problems(form, randomAnswers(gen, form, facts), facts)).toEqual([]);
      }),
      RUNS,
    );
  });

  it.each(Object.keys(VIOLATIONS))('refuses %s, naming its question', (what) => {
    fc.assert(
      fc.property(fc.gen(), (gen) => {
        const facts = randomFacts(gen);
        const violation = VIOLATIONS[what]!(gen, form, randomAnswers(gen, form, facts), facts);
        if (!violation) return;
        const found = problems(form, violation.answers, facts);
        const named = found.filter(({ field }) =>
          [
            `answers.${violation.question}`,
            `answers.${violation.question}.`,
            `answers.${violation.question}[`,
          ].some((start, index) => (index === 0 ? field === start : field.startsWith(start))),
        );
        expect([violation, found, named.length > 0]).toEqual([violation, found, true]);
        if (violation.codes.length > 0) expect(violation.codes).toContain(named[0]!.code);
      }),
      RUNS,
    );
  });
});
