import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import { PolicyReader } from '../../src/reference-data/policy/policy-reader.js';
import { configFolder } from '../../src/reference-data/policy/config-folder.js';
import { MeasureCatalogue } from '../../src/reporting/measures/measure-catalogue.js';
import {
  namedPeriod,
  periodBefore,
  periodFaults,
  quartersOf,
} from '../../src/reporting/moj-return/definition/return-periods.js';
import { readReturnPolicy } from '../../src/reporting/moj-return/definition/return-policy.js';
import { archiveOf } from '../../src/reporting/moj-return/workbook/xlsx.js';
import { safeCell } from '../../src/reporting/moj-return/workbook/safe-cell.js';
import { addDays } from '../../src/platform/working-days/calendar-days.js';
import { refusalOfReturns } from '../support/planted-returns.js';

const MEASURES = new MeasureCatalogue();
const OFFENCES = [...new Set(currentPolicy().offences.rules.map(({ category }) => category))];
const read = (reader: PolicyReader) => readReturnPolicy(reader, MEASURES, ['MOJ-2018', 'VFS-2022'], OFFENCES);
const { definition, crimes } = read(new PolicyReader(configFolder()));
const planted = (file: string, from: string | RegExp, to: string) =>
  refusalOfReturns(file, (text) => text.replace(from, to), read);

describe('The definition of a return', () => {
  it.each([
    [
      'a measure that nobody counts',
      'moj-2018.yaml',
      'persons.referred persons.repeat',
      'persons.happy',
      /no measure persons.happy/,
    ],
    [
      'a measure twice',
      'moj-2018.yaml',
      'episodes.open feedback',
      'episodes.open feedback feedback',
      /stands twice/,
    ],
    [
      'a ratio of what is not in the funnel',
      'moj-2018.yaml',
      'denominator: phoned',
      'denominator: caseload.new',
      /not in the funnel/,
    ],
    [
      'a framework that is not there',
      'moj-2018.yaml',
      '[MOJ-2018, VFS-2022]',
      '[MOJ-2018, VFS-2023]',
      /no framework VFS-2023/,
    ],
    [
      'a sheet that nothing fills',
      'moj-2018.yaml',
      'sheet: Needs',
      'sheet: Wishes',
      /nothing fills a sheet Wishes/,
    ],
    [
      'a column that nothing fills',
      'moj-2018.yaml',
      'reason episodes#',
      'reason cases#',
      /nothing fills cases/,
    ],
    [
      'a column left out',
      'moj-2018.yaml',
      'episodes# with_exit_assessment#',
      'episodes#',
      /with_exit_assessment is missing/,
    ],
    [
      'a rule that nothing checks',
      'moj-2018.yaml',
      /(rule: R35\n    severity: block\n    checked:) not-yet/,
      '$1 computed',
      /nothing checks R35/,
    ],
    ['a rule that is silently left out', 'moj-2018.yaml', /  - rule: R01\n(    .*\n)*/, '', /R01 is missing/],
    ['bands out of order', 'moj-2018.yaml', '[0, 5, 10,', '[0, 10, 5,', /not in order/],
    [
      'a provider of no stream',
      'moj-2018.yaml',
      'streams: [core, pcc-top-up, other]',
      'streams: [core, pocket]',
      /no stream pocket/,
    ],
    [
      'an unknown key',
      'moj-2018.yaml',
      '  - stage: referral-to-first-call',
      '  - colour: red\n    stage: referral-to-first-call',
      /colour/,
    ],
    [
      'an offence that no category takes',
      'crime-categories.yaml',
      'offences: robbery }',
      'offences: theft }',
      /nothing takes robbery/,
    ],
    [
      'an offence of two groups',
      'crime-categories.yaml',
      'robbery: robbery',
      'robbery: robbery theft',
      /two groups/,
    ],
    [
      'an offence that is not there',
      'crime-categories.yaml',
      'robbery: robbery',
      'robbery: robbery piracy',
      /no offence category piracy/,
    ],
  ])('stops the start with %s, and the line is named', (_, file, from, to, fault) => {
    const refusal = planted(file, from, to);
    expect([refusal.file, refusal.fault]).toEqual([`returns/${file}`, expect.stringMatching(fault)]);
    expect(refusal.line).toBeGreaterThan(0);
  });

  it('names every rule of the domain once, and none is both checked and not', () => {
    const { rules } = definition.file;
    const numbered = Array.from({ length: 37 }, (_, index) => `R${String(index + 1).padStart(2, '0')}`);
    expect(rules.map(({ rule }) => rule)).toEqual([...numbered, 'CODES', 'OVER']);
  });
});

