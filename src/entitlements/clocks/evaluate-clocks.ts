import type { Day } from '../../platform/working-days/calendar-days.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import type { WorkingDays } from '../../platform/working-days/working-days.js';
import { holdsOn } from '../../reference-data/policy/dated.js';
import type { CodeBook } from '../code/code-book.js';
import type { FeedCoverage } from '../code/code-files.js';
import type { CodeLimit } from '../code/code-rules.js';
import type { Clock } from './clock.js';
import { addMonths, dayZeroOf, earliest, latest, soonOf } from './clock-days.js';
import { exclusionOf } from './exclusions.js';
import type { Fact, StatusStep, VictimHistory } from './fact.js';
import { discharges, isVictimsWord, type Started } from './match-evidence.js';
import { oldestUnanswered } from './oldest-unanswered.js';
import { byId, inOrder } from './order.js';

/** What clocks are kept by. */
export interface ClockRules {
  book: CodeBook;
  calendar: WorkingDays;
  feeds: readonly FeedCoverage[];
}

const REPORTED = 'crime.reported';
const IDENTIFIED = 'victim.identified';

/**
 * The clocks of one victim, one for each event that starts a limit that applies to them, by the Code in force on the
 * event's own day. The same as the set-based SQL builds, row by row.
 *
 * @param now up to when it is known what holds now
 * @throws CalendarRunsOut
 */
export function evaluateClocks(victim: VictimHistory, rules: ClockRules, now: Date): Clock[] {
  const facts = withFirstReport(victim.facts);
  const started = facts.flatMap((start) =>
    rules.book.limits
      .filter((limit) => starts(limit, start, victim, facts))
      .map((limit) => ({ limit, start, ...holderOf(limit, start) })),
  );
  const oldest = oldestUnanswered(started, facts);
  return started.map((one) => clockOf({ ...one, oldest }, { ...victim, facts }, rules, now));
}

/** A crime is reported once: by whatever was first. */
function withFirstReport(facts: readonly Fact[]): Fact[] {
  const [first] = facts.filter(({ kind }) => kind === REPORTED).sort(inOrder);
  return facts.filter((fact) => fact.kind !== REPORTED || fact === first);
}

function starts(limit: CodeLimit, fact: Fact, victim: VictimHistory, facts: readonly Fact[]): boolean {
  const { triggers, triggerOutcomes, triggerSources, appliesTo, effectiveFrom, effectiveTo } = limit;
  const day = londonDayOf(fact.occurredAt);
  return (
    fact.source !== 'victim' &&
    triggers.includes(fact.kind) &&
    effectiveFrom <= day &&
    (effectiveTo === null || day <= effectiveTo) &&
    appliesTo.some((group) => victim.groups.includes(group)) &&
    (triggerOutcomes === null || triggerOutcomes.includes(fact.outcome ?? 'blank')) &&
    (triggerSources === null || triggerSources.includes(fact.source)) &&
    // Of somebody whom an investigation found, the clock starts then.
    !(
      fact.kind === REPORTED &&
      triggers.includes(IDENTIFIED) &&
      facts.some(({ kind }) => kind === IDENTIFIED)
    )
  );
}

type Beginning = Omit<Started, 'setting'> & { feed: string };

function clockOf(beginning: Beginning, victim: VictimHistory, rules: ClockRules, now: Date): Clock {
  const { limit, start, dutyHolder, feed } = beginning;
  const clockedAt = { event: start.occurredAt, received: start.receivedAt, offence: victim.offenceAt };
  const known = clockedAt[limit.triggerClock];
  const [isStartKnown, startedAt] = [known !== null, known ?? start.occurredAt];
  const setting = rules.book.settingOn(londonDayOf(startedAt));
  const isShifted = limit.triggerClock !== 'offence';
  const startedOn = isShifted ? dayZeroOf(startedAt, setting, rules.calendar) : londonDayOf(startedAt);
  const from = { startedOn, bornOn: victim.bornOn };
  const days = dueDays(limit, from, setting.dueSoonWorkingDays, rules.calendar);
  const started: Started = { ...beginning, setting };
  const evidence = evidenceOf(victim.facts, started, rules.calendar);
  const lastDueOn = latest(days.dueStandardOn, days.dueEnhancedOn);
  const dated = { startedAt, startedOn, feed, satisfiedAt: evidence.satisfiedAt, lastDueOn };
  const [atStart, atLast] = [statusAt(victim.statuses, startedAt), statusAt(victim.statuses, now)];
  return {
    ...{ ruleId: limit.ruleId, ruleFrom: limit.effectiveFrom, limitCode: limit.limitCode, dutyHolder, feed },
    ...{ startKind: start.kind, startEventId: start.eventId, startReferralId: start.referralId },
    ...{ startedAt, startedOn, isStartKnown, unit: limit.unit },
    ...{ statusAtStart: atStart.status, basesAtStart: atStart.bases },
    ...{ statusNow: atLast.status, basesNow: atLast.bases },
    ...{ limitStandard: limit.standard, limitEnhanced: limit.enhanced, ...days },
    dueOn: dueOf(atStart.status, days),
    ...evidence,
    ...victimsWord(victim.facts, started),
    ...exclusionOf(victim.facts, started, dated, rules.feeds),
    feedCovers: covers(rules.feeds, feed, startedOn, lastDueOn ?? startedOn),
  };
}

