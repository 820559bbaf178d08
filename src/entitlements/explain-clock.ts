import type { Day } from '../platform/working-days/calendar-days.js';
import { spelledOut } from '../platform/working-days/calendar-days.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { CalendarRunsOut, type WorkingDays } from '../platform/working-days/working-days.js';
import type { ClockState } from './clocks/clock.js';
import { addMonths } from './clocks/clock-days.js';
import type { ClockRow } from './clocks/clock-rows.js';
import type { RightsStatus } from './clocks/fact.js';

/** What a sentence is made with. */
export interface Wording {
  calendar: WorkingDays;
  /** What a kind of event is called. */
  nameOf: (kind: string) => string;
}

const STATUS_WORDS: Record<RightsStatus, string> = {
  yes: 'enhanced rights',
  no: 'no enhanced rights',
  'not-assessed': 'enhanced rights not assessed, which is never standard',
};
const STATE_WORDS: Record<ClockState, string> = {
  pending: 'pending',
  'due-soon': 'due soon',
  met: 'met',
  'met-late': 'met late',
  breached: 'breached',
  'no-evidence': 'no evidence',
  'not-applicable': 'not applicable',
};
const EXCLUDED_WORDS: Record<string, string> = {
  declined: 'the victim declined it',
  tailored: 'the victim chose other times',
  'unsafe-to-contact': 'it was unsafe to contact the victim',
  'no-lawful-feed': 'there is no lawful way to learn of it',
  'victims-choice': 'it is for the victim to decide',
};

const NATIONAL = 'A national service took the report: no force answers for its delays.';
const IN_DOUBT = 'The birth date is in doubt: it proves nobody an adult, and the age is not known.';
const HELD_CHILD =
  'That the victim was a child was known before, and holds until a person settles the birth date.';
const BOTH_TIMES =
  'The age at the crime is not known: the time of an adult and that of a child both run, and neither is denied.';

/** A clock in a sentence with its arithmetic: rule, version, trigger, calendar, count, evidence, states. */
export function explainClock(clock: ClockRow, wording: Wording): string {
  return [
    `${clock.ruleId} (Code of ${clock.codeVersion}, ${clock.rightNo}), for ${clock.dutyHolder}: ${entitlementOf(clock)}.`,
    startSentence(clock, wording),
    ...(clock.dutyHolder === 'NATIONAL' ? [NATIONAL] : []),
    ...limitSentences(clock, wording),
    evidenceSentence(clock, wording),
    ...victimSentence(clock),
    ...exclusionSentence(clock),
    ...ageSentences(clock),
    stateSentence(clock),
  ].join(' ');
}

/** A rule that has several limits says which. */
function entitlementOf({ entitlement, limitLabel }: ClockRow): string {
  return limitLabel === entitlement ? entitlement : `${entitlement} (${limitLabel})`;
}

function startSentence(clock: ClockRow, { nameOf }: Wording): string {
  const day = spelledOut(clock.startedOn);
  if (clock.isFromOffence)
    return clock.isStartKnown
      ? `Day 0 is ${day}, the day of the crime.`
      : `The day of the crime is not recorded. Day 0 is that of “${nameOf(clock.startKind)}”, ${day}: it may have been earlier.`;
  const happenedOn = londonDayOf(clock.startedAt);
  const shifted =
    happenedOn === clock.startedOn ? '' : ` (counted as of the day after what happened on ${happenedOn})`;
  const unknown = clock.isStartKnown
    ? ''
    : ' When whoever has to act got to know of it is not recorded: it was not before that day.';
  return `Day 0 is ${day}${shifted}, by “${nameOf(clock.startKind)}”.${unknown}`;
}

function limitSentences(clock: ClockRow, { calendar }: Wording): string[] {
  if (clock.unit === null) return ['It has no time limit: it is shown or not shown.'];
  const standard = counted(clock, clock.limitStandard, clock.dueStandardOn, calendar);
  const enhanced = counted(clock, clock.limitEnhanced, clock.dueEnhancedOn, calendar);
  if (standard === enhanced) return [`For everybody: ${standard}`];
  return [`Standard: ${standard}`, `With enhanced rights: ${enhanced}`];
}

