import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../../src/entitlements/clocks/clock.js';
import { statesOf } from '../../src/entitlements/clocks/clock-states.js';
import { evaluateClocks } from '../../src/entitlements/clocks/evaluate-clocks.js';
import type { Fact, RightsStatus } from '../../src/entitlements/clocks/fact.js';
import type { CodeLimit } from '../../src/entitlements/code/code-rules.js';
import { currentCodeBook } from '../../src/entitlements/code/current-code-book.js';
import { addDays, type Day } from '../../src/platform/working-days/calendar-days.js';
import { englandAndWalesHolidays } from '../../src/platform/working-days/england-and-wales-holidays.js';
import { endOfDayLondon, startOfDayLondon } from '../../src/platform/working-days/london-days.js';
import { WorkingDays } from '../../src/platform/working-days/working-days.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';

const book = currentCodeBook(currentPolicy());
const holidays = englandAndWalesHolidays(2015, 2030).map(({ on }) => on);
const calendar = new WorkingDays(new Set([...holidays, '2022-09-19']), '2030-12-31');

/** Working days, standard and enhanced, of every limit of both Codes; `-` where that tier has no such duty. */
const LIMITS: Record<string, [standard: number | '-', enhanced: number]> = {
  '15-LEAFLET main': [5, 5],
  '15-REF main': [2, 2],
  '15-REF with-consent': [2, 2],
  '15-NOINV main': [5, 5],
  '15-ARR main': [5, 1],
  '15-INT main': [5, 1],
  '15-REL main': [5, 1],
  '15-BAIL main': [5, 1],
  '15-CHG main': [5, 1],
  '15-CPSPOST main': [5, 1],
  '15-VRR main': [5, 1],
  '15-FIRSTH main': [5, 1],
  '15-WCUH main': [1, 1],
  '15-BAILCT main': [5, 1],
  '15-SENT main': [1, 1],
  '15-APPEAL main': [1, 1],
  '15-VCS referral': [20, 20],
  '15-COMP main': [10, 10],
  '15-EXP main': [10, 10],
  '15-CHILD main': ['-', 1],
  '15-CHILD court': ['-', 1],
  '15-BEREAVED events': ['-', 1],
  '20-4B main': [2, 2],
  '20-4D main': [2, 2],
  '20-6A1 main': [5, 1],
  '20-6A2 main': [5, 1],
  '20-6A3 main': [5, 1],
  '20-6A4 main': [5, 1],
  '20-6B main': [5, 1],
  '20-6C main': [5, 1],
  '20-6E main': [5, 1],
  '20-6F main': [5, 1],
  '20-6G main': [5, 1],
  '20-6H ask-prosecutors': [5, 5],
  '20-6H acknowledged': [10, 10],
  '20-6H completed': [30, 30],
  '20-8A main': [1, 1],
  '20-8B main': [5, 5],
  '20-8C main': [5, 1],
  '20-8D main': [1, 1],
  '20-9A told': [1, 1],
  '20-9A court': [5, 5],
  '20-9B told': [1, 1],
  '20-9B court': [5, 5],
  '20-9D main': [1, 1],
  '20-10 expenses': [10, 10],
  '20-11A main': [10, 10],
  '20-11B main': [20, 20],
  '20-12 main': [10, 10],
};

