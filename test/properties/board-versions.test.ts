import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CannotBeHidden } from '../../src/reporting/victims-code/board/layers.js';
import { cellsOfNext } from '../../src/reporting/victims-code/board/next-version.js';
import {
  BOARD,
  type Counted,
  counted,
  countedTimes,
  MONTHS,
  QUARTER,
  tableOf,
} from '../support/board-tables.js';
import { type PublishedTable, toldApart } from '../support/told-apart.js';

const BELOW = 5;
const PERIODS = [...MONTHS, QUARTER];

/** What happens: a period is published, something is recorded late, or something open is settled. */
type Happening =
  { publish: number } | { month: number; added: Counted } | { month: number; settled: number; as: string };

const month = fc.array(counted, { maxLength: 12 });
const ofMonth = fc.constantFrom(0, 1, 2);
const late = countedTimes(fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 12 })));
const publish = fc.record({ publish: fc.constantFrom(0, 1, 2, 3) });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  publish,
  fc.record({ month: ofMonth, added: late }),
  fc.record({ month: ofMonth, settled: fc.nat(), as: fc.constantFrom('met', 'late') }),
);

function happen(months: readonly Counted[][], what: Exclude<Happening, { publish: number }>): Counted[][] {
  return months.map((things, month) => {
    if (month !== what.month) return things;
    if ('added' in what) return [...things, what.added];
    const open = things.filter(({ state }) => state === 'open');
    const settled = open[what.settled % Math.max(1, open.length)];
    return things.map((one) => (one === settled ? { ...one, state: what.as } : one));
  });
}

/** Publishes what can be; answers how much was refused too. */
function lived(start: readonly Counted[][], happenings: readonly Happening[]) {
  let months = [...start];
  let refused = 0;
  const history: PublishedTable[] = [];
  for (const what of happenings) {
    if (!('publish' in what)) {
      months = happen(months, what);
      continue;
    }
    const period = what.publish;
    const table = { ...PERIODS[period]!, counts: tableOf(period === 3 ? months.flat() : months[period]!) };
    try {
      history.push({ ...table, period, hidden: cellsOfNext(BOARD, table, history, BELOW) });
    } catch (error) {
      // What cannot be protected is not published at all.
      if (!(error instanceof CannotBeHidden)) throw error;
      refused += 1;
    }
  }
  return { history, refused };
}

describe('What is published of periods, again and again', () => {
  it.each([
    {
      what: 'whatever is recorded in between',
      happenings: fc.array(happening, { minLength: 2, maxLength: 14 }),
    },
    { what: 'when nothing is', happenings: fc.array<Happening>(publish, { minLength: 2, maxLength: 7 }) },
  ])('gives no count and no difference of 1 to 4 away, $what', ({ happenings }) => {
    let [published, refused] = [0, 0];
    fc.assert(
      fc.property(fc.tuple(month, month, month), happenings, (months, happenings) => {
        const done = lived(months, happenings);
        published += done.history.length;
        refused += done.refused;
        expect(toldApart(done.history, BELOW)).toEqual([]);
      }),
      { numRuns: 250 },
    );
    expect(published).toBeGreaterThan(3 * refused);
  });
});
