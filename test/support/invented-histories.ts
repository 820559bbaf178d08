import fc from 'fast-check';
import type { CodeSetting, FeedCoverage } from '../../src/entitlements/code/code-files.js';
import { currentCodeBook } from '../../src/entitlements/code/current-code-book.js';
import type { EventKindAttributes } from '../../src/reference-data/policy/policy-files.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';

const policy = currentPolicy();
const book = currentCodeBook(policy);
const ruleIds = book.rules.map(({ ruleId }) => ruleId);
const kinds = policy.codesOf('justice-event-kinds').map(({ code, attributes }) => ({
  code,
  ...(attributes as unknown as EventKindAttributes),
}));

/** One event of an invented history; `answers` counts among the events before it. */
export interface InventedEvent {
  kind: string;
  at: string;
  receivedAt: string | null;
  recordedAt: string;
  outcome: string | null;
  source: string;
  isOfVictim: boolean;
  answers: number | null;
  answersRule: string | null;
  suspectKey: string | null;
  channel: string | null;
  quality: Record<string, string> | null;
}

export interface InventedHistory {
  reportedAt: string | null;
  referredAt: string;
  occurredFrom: string | null;
  dateOfBirth: string;
  isOrganisation: boolean;
  homeOfficeClass: string | null;
  pathway: 'athena' | 'self';
  events: InventedEvent[];
  decisions: { status: 'yes' | 'no'; at: string }[];
  asOf: string;
}

// Weeks in which calendars and clocks change: Easter and both changes of the clocks, Christmas, and the change of Codes.
const WEEKS = [
  '2019-04-12',
  '2019-10-24',
  '2019-12-20',
  '2021-03-26',
  '2022-04-12',
  '2022-12-22',
  '2023-05-03',
];
const HOUR = 3_600_000;

const instant = (days: number) =>
  fc
    .record({
      week: fc.constantFrom(...WEEKS),
      minutes: fc.nat({ max: days * 24 * 60 }),
      atEdge: fc.constantFrom(null, 0, 1),
    })
    .map(({ week, minutes, atEdge }) => {
      const at = Date.parse(`${week}T00:00:00Z`) + minutes * 60_000;
      // The last second of a London day in summer, or the first of the next.
      const edge = Math.floor(at / (24 * HOUR)) * 24 * HOUR + 23 * HOUR;
      return new Date(atEdge === null ? at : edge - 1000 + atEdge * 1000).toISOString();
    });

const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq = 2) => fc.option(arbitrary, { nil: null, freq });
// Most of what happens is told about, or the clocks would all run out.
const TOLD = [
  'victim.informed',
  'victim.informed',
  'victim.informed',
  'guardian.informed',
  'service.tailored',
];
const COMPLAINED = [
  'complaint.received',
  'complaint.received',
  'complaint.answered',
  'expenses.claimed',
  'expenses.paid',
];
const kindOf = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...COMPLAINED) },
  { weight: 3, arbitrary: fc.constantFrom(...kinds.map(({ code }) => code)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...TOLD, 'referral.declined', 'contact.found-unsafe', 'service.resumed'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'suspect.arrested',
      'prosecution.decided',
      'hearing.held',
      'complaint.received',
    ),
  },
);

