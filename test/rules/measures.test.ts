import { describe, expect, it } from '@jest/globals';
import { MeasureCatalogue, readMeasures, placeOf } from '../../src/reporting/measures/measure-catalogue.js';
import { periodOf } from '../../src/reporting/measures/period.js';
import { refusalOfReturns } from '../support/planted-returns.js';

const refusal = (change: (text: string) => string) => refusalOfReturns('measures.yaml', change, readMeasures);

describe('Measures', () => {
  it('are each described once and counted by one source', () => {
    const measures = new MeasureCatalogue().all();
    expect(measures.length).toBeGreaterThan(50);
    for (const { code } of measures) expect(placeOf(code)).toBeGreaterThanOrEqual(0);
  });

  it.each([
    [
      'twice',
      (text: string) => text.replace('code: referrals.self', 'code: referrals.other'),
      /stands twice/,
    ],
    [
      'without SQL',
      (text: string) => text.replace('code: phoned\n', 'code: telephoned\n'),
      /nothing counts telephoned/,
    ],
    ['of an unknown unit', (text: string) => text.replace('unit: episode', 'unit: victim'), /allowed values/],
    [
      'unknown in itself',
      (text: string) => text.replace('  - code: phoned\n', '  - colour: red\n    code: phoned\n'),
      /colour/,
    ],
  ])('stop the start with a measure that stands %s, and the line is named', (_, change, fault) => {
    const { file, line, fault: found } = refusal(change);
    expect([file, found]).toEqual(['returns/measures.yaml', expect.stringMatching(fault)]);
    expect(line).toBeGreaterThan(10);
  });

  it('stop the start where SQL counts what nobody described', () => {
    const { fault } = refusal((text) => text.replace(/  - code: feedback\n(    .*\n|      .*\n)*/, ''));
    expect(fault).toBe('feedback is not described');
  });

  it('run over London days, 23 or 25 hours where the clocks change', () => {
    const hours = ({ start, end }: { start: Date; end: Date }) =>
      (end.getTime() - start.getTime()) / 3_600_000;
    expect(hours(periodOf({ from: '2019-03-31', to: '2019-03-31' }))).toBe(23);
    expect(hours(periodOf({ from: '2019-10-27', to: '2019-10-27' }))).toBe(25);
    expect(periodOf({ from: '2019-04-01', to: '2019-06-30' })).toEqual({
      start: new Date('2019-03-31T23:00:00Z'),
      end: new Date('2019-06-30T23:00:00Z'),
    });
  });
});
