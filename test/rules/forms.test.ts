import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ageBandOf } from '../../src/assessments/age.js';
import { ageOn } from '../../src/victims/age-on.js';
import { checkAnswers } from '../../src/assessments/forms/check-answers.js';
import { holds } from '../../src/assessments/forms/conditions.js';
import { type Facts, FORM_CODES, type FormVersion } from '../../src/assessments/forms/form-definition.js';
import { Forms } from '../../src/assessments/forms/forms.js';
import { readForms } from '../../src/assessments/forms/read-forms.js';
import { configFolder } from '../../src/reference-data/policy/config-folder.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import { PolicyRefused } from '../../src/reference-data/policy/policy-reader.js';
import { TODAY } from '../support/form-answers.js';

const forms = new Forms(readForms(configFolder(), currentPolicy()));
const ADULT: Facts = {
  ...{ ageBand: 'adult', age: 40, personKind: 'individual', childReferral: 'not-made' },
  mandatoryReporting: 'commencement-unknown',
};
const CHILD: Facts = { ...ADULT, ageBand: 'child', age: 12 };

function refusalOf(file: string, change: (text: string) => string): PolicyRefused {
  const folder = mkdtempSync(join(tmpdir(), 'val-forms-'));
  try {
    cpSync(join(configFolder(), 'forms'), join(folder, 'forms'), { recursive: true });
    const path = join(folder, 'forms', file);
    const text = readFileSync(path, 'utf8');
    expect(change(text)).not.toBe(text);
    writeFileSync(path, change(text));
    readForms(folder, currentPolicy());
  } catch (error) {
    if (error instanceof PolicyRefused) return error;
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
  throw new Error('the planted form was not refused');
}

const named = (form: FormVersion, answers: object, facts = ADULT) =>
  checkAnswers(form, { answers: answers as Record<string, unknown>, facts }, TODAY).map(
    ({ field, code }) => `${field} ${code}`,
  );

describe('form files', () => {
  it('are there, each with a version that holds today and source and status in all its parts', () => {
    const current = forms.on(TODAY);
    expect(current.map(({ code }) => code).sort()).toEqual([...FORM_CODES].sort());
    const parts = current.flatMap((form) => [form, ...form.questions, ...form.deadlines, ...form.warnings]);
    expect(parts.filter(({ source, factStatus }) => !source || !factStatus)).toEqual([]);
    expect(forms.currentOn('needs', '2017-12-31')).toBeNull();
    expect(() => forms.of('needs', 9)).toThrow(RangeError);
  });

  it('have the twelve categories of need, eight of them the Ministry’s, and say which end of a score is better', () => {
    const { questions, scoring } = forms.of('needs', 1);
    expect(questions.find(({ kind }) => kind === 'needs')?.codes).toHaveLength(12);
    expect(scoring).toMatchObject({ min: 0, max: 10, polarity: 'higher-is-better' });
  });

  it('ask for no address of a safe house', () => {
    const { questions } = forms.of('msht', 1);
    expect(
      questions.filter(({ code }) => /address/i.test(code)).map(({ code, kind }) => [code, kind]),
    ).toEqual([['support.addressType', 'code']]);
    const texts = questions.filter(({ kind, code }) => kind === 'text' && !code.endsWith('reference'));
    expect(texts.filter(({ holdsNoAddress }) => !holdsNoAddress)).toEqual([]);
  });

  it.each([
    ['needs.yaml', 'question: accessNeeds', 'question: summary', 'there is no question summary before'],
    ['needs.yaml', 'in: [interpreter]', 'in: [translator]', 'accessNeeds has no code translator'],
    ['needs.yaml', 'list: languages', 'list: tongues', 'codes are for questions that choose'],
    ['needs.yaml', 'code: interpreter.dialect', 'code: interpreter.language', 'stands twice'],
    ['needs.yaml', 'code: needs\ntitle', 'code: wants\ntitle', 'is not the name of the file'],
    ['msht.yaml', 'in: [child, unknown]', 'in: [child, minor]', 'ageBand is never minor'],
    ['msht.yaml', 'from: rg.decidedOn', 'from: rg.decision', 'rg.decision is no question for a day'],
    ['msht.yaml', 'count: moveOnDays', 'count: moveOffDays', 'no threshold moveOffDays'],
    ['msht.yaml', 'task: plan-move-on', 'task: plan-nothing', 'no task plan-nothing'],
    ['cse.yaml', 'codes: [self]', 'codes: [friend]', 'there is no code friend'],
    ['fraud.yaml', 'atMost: loss.lostPence', 'atMost: loss.nothing', 'loss.nothing does not come before'],
    ['fraud.yaml', 'kind: money-pence', 'kind: money', 'must be equal to one of the allowed values'],
  ])('are refused at the start: %s with %s as %s', (file, from, to, fault) => {
    const refusal = refusalOf(file, (text) => text.replace(from, to));
    expect(refusal.message).toContain(fault);
    expect(refusal).toMatchObject({ file: `forms/${file}`, line: expect.any(Number) as unknown });
  });

  it('are refused where two versions hold on one day', () => {
    const twice = (text: string) =>
      text + text.slice(text.indexOf('  - version: 1')).replace('version: 1', 'version: 2');
    expect(refusalOf('general.yaml', twice).fault).toBe('two versions hold on the same day');
  });
});

describe('answers', () => {
  const needs = forms.of('needs', 1);
  const msht = forms.of('msht', 1);
  const fraud = forms.of('fraud', 1);

  it('of a need are an object with a flag and a score from 0 to 10, or null where nothing was assessed', () => {
    const answering = (value: unknown) => named(needs, { needs: value, restorativeJustice: 'not-asked' });
    expect(answering({ safety: { isIdentified: true, entryScore: null } })).toEqual([]);
    expect(answering({})).toEqual(['answers.needs list-too-short']);
    expect(answering({ safety: true })).toEqual(['answers.needs.safety object-expected']);
    expect(answering({ safety: { entryScore: -1, luck: 1 } })).toEqual([
      'answers.needs.safety.luck field-unknown',
      'answers.needs.safety.isIdentified required',
      'answers.needs.safety.entryScore number-out-of-range',
    ]);
  });

  it('about situations carry days of their own, in order, and none after today', () => {
    const answering = (situations: unknown) =>
      named(msht, {
        'nrm.position': 'disappeared',
        situations,
        ...{ countyLines: 'no', cuckooing: 'no', debtBondage: 'unknown' },
        ...{ lastSafeContactOn: null, policeNotified: 'yes' },
      });
    expect(answering([{ code: 'lab-work', fromOn: '2019-01-01', toOn: null }])).toEqual([]);
    expect(
      answering([
        { code: 'lab-work', fromOn: '2019-02-01', toOn: '2019-01-01' },
        { code: 'luck', fromOn: '2019-02-30', isOngoing: 'maybe' },
        { fromOn: '2999-01-01' },
        { code: 'organ', toOn: '2019-01-01', isOngoing: 'yes', where: 'x' },
      ]),
    ).toEqual([
      'answers.situations[0].toOn before-its-start',
      'answers.situations[1].code code-unknown',
      'answers.situations[1].fromOn day-not-in-calendar',
      'answers.situations[1].isOngoing code-unknown',
      'answers.situations[2].code required',
      'answers.situations[2].fromOn in-the-future',
      'answers.situations[3].where field-unknown',
      'answers.situations[3].isOngoing has-an-end',
    ]);
  });

  it('of consent are refused for a child and for an unknown age, each with its own code', () => {
    const answers = { 'nrm.consent': 'given', 'dtn.sentOn': '2019-01-01' };
    const codesFor = (facts: Facts) => named(msht, answers, facts).filter((text) => /consent|dtn/.test(text));
    expect(codesFor(CHILD)).toEqual([
      'answers.nrm.consent consent-not-asked-of-child',
      'answers.dtn.sentOn consent-not-asked-of-child',
    ]);
    expect(codesFor({ ...CHILD, ageBand: 'unknown', age: null })).toEqual([
      'answers.nrm.consent consent-not-asked-of-age-unknown',
      'answers.dtn.sentOn consent-not-asked-of-age-unknown',
    ]);
  });

  it('about money are whole pence or null; what was recovered is not more than what was lost', () => {
    const about = (loss: object) => named(fraud, loss).filter((text) => text.startsWith('answers.loss'));
    const rest = { 'loss.attemptedPence': null, 'loss.firstPaymentOn': null };
    expect(about({ ...rest, 'loss.lostPence': null, 'loss.recoveredPence': 5 })).toEqual([]);
    expect(about({ ...rest, 'loss.lostPence': 4, 'loss.recoveredPence': 5 })).toEqual([
      'answers.loss.recoveredPence number-out-of-range',
    ]);
    expect(about({ ...rest, 'loss.lostPence': '4', 'loss.recoveredPence': 0.5 })).toEqual([
      'answers.loss.lostPence whole-number-expected',
      'answers.loss.recoveredPence whole-number-expected',
    ]);
  });

  it('are never repeated in a refusal', () => {
    const found = checkAnswers(needs, { answers: { 'a secret': 's', needs: 'secret' }, facts: ADULT }, TODAY);
    expect(JSON.stringify(found)).not.toContain('secret');
  });
});

describe('a condition', () => {
  const known = { answers: { a: ['x'], b: null, c: '2019-04-01T10:00:00Z' }, facts: CHILD };

  it.each([
    [{ question: 'a', in: ['x', 'y'] }, true],
    [{ question: 'a', notIn: ['x'] }, false],
    [{ question: 'a', lacksAnyOf: ['x', 'y'] }, true],
    [{ question: 'b', isAnswered: true }, false],
    [{ question: 'nothing', in: ['x'] }, false],
    [{ question: 'nothing', notIn: ['x'] }, true],
    [{ question: 'toString', isAnswered: true }, false],
    [{ question: 'c', from: '2019-04-01', before: '2019-04-02' }, true],
    [{ question: 'b', before: '2019-04-02' }, false],
    [{ fact: 'age' as const, below: 13, atLeast: 12 }, true],
    [{ fact: 'ageBand' as const, in: ['adult'] }, false],
    [
      {
        anyOf: [
          { question: 'a', in: ['y'] },
          { fact: 'age' as const, below: 13 },
        ],
      },
      true,
    ],
  ])('%j is %s', (condition, answer) => {
    expect(holds(condition, known)).toBe(answer);
  });
});

describe('age', () => {
  it.each([
    ['2000-02-29', '2018-02-28', 17, 'child'],
    ['2000-02-29', '2018-03-01', 18, 'adult'],
    ['2000-05-05', '2018-05-05', 18, 'adult'],
    ['2018-05-06', '2018-05-05', null, 'unknown'],
    [null, '2018-05-05', null, 'unknown'],
  ])('of somebody born %s is on %s %s: %s', (birth, day, age, band) => {
    expect(ageOn(birth, day)).toBe(age);
    expect(ageBandOf(age, 18)).toBe(band);
  });
});
