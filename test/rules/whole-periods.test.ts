import { describe, expect, it } from '@jest/globals';
import { wholePeriod, yearAround } from '../../src/reporting/victims-code/board/whole-period.js';

const APRIL = 4;

describe('A period that the Board may be shown', () => {
  it.each([
    ['2019-04-01', '2019-04-30', 'month'],
    ['2020-02-01', '2020-02-29', 'month'],
    ['2019-12-01', '2019-12-31', 'month'],
    ['2019-04-01', '2019-06-30', 'quarter'],
    ['2020-01-01', '2020-03-31', 'quarter'],
    ['2019-04-01', '2020-03-31', 'year'],
  ])('is whole: %s to %s is a %s', (from, to, kind) => {
    expect(wholePeriod({ from, to }, APRIL)).toBe(kind);
  });

  it.each([
    ['2019-04-02', '2019-04-30', 'from'],
    ['2019-04-01', '2019-04-29', 'to'],
    ['2019-02-01', '2019-02-29', 'to'],
    ['2019-04-01', '2019-05-31', 'to'],
    ['2019-05-01', '2019-07-31', 'to'],
    ['2019-07-01', '2020-06-30', 'to'],
    ['2019-01-01', '2019-12-31', 'to'],
  ])('is whole: %s to %s is none because of its %s', (from, to, field) => {
    expect(wholePeriod({ from, to }, APRIL)).toMatchObject({ field });
  });

  it('names what would fit, and years begin as the setting says', () => {
    expect(wholePeriod({ from: '2019-04-01', to: '2019-05-01' }, APRIL)).toMatchObject({
      message:
        'A period that begins on 2019-04-01 ends on 2019-04-30 (month), 2019-06-30 (quarter), 2020-03-31 (year).',
    });
    expect(wholePeriod({ from: '2019-01-01', to: '2019-12-31' }, 1)).toBe('year');
    expect(yearAround('2020-03-31', APRIL)).toEqual({ from: '2019-04-01', to: '2020-03-31' });
    expect(yearAround('2020-04-01', APRIL)).toEqual({ from: '2020-04-01', to: '2021-03-31' });
  });
});
