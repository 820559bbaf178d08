import { londonDayOf } from '../../platform/working-days/london-days.js';
import type { CodeSetting } from '../code/code-files.js';
import type { CodeLimit, Evidence } from '../code/code-rules.js';
import type { Fact } from './fact.js';

const TOLD = 'victim.informed';
const TRIED = 'victim.contact-attempted';

/** A limit that an event has started. */
export interface Started {
  limit: CodeLimit;
  dutyHolder: string;
  start: Fact;
  setting: CodeSetting;
  /** What acts that name nothing answer, by rules that say `match: oldest`. */
  oldest: ReadonlyMap<Fact, Fact>;
}

/** Whether something that an agency did discharges the duty. */
export function discharges(fact: Fact, started: Started): boolean {
  return mayCount(fact, started) && started.limit.satisfiedBy.some((one) => fits(fact, one, started, true));
}

/** Whether a victim says something of the duty. It never discharges it. */
export function isVictimsWord(fact: Fact, started: Started): boolean {
  return fact.source === 'victim' && started.limit.satisfiedBy.some((one) => fits(fact, one, started, false));
}

/** Whether an act of its source can discharge a duty of whoever has it. */
export function mayCount(
  { source }: Fact,
  { limit, dutyHolder }: Pick<Started, 'limit' | 'dutyHolder'>,
): boolean {
  if (source === 'victim') return false;
  if (dutyHolder === 'VAL') return source === 'val';
  return source !== 'val' || limit.countsFromVal;
}

function fits(fact: Fact, evidence: Evidence, started: Started, withQuality: boolean): boolean {
  const { setting } = started;
  const isKind =
    fact.kind === evidence.kind ||
    (fact.kind === TRIED && evidence.kind === TOLD && setting.countsFailedAttempt);
  if (!isKind) return false;
  if (withQuality && evidence.quality !== null && fact.quality?.[evidence.quality] !== 'yes') return false;
  return names(fact, evidence, started);
}

/** How the evidence has to name what it answers. */
function names(fact: Fact, { match, of }: Evidence, { limit, start, oldest }: Started): boolean {
  const { answersEventId, answersRule } = fact;
  const namesRule = answersRule === limit.ruleId;
  const mayBeRule = answersRule === null || namesRule;
  // A correction may have moved the event to after what answered it.
  const namesStart = answersEventId !== null && answersEventId === start.eventId && !isBefore(fact, start);
  const mayFollow = follows(fact, start);
  switch (match) {
    case 'receipt':
      return fact === start && fact.receivedAt !== null;
    case 'rule':
      return namesRule && (answersEventId === null ? mayFollow : namesStart);
    case 'of':
      return fact.answersKind === of && mayBeRule && mayFollow;
    case 'event':
      return answersEventId === null ? namesRule && mayFollow : namesStart && mayBeRule;
    case 'oldest':
      // What a victim says without naming any is said of all.
      if (answersEventId === null && fact.source === 'victim') return mayBeRule && mayFollow;
      return answersEventId === null ? oldest.get(fact) === start : namesStart && mayBeRule;
    default:
      return mayBeRule && (answersEventId === null ? mayFollow : namesStart);
  }
}

/** On or after the day of what it may answer, and of no other suspect. */
export function follows(fact: Fact, start: Fact): boolean {
  return isOfSameSuspect(fact, start) && !isBefore(fact, start);
}

function isBefore(fact: Fact, start: Fact): boolean {
  return londonDayOf(fact.occurredAt) < londonDayOf(start.occurredAt);
}

/** Where either names no suspect, nothing says that they are not the same. */
export function isOfSameSuspect(one: Fact, other: Fact): boolean {
  return one.suspectKey === null || other.suspectKey === null || one.suspectKey === other.suspectKey;
}
