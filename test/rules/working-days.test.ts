import { describe, expect, it } from '@jest/globals';

import { addDays, daysBetween, spelledOut } from '../../src/platform/working-days/calendar-days.js';
import { englandAndWalesHolidays } from '../../src/platform/working-days/england-and-wales-holidays.js';
import {
  endOfDayLondon,
  instantsOfLondonTime,
  londonDayOf,
  startOfDayLondon,
} from '../../src/platform/working-days/london-days.js';
import { CalendarRunsOut, WorkingDays } from '../../src/platform/working-days/working-days.js';

const holidays = englandAndWalesHolidays(2017, 2028);
const calendar = new WorkingDays(new Set(holidays.map(({ on }) => on)), '2028-12-31');

describe('England and Wales bank holidays', () => {
  // As published on GOV.UK.
  it.each([
    [2018, '01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26'],
    [2019, '01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26'],
    [2020, '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28'],
    [2021, '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28'],
    [2022, '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27'],
    [2023, '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26'],
  ])('are those of GOV.UK in %i', (year, days) => {
    expect(englandAndWalesHolidays(year, year).map(({ on }) => on)).toEqual(
      days.split(' ').map((day) => `${year}-${day}`),
    );
  });

  it('carry their title, division and source', () => {
    expect(englandAndWalesHolidays(2019, 2019)[1]).toMatchObject({
      on: '2019-04-19',
      title: 'Good Friday',
      division: 'england-and-wales',
      source: expect.stringContaining('date-holidays'),
    });
  });
});

describe('working days', () => {
  it.each([
    ['2019-04-01', 0, '2019-04-01'],
    ['2019-04-06', 0, '2019-04-06'],
    ['2019-04-01', 1, '2019-04-02'],
    ['2019-04-05', 1, '2019-04-08'],
    ['2019-04-06', 1, '2019-04-08'],
    ['2019-04-18', 1, '2019-04-23'],
    ['2019-04-18', 5, '2019-04-29'],
    ['2019-12-24', 1, '2019-12-27'],
    ['2019-12-24', 5, '2020-01-03'],
    ['2020-02-28', 1, '2020-03-02'],
    ['2022-06-01', 1, '2022-06-06'],
    ['2027-12-24', 1, '2027-12-29'],
  ])('%s and %i more is %s', (day, count, reached) => {
    expect(calendar.addWorkingDays(day, count)).toBe(reached);
  });

  it.each([
    ['2019-04-18', '2019-04-18', 0],
    ['2019-04-18', '2019-04-22', 0],
    ['2019-04-18', '2019-04-23', 1],
    ['2019-04-23', '2019-04-18', -1],
    ['2019-12-24', '2020-01-02', 4],
  ])('from %s to %s there are %i', (from, to, count) => {
    expect(calendar.workingDaysBetween(from, to)).toBe(count);
  });

  it('explains its arithmetic', () => {
    expect(calendar.explain('2019-04-18', 5)).toBe(
      '5 working days after Thursday 18 April 2019 (day 0) is Monday 29 April 2019: 11 calendar days - ' +
        '4 Saturdays and Sundays - 2 bank holidays (Friday 19 April 2019, Monday 22 April 2019) = 5. ' +
        'Calendar: England and Wales, known to Sunday 31 December 2028.',
    );
    expect(calendar.explainBetween('2019-04-01', '2019-04-02')).toMatch(
      /^Tuesday 2 April 2019 is 1 working day after Monday 1 April 2019 \(day 0\): 1 calendar day - 0 /,
    );
    expect(calendar.explainBetween('2019-04-02', '2019-04-01')).toMatch(
      /^Monday 1 April 2019 is before day 0: /,
    );
  });

  it('stops loudly where the calendar ends, before it begins, and on what is no count', () => {
    expect(() => calendar.addWorkingDays('2028-12-29', 1)).toThrow(CalendarRunsOut);
    expect(() => calendar.isWorkingDay('2029-01-01')).toThrow('2029-01-01');
    expect(() => calendar.isWorkingDay('2016-12-31')).toThrow(CalendarRunsOut);
    expect(() => calendar.workingDaysBetween('2028-12-29', '2029-01-08')).toThrow(CalendarRunsOut);
    expect(() => calendar.addWorkingDays('2019-04-01', -1)).toThrow(RangeError);
    expect(() => calendar.addWorkingDays('2019-04-01', 1.5)).toThrow(RangeError);
  });
});

describe('London days', () => {
  it.each([
    ['2019-04-01T22:59:59.999Z', '2019-04-01'],
    ['2019-04-01T23:00:00.000Z', '2019-04-02'],
    ['2019-12-31T23:59:59.999Z', '2019-12-31'],
    ['2020-02-29T12:00:00.000Z', '2020-02-29'],
    ['1970-01-01T00:00:00.000Z', '1970-01-01'],
    ['1969-12-31T23:30:00.000Z', '1970-01-01'],
  ])('at %s it is %s in London', (instant, day) => {
    expect(londonDayOf(new Date(instant))).toBe(day);
  });

  it.each([
    ['2019-01-15', '2019-01-15T00:00:00.000Z', '2019-01-15T23:59:59.999Z'],
    ['2019-03-31', '2019-03-31T00:00:00.000Z', '2019-03-31T22:59:59.999Z'],
    ['2019-07-01', '2019-06-30T23:00:00.000Z', '2019-07-01T22:59:59.999Z'],
    ['2019-10-27', '2019-10-26T23:00:00.000Z', '2019-10-27T23:59:59.999Z'],
    ['9999-12-31', '9999-12-31T00:00:00.000Z', '9999-12-31T23:59:59.999Z'],
  ])('%s lasts from %s to %s', (day, start, end) => {
    expect(startOfDayLondon(day).toISOString()).toBe(start);
    expect(endOfDayLondon(day).toISOString()).toBe(end);
    expect(londonDayOf(endOfDayLondon(day))).toBe(day);
  });

  it('knows the hour that spring skips and the one that autumn repeats', () => {
    const shown = (text: string) => instantsOfLondonTime(Date.parse(text)).map((at) => at.toISOString());
    expect(shown('2019-03-31T01:30:00Z')).toEqual([]);
    expect(shown('2019-10-27T01:30:00Z')).toEqual(['2019-10-27T00:30:00.000Z', '2019-10-27T01:30:00.000Z']);
    expect(shown('1944-07-01T12:00:00Z')).toEqual(['1944-07-01T10:00:00.000Z']);
  });
});

describe('calendar days', () => {
  it('cross leap days and years', () => {
    expect(addDays('2020-02-28', 1)).toBe('2020-02-29');
    expect(addDays('2019-02-28', 1)).toBe('2019-03-01');
    expect(addDays('2020-01-01', -1)).toBe('2019-12-31');
    expect(daysBetween('2019-03-30', '2019-04-01')).toBe(2);
    expect(spelledOut('2020-02-29')).toBe('Saturday 29 February 2020');
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
  });
});