/** Who has the duty, and whose records would show it. */
function holderOf({ dutyHolder, feed }: CodeLimit, start: Fact): { dutyHolder: string; feed: string } {
  if (dutyHolder === 'SOURCE') return { dutyHolder: start.source.toUpperCase(), feed: start.source };
  if (dutyHolder === 'DECIDER') {
    const decider = start.source === 'court' ? 'wcu' : start.source;
    const held = decider === 'cps' || decider === 'wcu' ? decider : 'police';
    return { dutyHolder: held.toUpperCase(), feed: held };
  }
  if (dutyHolder === 'RECEIVER') {
    const got = ['wcu', 'court', 'cps'].includes(start.source) ? 'wcu' : 'police';
    return { dutyHolder: got.toUpperCase(), feed: got };
  }
  // A report that a national service took is on no force's clock.
  if (dutyHolder === 'POLICE' && start.kind === REPORTED && start.outcome === 'to-national-service')
    return { dutyHolder: 'NATIONAL', feed: 'national' };
  return { dutyHolder, feed };
}

type DueDays = Pick<Clock, 'dueStandardOn' | 'dueEnhancedOn' | 'soonStandardOn' | 'soonEnhancedOn'>;

function dueDays(
  limit: CodeLimit,
  { startedOn, bornOn }: { startedOn: Day; bornOn: Day | null },
  soon: number,
  calendar: WorkingDays,
): DueDays {
  const { unit, untilBirthday } = limit;
  const birthday = bornOn && untilBirthday ? addMonths(bornOn, 12 * untilBirthday) : null;
  const due = (count: number | null) => {
    if (count === null) return null;
    if (unit === 'month') return latest(addMonths(startedOn, count), birthday);
    return calendar.addWorkingDays(startedOn, count);
  };
  const [dueStandardOn, dueEnhancedOn] = [due(limit.standard), due(limit.enhanced)];
  const soonBefore = (day: Day | null) => (day === null ? null : soonOf(day, soon, calendar));
  return {
    ...{ dueStandardOn, dueEnhancedOn },
    ...{ soonStandardOn: soonBefore(dueStandardOn), soonEnhancedOn: soonBefore(dueEnhancedOn) },
  };
}

function dueOf(status: string, { dueStandardOn, dueEnhancedOn }: DueDays): Day | null {
  if (status === 'no') return dueStandardOn;
  if (status === 'yes') return dueEnhancedOn;
  return earliest(dueStandardOn, dueEnhancedOn);
}

type FoundEvidence = Pick<
  Clock,
  'satisfiedAt' | 'satisfiedOn' | 'satisfiedBy' | 'satisfiedEventId' | 'satisfiedReferralId'
>;

/** What counts first. */
function evidenceOf(facts: readonly Fact[], started: Started, calendar: WorkingDays): FoundEvidence {
  const { letterWorkingDays } = started.setting;
  const isReceipt = started.limit.satisfiedBy.some(({ match }) => match === 'receipt');
  const [found] = facts
    .filter((fact) => discharges(fact, started))
    .map((fact) => {
      const at = isReceipt ? fact.receivedAt! : fact.occurredAt;
      const on = londonDayOf(at);
      const counts = fact.channel === 'letter' ? calendar.addWorkingDays(on, letterWorkingDays) : on;
      return { fact, at, on: counts };
    })
    .sort(
      (one, other) =>
        (one.on === other.on ? 0 : one.on < other.on ? -1 : 1) ||
        one.at.getTime() - other.at.getTime() ||
        byId(one.fact, other.fact),
    );
  return {
    satisfiedAt: found?.at ?? null,
    satisfiedOn: found?.on ?? null,
    satisfiedBy: found?.fact.kind ?? null,
    satisfiedEventId: found?.fact.eventId ?? null,
    satisfiedReferralId: found?.fact.referralId ?? null,
  };
}

/** The victim's newest word on it. */
function victimsWord(facts: readonly Fact[], started: Started) {
  const said = facts
    .filter((fact) => isVictimsWord(fact, started))
    .sort(inOrder)
    .at(-1);
  return { victimReported: said?.outcome ?? null, victimReportedAt: said?.occurredAt ?? null };
}

function statusAt(steps: readonly StatusStep[], instant: Date): StatusStep {
  const at = instant.getTime();
  return steps.find(({ from, until }) => from <= at && at < until)!;
}

function covers(feeds: readonly FeedCoverage[], feed: string, from: Day, until: Day): boolean {
  return feeds.some(
    (row) => row.feed === feed && row.standing === 'covered' && holdsOn(row, from) && holdsOn(row, until),
  );
}