/** By day 0: the day that so many working days later is, counted apart from the service and its list of holidays. */
const DUE: Record<string, Record<Day, Record<number, Day>>> = {
  '2015': {
    // A Monday, a Friday and a Saturday of an ordinary week
    '2019-06-03': { 1: '2019-06-04', 2: '2019-06-05', 5: '2019-06-10', 10: '2019-06-17', 20: '2019-07-01' },
    '2019-06-07': { 1: '2019-06-10', 2: '2019-06-11', 5: '2019-06-14', 10: '2019-06-21', 20: '2019-07-05' },
    '2019-06-08': { 1: '2019-06-10', 2: '2019-06-11', 5: '2019-06-14', 10: '2019-06-21', 20: '2019-07-05' },
    // Maundy Thursday, Christmas Eve, the nights on which the clocks change
    '2019-04-18': { 1: '2019-04-23', 2: '2019-04-24', 5: '2019-04-29', 10: '2019-05-07', 20: '2019-05-21' },
    '2019-12-24': { 1: '2019-12-27', 2: '2019-12-30', 5: '2020-01-03', 10: '2020-01-10', 20: '2020-01-24' },
    '2019-03-31': { 1: '2019-04-01', 2: '2019-04-02', 5: '2019-04-05', 10: '2019-04-12', 20: '2019-04-30' },
    '2019-10-25': { 1: '2019-10-28', 2: '2019-10-29', 5: '2019-11-01', 10: '2019-11-08', 20: '2019-11-22' },
  },
  '2020': {
    '2022-06-13': {
      1: '2022-06-14',
      2: '2022-06-15',
      5: '2022-06-20',
      10: '2022-06-27',
      20: '2022-07-11',
      30: '2022-07-25',
    },
    '2022-06-17': {
      1: '2022-06-20',
      2: '2022-06-21',
      5: '2022-06-24',
      10: '2022-07-01',
      20: '2022-07-15',
      30: '2022-07-29',
    },
    '2022-06-18': {
      1: '2022-06-20',
      2: '2022-06-21',
      5: '2022-06-24',
      10: '2022-07-01',
      20: '2022-07-15',
      30: '2022-07-29',
    },
    '2022-04-14': {
      1: '2022-04-19',
      2: '2022-04-20',
      5: '2022-04-25',
      10: '2022-05-03',
      20: '2022-05-17',
      30: '2022-05-31',
    },
    '2022-12-23': {
      1: '2022-12-28',
      2: '2022-12-29',
      5: '2023-01-04',
      10: '2023-01-11',
      20: '2023-01-25',
      30: '2023-02-08',
    },
    '2022-03-25': {
      1: '2022-03-28',
      2: '2022-03-29',
      5: '2022-04-01',
      10: '2022-04-08',
      20: '2022-04-26',
      30: '2022-05-11',
    },
    '2022-10-30': {
      1: '2022-10-31',
      2: '2022-11-01',
      5: '2022-11-04',
      10: '2022-11-11',
      20: '2022-11-25',
      30: '2022-12-09',
    },
  },
};

const feeds = [
  'police',
  'police-leaflets',
  'police-consents',
  'cps',
  'wcu',
  'court',
  'probation',
  'val',
  'athena-referrals',
  'victim',
].map((feed) => ({
  ...{ feed, validFrom: '2015-01-01', standing: 'covered' as const, source: 'invented' },
}));
const lastSecondOf = (day: Day) => new Date(endOfDayLondon(day).getTime() - 999);
const limitOf = (name: string): CodeLimit =>
  book.limits.find(({ ruleId, limitCode }) => `${ruleId} ${limitCode}` === name)!;

function fact(kind: string, occurredAt: Date, more: Partial<Fact> = {}): Fact {
  return {
    ...{ eventId: `event-of-${kind}`, referralId: null, kind, suspectKey: null, outcome: null, occurredAt },
    ...{ recordedAt: occurredAt },
    ...{ receivedAt: null, source: 'police', answersEventId: null, answersKind: null, answersRule: null },
    ...{ channel: null, quality: null, ...more },
  };
}

/** What starts the limit in the last second of a day in London. A receipt comes three days after the event. */
function startOf(limit: CodeLimit, on: Day, kind = limit.triggers[0]!): Fact {
  const received = limit.triggerClock === 'received';
  const at = lastSecondOf(received ? addDays(on, -3) : on);
  const outcome = limit.triggerOutcomes?.find((code) => code !== 'blank') ?? null;
  const source = limit.triggerSources?.[0] ?? 'police';
  return fact(kind, at, { outcome, source, receivedAt: received ? lastSecondOf(on) : null });
}

/** What discharges the duty at an instant. */
function answered(limit: CodeLimit, start: Fact, at: Date): Fact[] {
  const { kind, match } = limit.satisfiedBy[0]!;
  if (match === 'receipt') return [{ ...start, receivedAt: at }];
  const byRule = match === 'rule' ? { answersRule: limit.ruleId } : {};
  const byEvent = match === 'event' ? { answersEventId: start.eventId } : {};
  return [start, fact(kind, at, { ...byRule, ...byEvent })];
}

function clockOf(limit: CodeLimit, facts: readonly Fact[], status: RightsStatus): Clock {
  const bases = status === 'yes' ? ['discretion'] : [];
  const statuses = [{ from: -Infinity, until: Infinity, status, bases }];
  const victim = {
    partyId: 'party',
    groups: [limit.appliesTo[0]!],
    offenceAt: null,
    bornOn: null,
    facts,
    statuses,
  };
  const clocks = evaluateClocks(victim, { book, calendar, feeds }, new Date('2029-01-01T00:00:00Z'));
  return clocks.find(({ ruleId, limitCode }) => ruleId === limit.ruleId && limitCode === limit.limitCode)!;
}

function stateOf(limit: CodeLimit, facts: readonly Fact[], status: RightsStatus, asOf: Date): string | null {
  return statesOf(clockOf(limit, facts, status), asOf).atStart;
}

