import { londonDayOf } from '../../platform/working-days/london-days.js';
import type { EventKindAttributes } from '../../reference-data/policy/policy-files.js';
import type { EventKinds } from './event-kinds.js';
import type { EventContent } from './justice-event.js';

/** What an event is held against: the crime, as far as whoever records it may see it. */
export interface CrimeFacts {
  /** When the offence was committed, or began; null where nobody said. */
  occurredFrom: Date | null;
  /** Ids of the victims' parties. */
  victims: ReadonlySet<string>;
  /** What happened by now, by the first version's id. */
  happened: ReadonlyMap<string, { occurredAt: Date }>;
}

/** Why an event cannot be. `field` is one of `EventContent`. */
export interface EventFault {
  field: keyof EventContent;
  code: string;
  message: string;
}

/** A key has a digit: a name has none. */
const SUSPECT_KEY = /^(?=.*\d)[A-Za-z0-9][A-Za-z0-9/_.:-]*$/;

interface Judged {
  event: EventContent;
  kind: EventKindAttributes;
  crime: CrimeFacts;
  now: Date;
  kinds: EventKinds;
}

type Check = (judged: Judged) => EventFault | null;

/** The first fault of an event, or null. */
export function faultOf(
  event: EventContent,
  crime: CrimeFacts,
  now: Date,
  kinds: EventKinds,
): EventFault | null {
  const kind = kinds.find(event.kind, londonDayOf(event.occurredAt));
  if (!kind) return fault('kind', 'kind-unknown', 'There is no such kind of event on that day.');
  for (const check of CHECKS) {
    const found = check({ event, kind, crime, now, kinds });
    if (found) return found;
  }
  return null;
}

const inTime: Check = ({ event: { occurredAt, receivedAt }, now }) => {
  if (occurredAt > now) return fault('occurredAt', 'in-the-future', 'It has not happened yet.');
  if (receivedAt === null) return null;
  if (receivedAt > now) return fault('receivedAt', 'in-the-future', 'Nobody can have got it yet.');
  return londonDayOf(receivedAt) < londonDayOf(occurredAt)
    ? fault('receivedAt', 'received-before-it-happened', 'Nobody can have got it before it happened.')
    : null;
};

/** An event that is known to the day may have happened on the day of the offence. */
const afterTheOffence: Check = ({ event: { occurredAt, precision }, crime: { occurredFrom } }) => {
  if (occurredFrom === null) return null;
  const isBefore =
    precision === 'day'
      ? londonDayOf(occurredAt) < londonDayOf(occurredFrom)
      : occurredAt.getTime() < occurredFrom.getTime();
  return isBefore ? fault('occurredAt', 'before-the-offence', 'That is before the offence.') : null;
};

const saidByWhomItMay: Check = ({ event: { source, outcome }, kind, kinds, event }) => {
  if (source !== 'victim') {
    const isKnown = outcome === null || kind.outcomes.some(({ code }) => code === outcome);
    return isKnown ? null : fault('outcome', 'outcome-unknown', 'Events of this kind do not end so.');
  }
  if (!kind.isTelling)
    return fault('source', 'not-for-a-victim-to-say', 'A victim says what they were told, offered or asked.');
  const isAnswer = outcome !== null && kinds.knows('victimAnswers', outcome, londonDayOf(event.occurredAt));
  return isAnswer
    ? null
    : fault('outcome', 'outcome-unknown', 'A victim was told, was not told, or is not sure.');
};

const aboutWhomItMayBe: Check = ({ event: { partyId, suspectKey }, kind: { about }, crime }) => {
  if (about === 'victim' && partyId === null)
    return fault('partyId', 'victim-needed', 'Name the victim whom it concerns.');
  if (about !== 'victim' && partyId !== null)
    return fault(
      'partyId',
      'concerns-no-one-victim',
      'This kind of event concerns the crime, not one victim.',
    );
  if (partyId !== null && !crime.victims.has(partyId))
    return fault('partyId', 'not-a-victim-of-the-crime', 'That is no victim of this crime.');
  if (suspectKey === null) return null;
  if (about === 'crime')
    return fault('suspectKey', 'concerns-no-one-suspect', 'This kind of event concerns the whole case.');
  return SUSPECT_KEY.test(suspectKey)
    ? null
    : fault('suspectKey', 'suspect-key-format', 'A key has a digit and no spaces; never write a name here.');
};

const answersWhatHappened: Check = ({ event, kind, crime, kinds }) => {
  const { answersEventId, answersRule, occurredAt } = event;
  if (answersEventId === null && answersRule === null) return null;
  if (answersEventId !== null && !kind.isTelling)
    return fault('answersEventId', 'not-a-telling', 'Only a telling answers an event.');
  if (answersRule !== null && !kind.mayNameRule)
    return fault('answersRule', 'not-a-telling', 'Events of this kind are about no rule.');
  if (answersRule !== null && !kinds.isRule(answersRule))
    return fault('answersRule', 'rule-unknown', 'No Victims’ Code has this rule.');
  if (answersEventId === null) return null;
  const answered = crime.happened.get(answersEventId);
  if (!answered) return fault('answersEventId', 'not-of-the-crime', 'That is no event of this crime.');
  return londonDayOf(occurredAt) < londonDayOf(answered.occurredAt)
    ? fault('answersEventId', 'answers-what-came-later', 'Nobody was told before it happened.')
    : null;
};

const saidInKnownCodes: Check = ({ event: { channel, quality, occurredAt }, kinds }) => {
  const day = londonDayOf(occurredAt);
  if (channel !== null && !kinds.knows('channels', channel, day))
    return fault('channel', 'channel-unknown', 'There is no such means.');
  const strange = Object.keys(quality ?? {}).find((question) => !kinds.knows('quality', question, day));
  return strange === undefined
    ? null
    : fault('quality', 'question-unknown', 'There is no such question of quality.');
};

const CHECKS = [
  inTime,
  afterTheOffence,
  saidByWhomItMay,
  aboutWhomItMayBe,
  answersWhatHappened,
  saidInKnownCodes,
];

function fault(field: EventFault['field'], code: string, message: string): EventFault {
  return { field, code, message };
}

/** Whether two events that nobody tells apart by a reference may be one. */
export function maybeTheSame(one: EventContent, other: EventContent): boolean {
  const isAlike =
    one.kind === other.kind &&
    one.source === other.source &&
    one.partyId === other.partyId &&
    one.suspectKey === other.suspectKey &&
    one.answersEventId === other.answersEventId &&
    one.answersRule === other.answersRule;
  if (!isAlike) return false;
  return one.precision === 'day' || other.precision === 'day'
    ? londonDayOf(one.occurredAt) === londonDayOf(other.occurredAt)
    : one.occurredAt.getTime() === other.occurredAt.getTime();
}
