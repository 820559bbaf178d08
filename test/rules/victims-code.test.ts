import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { currentCodeBook } from '../../src/entitlements/code/current-code-book.js';
import { configFolder } from '../../src/reference-data/policy/config-folder.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import type { EventKindAttributes } from '../../src/reference-data/policy/policy-files.js';
import { codeRefusalOf, codeWith } from '../support/planted-code.js';
import { lineOf } from '../support/planted-policy.js';

const policy = currentPolicy();
const book = currentCodeBook(policy);
const kinds = policy.codesOf('justice-event-kinds').map(({ code, attributes }) => ({
  code,
  ...(attributes as unknown as EventKindAttributes),
}));
const sorted = (values: Iterable<string>) =>
  [...new Set(values)].sort((one, other) => (one < other ? -1 : 1));
const textOf = (name: string) => readFileSync(join(configFolder(), 'victims-code', name), 'utf8');

describe('the Victims’ Codes', () => {
  it('have 67 rules, 30 of 2015 and 37 of 2020, each with a source and how sure it is', () => {
    const of = (version: string) => book.rules.filter(({ codeVersion }) => codeVersion === version);
    expect([of('2015').length, of('2020').length, book.rules.length]).toEqual([30, 37, 67]);
    expect(new Set(book.rules.map(({ ruleId }) => ruleId)).size).toBe(67);
    for (const { source, factStatus, limits, effect } of book.rules) {
      expect(source).not.toBe('');
      expect(['certain', 'likely', 'unknown']).toContain(factStatus);
      expect(limits.length > 0).toBe(effect === 'duty');
    }
  });

  it('hold from their own days on, without a day between them', () => {
    const days = book.rules.map(({ codeVersion, effectiveFrom, effectiveTo }) =>
      [codeVersion, effectiveFrom, effectiveTo].join(' '),
    );
    expect(sorted(days)).toEqual(['2015 2015-11-16 2021-03-31', '2020 2021-04-01 ']);
  });

  it.each(kinds)('say of $code what the list of kinds says of them', ({ code, starts, satisfies }) => {
    const started = book.limits.filter(({ triggers }) => triggers.includes(code));
    const answered = book.limits.filter(
      ({ satisfiedBy, excludedBy }) =>
        satisfiedBy.some(({ kind }) => kind === code) || excludedBy.includes(code),
    );
    const tailoring = code === 'service.tailored' ? ['15-TAILOR'] : [];
    expect(sorted(starts)).toEqual(sorted([...started.map(({ ruleId }) => ruleId), ...tailoring]));
    expect(sorted(satisfies)).toEqual(sorted([...answered.map(({ ruleId }) => ruleId), ...tailoring]));
  });

  it('give enhanced rights a shorter time in these rules only', () => {
    const shorter = book.limits.filter(
      ({ standard, enhanced }) => standard !== null && standard !== enhanced,
    );
    expect(sorted(shorter.map(({ ruleId }) => ruleId))).toEqual(
      sorted([
        ...[
          '15-ARR',
          '15-INT',
          '15-REL',
          '15-BAIL',
          '15-CHG',
          '15-CPSPOST',
          '15-VRR',
          '15-FIRSTH',
          '15-BAILCT',
        ],
        ...['20-6A1', '20-6A2', '20-6A3', '20-6A4', '20-6B', '20-6C', '20-6E', '20-6F', '20-6G', '20-8C'],
      ]),
    );
  });
});

