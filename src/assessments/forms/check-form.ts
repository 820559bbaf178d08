import type { PolicyPath } from '../../reference-data/policy/policy-reader.js';
import { TASK_KINDS } from '../../cases/case-opening.js';
import { THRESHOLD_NAMES } from '../../reference-data/thresholds.js';
import { type Condition, type FormVersion, type Question, REPORTING_DUTIES } from './form-definition.js';

type Refuse = (place: PolicyPath, fault: string) => never;

const CHOOSING = ['code', 'codes', 'needs', 'situations'];
const FACTS_WITH_WORDS: Partial<Record<string, string[]>> = {
  ageBand: ['child', 'adult', 'unknown'],
  personKind: ['individual', 'organisation'],
  childReferral: ['made', 'not-made'],
  mandatoryReporting: [...REPORTING_DUTIES],
};

/**
 * Refuses what no schema can say: a condition on a question that comes later or is not there, a code that a list does
 * not have, a deadline that is counted from something else than a day, or by a threshold that there is not.
 */
export function checkForm(form: FormVersion, refuse: Refuse): void {
  const before: Question[] = [];
  form.sections.forEach((section, s) => {
    section.questions.forEach((question, q) => {
      const place = ['sections', s, 'questions', q];
      checkQuestion(question, before, (fault) => refuse(place, `${question.code}: ${fault}`));
      before.push(question);
    });
  });
  form.deadlines.forEach((rule, index) => {
    const say = (fault: string) => refuse(['deadlines', index], `${rule.code}: ${fault}`);
    checkConditions(rule.when, form.questions, say);
    const from = form.questions.find(({ code }) => code === rule.from);
    if (rule.from !== 'completed-on' && from?.kind !== 'day') say(`${rule.from} is no question for a day`);
    if (rule.count !== undefined && !THRESHOLD_NAMES.includes(rule.count)) say(`no threshold ${rule.count}`);
    if (!TASK_KINDS.includes(rule.task)) say(`no task ${rule.task}`);
  });
  form.warnings.forEach(({ code, when }, index) =>
    checkConditions(when, form.questions, (fault) => refuse(['warnings', index], `${code}: ${fault}`)),
  );
  const needs = form.questions.filter(({ kind }) => kind === 'needs');
  if (needs.length !== (form.code === 'needs' ? 1 : 0))
    refuse(['sections'], 'one question of kind needs, in the form needs');
}

function checkQuestion(question: Question, before: Question[], say: (fault: string) => never): void {
  const { code, kind, codes, codesOnlyWhen = [] } = question;
  if (before.some((other) => other.code === code)) say('stands twice');
  if (CHOOSING.includes(kind) !== codes.length > 0)
    say('codes are for questions that choose, which have some');
  const names = codes.map((option) => option.code);
  if (new Set(names).size !== names.length) say('a code stands twice');
  if (codes.some(({ label }) => label === '')) say('a code has no label');
  for (const rule of codesOnlyWhen) {
    const strange = rule.codes.find((one) => !isChoice(question, one));
    if (strange !== undefined) say(`there is no code ${strange}`);
    checkConditions(rule.when, before, say);
  }
  checkConditions(question.askedWhen, before, say);
  checkConditions(question.requiredWhen, before, say);
  for (const other of [question.notBefore, question.atMost]) {
    if (other !== undefined && !before.some((one) => one.code === other))
      say(`${other} does not come before`);
  }
}

function checkConditions(
  conditions: readonly Condition[] | undefined,
  before: readonly Question[],
  say: (fault: string) => never,
): void {
  for (const condition of conditions ?? []) {
    if (condition.anyOf) checkConditions(condition.anyOf, before, say);
    else checkCondition(condition, before, say);
  }
}

function checkCondition(
  condition: Condition,
  before: readonly Question[],
  say: (fault: string) => never,
): void {
  const { question: name, fact, otherwise } = condition;
  if ((name === undefined) === (fact === undefined)) say('a condition is about a question or about a fact');
  const codes = [condition.in, condition.notIn, condition.lacksAnyOf].flatMap((list) => list ?? []);
  if (fact !== undefined) {
    const strange = [...codes, ...Object.keys(otherwise ?? {})].find(
      (code) => !FACTS_WITH_WORDS[fact]?.includes(code),
    );
    if (strange !== undefined) say(`${fact} is never ${strange}`);
    return;
  }
  const question = before.find(({ code }) => code === name);
  if (!question) return say(`there is no question ${name} before`);
  const strange = codes.find((code) => !isChoice(question, code));
  if (strange !== undefined) say(`${name} has no code ${strange}`);
}

function isChoice({ kind, codes }: Question, code: string): boolean {
  if (kind === 'flag') return ['yes', 'no', 'unknown'].includes(code);
  return codes.some((option) => option.code === code);
}