describe('The category of a crime', () => {
  const adult = { flags: [], ageAtOffence: 'adult', ageNow: 'adult' } as const;

  it.each([
    ['violence', {}, 'violence', 'none'],
    ['violence', { flags: ['domestic-abuse', 'hate-crime'] }, 'domestic-abuse', 'domestic-abuse'],
    ['violence', { flags: ['hate-crime'] }, 'hate-crime', 'hate-crime'],
    ['homicide', { flags: ['domestic-abuse'] }, 'homicide-bereavement', 'none'],
    ['burglary', { flags: ['modern-slavery', 'domestic-abuse'] }, 'modern-slavery', 'modern-slavery'],
    ['sexual', {}, 'sexual-offences', 'none'],
    ['sexual', { ageAtOffence: 'child', ageNow: 'child' }, 'child-sexual-abuse-current', 'none'],
    // Age at the offence, not now: an adult survivor is none of today's children.
    ['sexual', { ageAtOffence: 'child', ageNow: 'adult' }, 'child-sexual-abuse-non-recent', 'none'],
    ['child-sexual', { ageAtOffence: 'unknown', ageNow: 'unknown' }, 'child-sexual-abuse-current', 'none'],
    [null, {}, 'not-known', 'none'],
    [null, { flags: ['domestic-abuse'] }, 'domestic-abuse', 'domestic-abuse'],
  ] as const)('of %s with %j is %s', (offence, more, category, flag) => {
    expect(crimes.of({ ...adult, offence, ...more })).toMatchObject({ category, flag });
  });

  it('is there for every offence whatever else is known, and never not-known', () => {
    const ages = fc.constantFrom('child', 'adult', 'unknown' as const);
    const flags = fc.subarray([
      'domestic-abuse',
      'hate-crime',
      'child-sexual-exploitation',
      'modern-slavery',
    ] as const);
    fc.assert(
      fc.property(fc.constantFrom(...OFFENCES), flags, ages, ages, (offence, flags, ageAtOffence, ageNow) => {
        const { category, group } = crimes.of({ offence, flags, ageAtOffence, ageNow });
        expect([category === 'not-known', group === 'not-known']).toEqual([false, false]);
      }),
    );
  });
});

describe('Periods', () => {
  const kindOf = (name: string) => definition.file.periodKinds.find(({ kind }) => kind === name)!;

  it.each([
    ['2019-04-01', '2019-06-30', '2019-20', 'Q1'],
    ['2019-10-01', '2019-12-31', '2019-20', 'Q3'],
    ['2023-01-01', '2023-03-31', '2022-23', 'Q4'],
    ['1999-07-01', '1999-09-30', '1999-00', 'Q2'],
  ])('%s to %s is %s %s', (from, to, financialYear, quarter) => {
    expect(periodFaults(kindOf('quarter'), { from, to })).toEqual([]);
    expect(namedPeriod('quarter', { from, to })).toMatchObject({ financialYear, quarter });
  });

  it('of a year are four quarters one after the other, the last before the next', () => {
    const year = { from: '2019-04-01', to: '2020-03-31' };
    expect(periodFaults(kindOf('year'), year)).toEqual([]);
    const quarters = quartersOf(kindOf('year'), year);
    expect(quarters.map(({ from, to }) => `${from} ${to}`)).toEqual([
      ...['2019-04-01 2019-06-30', '2019-07-01 2019-09-30', '2019-10-01 2019-12-31', '2020-01-01 2020-03-31'],
    ]);
    for (const quarter of quarters) {
      const before = periodBefore(kindOf('quarter'), quarter)!;
      expect([periodFaults(kindOf('quarter'), before), addDays(before.to, 1)]).toEqual([[], quarter.from]);
    }
  });
});

describe('Files of a return', () => {
  it('have the same bytes for the same content, whenever they are made', () => {
    const files = { b: new TextEncoder().encode('two'), a: new TextEncoder().encode('one') };
    const [first, second] = [archiveOf(files), archiveOf({ a: files.a, b: files.b })];
    expect(first.equals(second)).toBe(true);
    // Time and day of the first entry: midnight of 1 January 1980.
    expect([first.readUInt16LE(10), first.readUInt16LE(12)]).toEqual([0, 0x21]);
  });

  it('never hold a cell that a spreadsheet would take for a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cell = String(safeCell(text));
        expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
        expect(Array.from(cell).some((letter) => letter.codePointAt(0)! < 9)).toBe(false);
      }),
    );
    expect(safeCell(-5)).toBe(-5);
    expect(safeCell('[z]')).toBe('[z]');
  });
});