const MUCH_LATER = new Date('2028-01-01T00:00:00Z');
const TIERS: [RightsStatus, 0 | 1][] = [
  ['no', 0],
  ['yes', 1],
];

describe('the time limits of the Victims’ Codes', () => {
  it('are those of this table, and no others', () => {
    const timed = book.limits.filter(({ unit }) => unit === 'working-day');
    expect(timed.map(({ ruleId, limitCode }) => `${ruleId} ${limitCode}`)).toEqual(Object.keys(LIMITS));
    for (const { ruleId, limitCode, standard, enhanced } of timed)
      expect([ruleId, standard ?? '-', enhanced]).toEqual([ruleId, ...LIMITS[`${ruleId} ${limitCode}`]!]);
  });

  describe.each(Object.entries(LIMITS))('%s', (name, numbers) => {
    const limit = limitOf(name);
    const days = Object.entries(DUE[`20${name.slice(0, 2)}`]!);

    it.each(TIERS)(
      'ends with its last day in London, by a count of its own (enhanced: %s)',
      (status, tier) => {
        const number = numbers[tier];
        for (const [on, due] of days) {
          const start = startOf(limit, on);
          if (number === '-') {
            expect(stateOf(limit, [start], status, MUCH_LATER)).toBe('not-applicable');
            continue;
          }
          const dueOn = due[number]!;
          const nextMidnight = startOfDayLondon(addDays(dueOn, 1));
          const { startedOn, dueStandardOn, dueEnhancedOn } = clockOf(limit, [start], status);
          expect([startedOn, tier === 0 ? dueStandardOn : dueEnhancedOn]).toEqual([on, dueOn]);
          if (limit.isWindow) continue;
          const open = [start];
          expect(stateOf(limit, open, status, lastSecondOf(dueOn))).toBe('due-soon');
          expect(stateOf(limit, open, status, nextMidnight)).toBe('breached');
          expect(stateOf(limit, answered(limit, start, lastSecondOf(dueOn)), status, MUCH_LATER)).toBe('met');
          expect(stateOf(limit, answered(limit, start, nextMidnight), status, MUCH_LATER)).toBe('met-late');
        }
      },
    );
  });

  it('are the same whatever starts them', () => {
    const timed = book.limits.filter(({ unit, triggers }) => unit === 'working-day' && triggers.length > 1);
    const kinds = timed.flatMap((limit) => limit.triggers.slice(1).map((kind) => ({ limit, kind })));
    expect(kinds.length).toBeGreaterThan(20);
    for (const { limit, kind } of kinds) {
      const [on, due] = Object.entries(DUE[`20${limit.ruleId.slice(0, 2)}`]!)[3]!;
      const [standard, enhanced] = LIMITS[`${limit.ruleId} ${limit.limitCode}`]!;
      const clock = clockOf(limit, [startOf(limit, on, kind)], 'yes');
      expect([limit.ruleId, kind, clock?.startedOn, clock?.dueStandardOn, clock?.dueEnhancedOn]).toEqual([
        ...[limit.ruleId, kind, on, standard === '-' ? null : due[standard], due[enhanced]],
      ]);
    }
  });

  it('count a month to the same day or the last of that month, and end for nobody as a breach', () => {
    const ask = limitOf('20-6H ask');
    const start = startOf(ask, '2022-11-30');
    expect(clockOf(ask, [start], 'no')).toMatchObject({
      dueStandardOn: '2023-02-28',
      excludedReason: 'victims-choice',
    });
    expect(stateOf(ask, [start], 'no', MUCH_LATER)).toBe('not-applicable');
  });

  it('let silence be a breach only where records cover it, and know nothing of a receipt that nobody recorded', () => {
    const heard = limitOf('20-8A main');
    const start = { ...startOf(heard, '2022-06-13'), receivedAt: null };
    expect(stateOf(heard, [start], 'yes', MUCH_LATER)).toBe('no-evidence');
    const told = answered(heard, start, lastSecondOf('2022-06-14'));
    expect(stateOf(heard, told, 'yes', MUCH_LATER)).toBe('no-evidence');
    const early = answered(heard, start, lastSecondOf('2022-06-10'));
    expect(stateOf(heard, early, 'yes', MUCH_LATER)).toBe('met');
  });

  it('are never late where there are none', () => {
    for (const limit of book.limits.filter(({ unit }) => unit === null)) {
      const on = limit.ruleId.startsWith('15') ? '2019-06-03' : '2022-06-13';
      expect(stateOf(limit, [startOf(limit, on)], 'yes', MUCH_LATER)).toBe('pending');
    }
  });
});