function counted(clock: ClockRow, limit: number | null, dueOn: Day | null, calendar: WorkingDays): string {
  if (limit === null || dueOn === null) return 'no such duty.';
  if (clock.unit === 'month') return monthsCounted(clock, limit, dueOn);
  return (
    explained(clock.startedOn, limit, dueOn, calendar) ??
    `${limit} working days after ${spelledOut(clock.startedOn)} (day 0) was counted as ${spelledOut(dueOn)} by version ` +
      `${clock.calendarVersion} of the calendar, which has changed since.`
  );
}

function monthsCounted({ startedOn, untilBirthday }: ClockRow, limit: number, dueOn: Day): string {
  const after = addMonths(startedOn, limit);
  const counted = `${limit} calendar months after ${spelledOut(startedOn)} (day 0) is ${spelledOut(after)}.`;
  if (after === dueOn) return counted;
  return `${counted} The birthday of age ${untilBirthday} is later, and the last day: ${spelledOut(dueOn)}.`;
}

/** Null where the calendar that holds now gives another day: what had run out keeps the day it was counted with. */
function explained(from: Day, limit: number, dueOn: Day, calendar: WorkingDays): string | null {
  try {
    return calendar.addWorkingDays(from, limit) === dueOn ? calendar.explain(from, limit) : null;
  } catch (error) {
    if (error instanceof CalendarRunsOut) return null;
    throw error;
  }
}

function evidenceSentence(clock: ClockRow, { nameOf }: Wording): string {
  if (clock.satisfiedOn !== null && clock.satisfiedBy !== null)
    return `The agency’s side: “${nameOf(clock.satisfiedBy)}” on ${spelledOut(clock.satisfiedOn)}.`;
  return clock.feedCovers
    ? 'The agency’s side: its records cover these days and show nothing.'
    : 'The agency’s side: no records that would show it.';
}

function victimSentence({ victimReported, victimReportedAt }: ClockRow): string[] {
  if (victimReported === null || victimReportedAt === null) return [];
  const words = { told: 'that it was done', 'not-told': 'that it was not done' }[victimReported];
  return [`The victim said on ${spelledOut(londonDayOf(victimReportedAt))} ${words ?? 'not to be sure'}.`];
}

function exclusionSentence({ excludedReason, excludedAt, dueEnhancedOn }: ClockRow): string[] {
  if (excludedReason === null) return [];
  const on = excludedAt === null ? null : londonDayOf(excludedAt);
  const since = on === null ? '' : ` since ${spelledOut(on)}`;
  const isLate = on !== null && dueEnhancedOn !== null && dueEnhancedOn < on;
  const late = isLate ? ' Of the limit that had run out by then it changes nothing.' : '';
  return [`It is out of the count${since}: ${EXCLUDED_WORDS[excludedReason]}.${late}`];
}

function ageSentences({ isBirthInDoubt, wasChild, remindAhead, hasBothTimes }: ClockRow): string[] {
  return [
    ...(isBirthInDoubt ? [IN_DOUBT] : []),
    ...(isBirthInDoubt && wasChild ? [HELD_CHILD] : []),
    ...(remindAhead !== null && hasBothTimes ? [BOTH_TIMES] : []),
  ];
}

function stateSentence(clock: ClockRow): string {
  const atStart = `As known when it began (${STATUS_WORDS[clock.statusAtStart]}): ${stateWords(clock, clock.atStart)}.`;
  if (clock.statusAtStart === clock.statusNow) return atStart;
  return `${atStart} As known now (${STATUS_WORDS[clock.statusNow]}): ${stateWords(clock, clock.now)}.`;
}

function stateWords({ byStandard, byEnhanced }: ClockRow, state: ClockState | null): string {
  if (state !== null) return STATE_WORDS[state];
  return `${STATE_WORDS[byStandard]} by the standard limit, ${STATE_WORDS[byEnhanced]} by the enhanced one`;
}
