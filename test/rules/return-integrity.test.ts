import { describe, expect, it } from '@jest/globals';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import { configFolder } from '../../src/reference-data/policy/config-folder.js';
import { PolicyReader } from '../../src/reference-data/policy/policy-reader.js';
import { readReturnPolicy } from '../../src/reporting/moj-return/definition/return-policy.js';
import { MeasureCatalogue } from '../../src/reporting/measures/measure-catalogue.js';
import { namedPeriod } from '../../src/reporting/moj-return/definition/return-periods.js';
import {
  blockingFailures,
  CHECKED_RULES,
  checkReturn,
} from '../../src/reporting/moj-return/integrity/check-return.js';
import type { SheetName } from '../../src/reporting/moj-return/definition/sheet-columns.js';
import type { CheckedReturn } from '../../src/reporting/moj-return/integrity/comparison.js';
import { soundReturn, withCell } from '../support/sound-return.js';

const offences = [...new Set(currentPolicy().offences.rules.map(({ category }) => category))];
const { definition } = readReturnPolicy(
  new PolicyReader(configFolder()),
  new MeasureCatalogue(),
  ['MOJ-2018', 'VFS-2022'],
  offences,
);
const sound = soundReturn(definition);

const failed = (checked: CheckedReturn) =>
  checkReturn(checked, []).flatMap(({ rule, result }) => (result === 'failed' ? [rule] : []));

type Fault = [rule: string, what: string, checked: CheckedReturn];
const cell = (rule: string, sheet: SheetName, column: string, value: number | string, row = 0): Fault => [
  rule,
  `${sheet} says ${String(value)} ${column}`,
  withCell(sound, sheet, column, value, row),
];
const facts = (rule: string, more: Partial<CheckedReturn['facts']>): Fault => [
  rule,
  JSON.stringify(more),
  { ...sound, facts: { ...sound.facts, ...more } },
];
const but = (rule: string, what: string, more: Partial<CheckedReturn>): Fault => [
  rule,
  what,
  { ...sound, ...more },
];

const FAULTS: Fault[] = [
  cell('R01', 'Referrals', 'pending', 31),
  cell('R02', 'Funnel', 'value', 99),
  cell('R03', 'Funnel', 'value', 51, 3),
  cell('R04', 'Contacts', 'persons_reached', 61),
  cell('R04', 'Contacts', 'successful', 81),
  facts('R05', { attemptsMost: 4 }),
  cell('R06', 'Funnel', 'value', 101, 2),
  cell('R07', 'Funnel', 'value', 26, 7),
  cell('R08', 'Caseload', 'closing', 16),
  but('R09', 'the locked return closed with 14', { before: { ...sound.before, closing: 14 } }),
  cell('R10', 'Funnel', 'value', 56, 6),
  cell('R11', 'Closures', 'episodes', 29),
  but('R12', 'a share far from the last four', {
    before: { ...sound.before, lastFour: sound.before.lastFour.map(() => ({ supported: 8, received: 100 })) },
  }),
  cell('R13', 'OnwardReferrals', 'persons', 10),
  cell('R14', 'OnwardReferrals', 'declined', 3),
  cell('R15', 'Outcomes', 'maintained', 7),
  cell('R15', 'Outcomes', 'ceiling', 9),
  cell('R16', 'Outcomes', 'entry_done', 19),
  cell('R16', 'Outcomes', 'not_assessable', 3),
  cell('R17', 'Funnel', 'value', 34, 10),
  cell('R18', 'Outcomes', 'improved', 21),
  facts('R19', { outcomesTwice: 1 }),
  cell('R20', 'Outcomes', 'pct_improved', 51),
  cell('R20', 'Outcomes', 'pct_improved', '[low]'),
  cell('R21', 'Funnel', 'value', 15, 10),
  cell('R22', 'Demographics', 'referred_persons', 69),
  cell('R22', 'Crime', 'supported_persons', 41),
  facts('R23', { eligible: {} }),
  cell('R24', 'Demographics', 'referred_persons', 71, 3),
  facts('R25', { agesOutside: 1 }),
  cell('R26', 'Demographics', 'referred_persons', 60, 2),
  cell('R27', 'Finance', 'spend_ytd', 191),
  cell('R28', 'Finance', 'spend_ytd', 401),
  cell('R28', 'Finance', 'stream', 'da-sv'),
  but('R29', 'a stream before it began', {
    ...withCell(sound, 'Finance', 'stream', 'da-sv-combined'),
  }),
  but('R30', 'a day too many', { span: { ...sound.span, to: '2019-10-01' } }),
  but('R30', 'a quarter that somebody typed', { span: { ...sound.span, quarter: 'Q4' } }),
  but('R31', 'quarters that add up to another sum', { quarterSums: new Map([['referrals.total', 99]]) }),
  cell('R36', 'Notes', 'text', 'Ring 07700 900123.'),
  cell('R36', 'Notes', 'text', 'ada@example.org'),
  cell('R36', 'Notes', 'text', 'of WR1 1AA'),
  cell('R36', 'Notes', 'text', 'see VAL-7K3M-Q9RT'),
  cell('R37', 'Contacts', 'attempt_3', '-'),
  cell('R37', 'Contacts', 'attempt_3', ''),
  cell('R37', 'Contacts', 'attempt_3', Number.NaN),
  but('CODES', 'a code of no list', {
    unmapped: [{ list: 'offences', code: 'LOCAL7', count: 1, isExplained: false }],
  }),
  but('OVER', 'a period that runs', { isOver: false }),
];

