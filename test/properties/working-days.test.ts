import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { addDays } from '../../src/platform/working-days/calendar-days.js';
import {
  endOfDayLondon,
  londonDayOf,
  startOfDayLondon,
} from '../../src/platform/working-days/london-days.js';
import { WorkingDays } from '../../src/platform/working-days/working-days.js';

const day = fc.nat(3650).map((count) => addDays('2016-01-01', count));
const calendar = fc
  .uniqueArray(day, { maxLength: 120 })
  .map((days) => new WorkingDays(new Set(['2015-01-01', ...days]), '2040-12-31'));

describe('working days', () => {
  it('counts back exactly what it added, and ends on a working day', () => {
    fc.assert(
      fc.property(calendar, day, fc.integer({ min: 1, max: 120 }), (working, from, count) => {
        const reached = working.addWorkingDays(from, count);
        expect(working.workingDaysBetween(from, reached)).toBe(count);
        expect(working.workingDaysBetween(reached, from)).toBe(-count);
        expect(working.isWorkingDay(reached)).toBe(true);
      }),
    );
  });

  it('adds in parts what it adds at once', () => {
    fc.assert(
      fc.property(calendar, day, fc.nat(40), fc.nat(40), (working, from, first, second) => {
        const inParts = working.addWorkingDays(working.addWorkingDays(from, first), second);
        expect(inParts).toBe(working.addWorkingDays(from, first + second));
      }),
    );
  });
});

describe('London days', () => {
  it('follow each other without gap or overlap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -30_000, max: 30_000 }).map((count) => addDays('1970-01-01', count)),
        (on) => {
          expect(endOfDayLondon(on).getTime() + 1).toBe(startOfDayLondon(addDays(on, 1)).getTime());
          expect(londonDayOf(startOfDayLondon(on))).toBe(on);
          expect(londonDayOf(endOfDayLondon(on))).toBe(on);
        },
      ),
    );
  });
});