describe('a Code that is wrong stops the start and names the line', () => {
  const arrested = 'trigger: [suspect.arrested]\n    satisfiedBy';
  const CASES: [string, string, string, string, RegExp][] = [
    [
      'an unknown trigger',
      '2015.yaml',
      arrested,
      arrested.replace('arrested', 'caught'),
      /no kind of event suspect.caught/,
    ],
    [
      'unknown evidence',
      '2020.yaml',
      'kind: expenses.paid',
      'kind: expenses.spent',
      /no kind of event expenses.spent/,
    ],
    [
      'an unknown outcome',
      '2020.yaml',
      '[charged, out-of-court]',
      '[charged, forgiven]',
      /no outcome forgiven/,
    ],
    [
      'an unknown quality',
      '2020.yaml',
      'quality: reviewExplained',
      'quality: politeness',
      /a quality that no event has/,
    ],
    [
      'one side of a limit',
      '2015.yaml',
      '{ standard: 2, enhanced: 2 }',
      '{ standard: 2 }',
      /required property 'enhanced'/,
    ],
    [
      'a limit of neither side',
      '2015.yaml',
      '{ standard: null, enhanced: 1 }',
      '{ standard: null, enhanced: null }',
      /missing for both/,
    ],
    [
      'no limits at all',
      '2015.yaml',
      'satisfiedBy: [report.acknowledged]\n    dutyHolder: POLICE',
      'limits: []',
      /fewer than 1 items/,
    ],
    [
      'nothing that discharges it',
      '2015.yaml',
      '    satisfiedBy: [report.acknowledged]\n',
      '',
      /satisfiedBy is missing/,
    ],
    ['nothing that starts it', '2020.yaml', '    trigger: [complaint.received]\n', '', /trigger is missing/],
    [
      'nobody who has the duty',
      '2015.yaml',
      '    satisfiedBy: [{ kind: expenses.paid, match: oldest }]\n    limit: { standard: 10, enhanced: 10 }\n    dutyHolder: CPS\n',
      '    satisfiedBy: [{ kind: expenses.paid, match: oldest }]\n    limit: { standard: 10, enhanced: 10 }\n',
      /dutyHolder is missing/,
    ],
    [
      'a rule twice on the same days',
      '2020.yaml',
      'id: 20-6A2',
      'id: 20-6A1',
      /holds twice on the same days/,
    ],
    ['a rule of another Code', '2020.yaml', 'id: 20-6A2', 'id: 15-INT', /is of another Code/],
    [
      'a rule that begins late',
      '2020.yaml',
      'id: 20-6A2\n',
      'id: 20-6A2\n    effectiveFrom: 2022-01-01\n',
      /leaves a gap in the dates before it/,
    ],
    [
      'a rule that ends early',
      '2015.yaml',
      'id: 15-INT\n',
      'id: 15-INT\n    effectiveTo: 2019-12-31\n',
      /leaves a gap in the dates after it/,
    ],
    [
      'a gap between the Codes',
      '2020.yaml',
      'effectiveFrom: 2021-04-01',
      'effectiveFrom: 2021-04-02',
      /leaves a gap after the Code of 2015/,
    ],
    [
      'an overlap of the Codes',
      '2020.yaml',
      'effectiveFrom: 2021-04-01',
      'effectiveFrom: 2021-03-31',
      /overlaps the Code of 2015/,
    ],
    [
      'an end of the last Code',
      '2020.yaml',
      'effectiveFrom: 2021-04-01\n',
      'effectiveFrom: 2021-04-01\neffectiveTo: 2030-01-01\n',
      /leaves days without a Code/,
    ],
    [
      'a cohort that there is none of',
      'settings.yaml',
      'specialistCohorts: [',
      'specialistCohorts: [pirates, ',
      /no cohort pirates/,
    ],
    [
      'a task for what another owes',
      '2020.yaml',
      'dutyHolder: ALL',
      'dutyHolder: POLICE',
      /a task for a duty of POLICE, which is not ours/,
    ],
    [
      'a task by an unknown threshold',
      '2020.yaml',
      'within: assessNeedsWorkingDays',
      'within: someDays',
      /there is no threshold someDays/,
    ],
    [
      'a task by a threshold in hours',
      '2020.yaml',
      'within: assessNeedsWorkingDays',
      'within: breakGlassHours',
      /is not in working days/,
    ],
    [
      'a task that is never due',
      '2020.yaml',
      ', within: assessNeedsWorkingDays',
      '',
      /task.within has to say by when/,
    ],
    [
      'two days for one task',
      '2020.yaml',
      '{ kind: answer-complaint }',
      '{ kind: answer-complaint, within: assessNeedsWorkingDays }',
      /is due with its limit/,
    ],
    ['a feed twice', 'settings.yaml', 'feed: val', 'feed: athena-referrals', /two rows on the same days/],
  ];

  it.each(CASES)('%s', (_, name, before, after, fault) => {
    const refusal = codeRefusalOf({ [name]: (text) => text.replace(before, after) });
    expect(refusal.message).toMatch(fault);
    expect(refusal.file).toBe(`victims-code/${name}`);
    expect(refusal.line).toBeGreaterThan(1);
  });

  it('on its very line', () => {
    const refusal = codeRefusalOf({
      '2015.yaml': (text) => text.replace(arrested, arrested.replace('arrested', 'caught')),
    });
    expect(refusal.line).toBe(lineOf(textOf('2015.yaml'), arrested));
    expect(refusal.path).toMatch(/^\/rules\/\d+\/trigger$/);
  });

  it('and not where a rule changes from one day to the next', () => {
    const rows = (id: string) => new RegExp(`  - id: ${id}\\n[^]*?(?=  - id: )`);
    const changed = codeWith({
      '2020.yaml': (text) => {
        const [row] = rows('20-6B').exec(text)!;
        const head = `  - id: 20-6B\n`;
        const early = row.replace(head, `${head}    effectiveTo: 2023-06-30\n`);
        const late = row
          .replace(head, `${head}    effectiveFrom: 2023-07-01\n`)
          .replace('standard: 5', 'standard: 3');
        return text.replace(row, early + late);
      },
    });
    const limits = changed.limits.filter(({ ruleId }) => ruleId === '20-6B');
    expect(limits.map(({ effectiveFrom, standard }) => [effectiveFrom, standard])).toEqual([
      ['2021-04-01', 5],
      ['2023-07-01', 3],
    ]);
  });
});