const inventedEvent: fc.Arbitrary<InventedEvent> = kindOf.chain((code) => {
  const kind = kinds.find((one) => one.code === code)!;
  const outcomes = kind.outcomes.map((one) => one.code);
  const said = fc.record({
    source: fc.constantFrom('police', 'police', 'wcu', 'cps', 'court', 'val', 'other'),
    outcome: outcomes.length > 0 ? maybe(fc.constantFrom(...outcomes), 4) : fc.constant(null),
  });
  const saidByVictim = fc.record({
    source: fc.constant('victim'),
    outcome: fc.constantFrom('told', 'not-told', 'not-sure'),
  });
  return fc
    .record({
      at: instant(12),
      hoursOnTheWay: maybe(fc.nat({ max: 100 })),
      hoursToWrite: fc.oneof(fc.constant(0), fc.nat({ max: 400 })),
      who: kind.isTelling
        ? fc.oneof({ weight: 4, arbitrary: said }, { weight: 1, arbitrary: saidByVictim })
        : said,
      answers: kind.about === 'victim' ? maybe(fc.nat({ max: 20 }), 3) : fc.constant(null),
      answersRule: kind.about === 'victim' ? maybe(fc.constantFrom(...ruleIds), 1) : fc.constant(null),
      suspectKey: maybe(fc.constantFrom('S1', 'S2')),
      channel: maybe(fc.constantFrom('letter', 'phone')),
      quality: maybe(fc.record({ reviewExplained: fc.constantFrom('yes', 'no', 'unknown') })),
    })
    .map(({ at, hoursOnTheWay, hoursToWrite, who, ...event }) => ({
      ...event,
      ...who,
      kind: code,
      at,
      isOfVictim: kind.about === 'victim',
      receivedAt:
        hoursOnTheWay === null ? null : new Date(Date.parse(at) + hoursOnTheWay * HOUR).toISOString(),
      recordedAt: new Date(Date.parse(at) + ((hoursOnTheWay ?? 0) + hoursToWrite) * HOUR).toISOString(),
    }));
});

/** Half of what is told answers a rule that something before it has started, as records mostly do. */
function withAnswers(events: InventedEvent[]): InventedEvent[] {
  return events.map((event, index) => {
    if (event.answers === null || index === 0) return event;
    const answers = event.answers % index;
    const { kind } = events[answers]!;
    const started = book.limits.filter(({ triggers }) => triggers.includes(kind)).map(({ ruleId }) => ruleId);
    const evidence = book.limits
      .find(({ triggers }) => triggers.includes(kind))
      ?.satisfiedBy.map((one) => one.kind);
    const isTold = index % 2 === 0 && evidence !== undefined && event.source !== 'victim';
    return {
      ...event,
      answers,
      kind: isTold ? evidence[index % evidence.length]! : event.kind,
      answersRule: event.answersRule === null ? null : (started[index % Math.max(started.length, 1)] ?? null),
    };
  });
}

/** What may have happened in one crime, with the victim's record and an instant to look at it. */
export const inventedHistory: fc.Arbitrary<InventedHistory> = fc.record({
  reportedAt: maybe(instant(6), 5),
  referredAt: instant(10),
  occurredFrom: maybe(fc.constant('2019-04-10T10:00:00Z')),
  dateOfBirth: fc.constantFrom('1980-01-01', '1981-01-01', '2003-12-22', '2004-04-13', '2010-02-28'),
  isOrganisation: fc.integer({ min: 0, max: 7 }).map((roll) => roll === 0),
  homeOfficeClass: fc.constantFrom(null, '053', '019', '106', '001'),
  pathway: fc.constantFrom('athena', 'athena', 'self'),
  events: fc.array(inventedEvent, { minLength: 3, maxLength: 22 }).map(withAnswers),
  decisions: fc.array(fc.record({ status: fc.constantFrom('yes', 'no'), at: instant(12) }), { maxLength: 2 }),
  asOf: instant(30),
});

const COVERED: FeedCoverage[] = ['police', 'wcu', 'val', 'athena-referrals'].map((feed) => ({
  ...{ feed, validFrom: '2019-04-01', standing: 'covered', source: 'invented' },
}));

/** Readings of the open points under which histories are counted. */
export const readings: { name: string; setting: Partial<CodeSetting>; feeds: FeedCoverage[] }[] = [
  { name: 'as proposed', setting: {}, feeds: COVERED },
  {
    name: 'every point read the other way',
    setting: {
      ...{ dayEndsAt: '17:00', startsOnWorkingDay: true, countsFailedAttempt: true },
      ...{ letterWorkingDays: 2, dueSoonWorkingDays: 3, unsafeReviewDays: 4 },
    },
    feeds: [
      {
        feed: 'police',
        validFrom: '2019-01-01',
        validTo: '2019-12-23',
        standing: 'covered',
        source: 'invented',
      },
      { feed: 'wcu', validFrom: '2015-01-01', standing: 'not-lawful', source: 'invented' },
      {
        feed: 'cps',
        validFrom: '2015-01-01',
        validTo: '2021-04-01',
        standing: 'not-lawful',
        source: 'invented',
      },
    ],
  },
];