describe('The integrity rules of a return', () => {
  it('hold where everything agrees', () => {
    const rules = checkReturn(sound, []);
    expect(rules.filter(({ result }) => result === 'failed')).toEqual([]);
    const compared = rules.filter(({ compared }) => compared > 0).map(({ rule }) => rule);
    expect(compared.sort()).toEqual([...CHECKED_RULES].sort());
  });

  it.each(FAULTS)('%s catches where %s', (rule, _, checked) => {
    expect(failed(checked)).toContain(rule);
    const found = checkReturn(checked, []).find((one) => one.rule === rule)!;
    expect(found.shown).toMatchObject({ isMet: false });
    expect([found.shown!.valueA, found.shown!.valueB]).not.toContain(undefined);
  });

  it('are each caught on a planted fault', () => {
    expect([...new Set(FAULTS.map(([rule]) => rule))].sort()).toEqual([...CHECKED_RULES].sort());
  });

  it('stop a return only where they block, and one may be explained', () => {
    const warned = withCell(sound, 'Demographics', 'referred_persons', 60, 2);
    expect(
      blockingFailures(checkReturn({ ...warned, tables: warned.tables }, [])).map(({ rule }) => rule),
    ).not.toContain('R26');
    const differing = { ...sound, before: { ...sound.before, closing: 14 } };
    expect(blockingFailures(checkReturn(differing, [{ about: 'rule:R09', text: 'Late.' }]))).toEqual([]);
    const wrong = withCell(sound, 'Referrals', 'pending', 31);
    expect(blockingFailures(checkReturn(wrong, [{ about: 'rule:R01', text: 'Late.' }]))).toHaveLength(1);
  });

  it('never ask that the supported are at most the referred', () => {
    // A carried-in caseload is supported without being referred anew.
    const few = withCell(withCell(sound, 'Funnel', 'value', 10), 'Funnel', 'value', 10, 1);
    const referred = withCell(withCell(few, 'Referrals', 'received', 10), 'Funnel', 'value', 9, 2);
    expect(failed(referred)).not.toContain('R10');
  });

  it('say that nothing was checked where there is nothing to compare with', () => {
    const alone = {
      ...sound,
      span: namedPeriod('ad-hoc', { from: '2019-04-01', to: '2019-08-16' }),
      before: { closing: null, spentYear: null, lastFour: [] },
      quarterSums: null,
    };
    const results = new Map(checkReturn(alone, []).map(({ rule, result }) => [rule, result]));
    expect(['R09', 'R12', 'R27', 'R31', 'R35'].map((rule) => results.get(rule))).toEqual(
      Array.from({ length: 5 }, () => 'not-checked'),
    );
  });
});
