import { londonDayOf } from '../../platform/working-days/london-days.js';
import type { FeedField } from '../../reference-data/feeds/feed-fields.js';
import type { Crime, VictimOfCrime } from '../../victims/justice-events/crimes.js';
import type { EventKinds } from '../../victims/justice-events/event-kinds.js';
import { type EventFault, faultOf, maybeTheSame } from '../../victims/justice-events/event-rules.js';
import { type EventContent, type HeldEvent, sayTheSame } from '../../victims/justice-events/justice-event.js';
import type { EventRecord } from './event-record.js';
import type { Chain, KnownEvents } from './known-events.js';

/** What a person said of a row that was set aside, so that it can be taken in. */
export interface Said {
  /** Why it was held: they looked at that, and at what is asked before it. */
  reasonCode: string;
  incidentId?: string | undefined;
  partyId?: string | undefined;
  eventKind?: string | undefined;
}

export type EventVerdict =
  | { kind: 'open'; crime: Crime; content: EventContent; victim: VictimOfCrime | null }
  | { kind: 'correct'; crime: Crime; content: EventContent; victim: VictimOfCrime | null; before: HeldEvent }
  /** With whether the source said it again since. */
  | { kind: 'same'; event: HeldEvent; isNewer: boolean }
  | {
      kind: 'quarantine';
      reasonCode: string;
      field: FeedField;
      personId: string | null;
      awaitsCrime: boolean;
    };

/** What only a person can tell, in the order in which it is asked. */
const FOR_A_PERSON = [
  'corrected-by-a-person',
  'another-crime-under-this-key',
  'another-victim-under-this-key',
  'possible-duplicate',
];

const FIELDS: Record<EventFault['field'], FeedField> = {
  kind: 'eventKind',
  outcome: 'eventOutcome',
  occurredAt: 'occurredDateTime',
  precision: 'occurredDateTime',
  receivedAt: 'receivedDateTime',
  source: 'eventSource',
  suspectKey: 'suspectKey',
  partyId: 'victimOnCrimeId',
  answersEventId: 'answersReference',
  answersRule: 'answersRule',
  channel: 'channel',
  quality: 'reasonsGiven',
};

/**
 * Gives a row its disposition from what is held. An event is known by its feed and reference; the newest
 * `lastUpdatedDateTime` wins, of two with the same instant the one with the greater content hash, so that any order of
 * arrival ends in the same place. What a person decided of an event, no later row changes by itself.
 */
export function judgeEvent(
  record: EventRecord,
  known: KnownEvents,
  now: Date,
  kinds: EventKinds,
  said: Said | null = null,
): EventVerdict {
  const chain = known.chain(record.feed, record.reference);
  if (chain && isSaidAlready(record, chain)) return sameAs(chain, record);
  const crime = (said?.incidentId ? known.crimes.get(said.incidentId) : undefined) ?? known.crimeOf(record);
  if (!crime) return held('crime-unknown', 'crimeReference', { awaitsCrime: true });
  if (record.withdrawn) return withdrawn(chain, crime, known, said);
  const concerned = concernedIn(record, crime, known, kinds, said);
  if ('verdict' in concerned) return concerned.verdict;
  const { content, victim } = concerned;
  const personId = victim?.personId ?? null;
  const fault = faultOf(content, crime, now, kinds);
  if (fault) return held(fault.code, FIELDS[fault.field], { personId });
  if (chain && isWhatAPersonSaid(chain, crime, content))
    return { kind: 'same', event: chain.newest, isNewer: false };
  const doubt = chain ? doubtAbout(chain, crime, content) : twinOf(record, crime, content);
  if (doubt && !isAnswered(doubt.reasonCode, said)) return held(doubt.reasonCode, doubt.field, { personId });
  return chain
    ? { kind: 'correct', crime, content, victim, before: chain.newest }
    : { kind: 'open', crime, content, victim };
}

/** A withdrawal needs nothing but the reference of what it withdraws, and the crime that this is of. */
function withdrawn(chain: Chain | null, named: Crime, known: KnownEvents, said: Said | null): EventVerdict {
  const crime = known.crimes.get(chain?.newest.incidentId ?? '');
  if (!chain || !crime) return held('nothing-to-withdraw', 'eventWithdrawn', { awaitsCrime: true });
  const { newest } = chain;
  const victim = crime.people.get(newest.partyId ?? '') ?? null;
  if (newest.importId === null && newest.withdrawn) return { kind: 'same', event: newest, isNewer: false };
  const doubt = doubtAbout(chain, named, newest);
  if (doubt && !isAnswered(doubt.reasonCode, said))
    return held(doubt.reasonCode, doubt.field, { personId: victim?.personId ?? null });
  return { kind: 'correct', crime, content: newest, victim, before: newest };
}

function sameAs({ newest, saidByFeed }: Chain, record: EventRecord): EventVerdict {
  const isNewer =
    record.contentSha256 === saidByFeed.contentSha256 && record.lastUpdatedAt > saidByFeed.updatedAt;
  return { kind: 'same', event: newest, isNewer };
}

/** A person had put right already what the source puts right now. */
function isWhatAPersonSaid({ newest }: Chain, crime: Crime, content: EventContent): boolean {
  const isSame = newest.incidentId === crime.id && !newest.withdrawn;
  return newest.importId === null && isSame && sayTheSame(newest, content);
}

/** Seen, or older than what the feed said of the event last. */
function isSaidAlready(record: EventRecord, { saidByFeed: { contentSha256, updatedAt } }: Chain): boolean {
  if (record.contentSha256 === contentSha256) return true;
  if (record.lastUpdatedAt.getTime() !== updatedAt.getTime()) return record.lastUpdatedAt < updatedAt;
  return record.contentSha256 < contentSha256;
}

type Concerned = { content: EventContent; victim: VictimOfCrime | null } | { verdict: EventVerdict };

function concernedIn(
  record: EventRecord,
  crime: Crime,
  known: KnownEvents,
  kinds: EventKinds,
  said: Said | null,
): Concerned {
  const kind = said?.eventKind ?? record.content.kind;
  const meaning = kinds.find(kind, londonDayOf(record.content.occurredAt));
  if (!meaning) return { verdict: held('kind-unknown', 'eventKind') };
  const isNamed = (record.victim.victimOnCrimeId ?? record.victim.personId) !== null;
  const concernsOne = meaning.about === 'victim';
  const victim = concernsOne ? victimOf(record, crime, known, said, isNamed) : null;
  if (concernsOne && !victim) {
    const reasonCode = isNamed ? 'victim-unknown' : 'victim-not-named';
    return { verdict: held(reasonCode, 'victimOnCrimeId', { awaitsCrime: isNamed }) };
  }
  const answered = record.answersReference ? known.chain(record.feed, record.answersReference) : null;
  if (record.answersReference && !answered) {
    const personId = victim?.personId ?? null;
    return { verdict: held('answered-event-unknown', 'answersReference', { personId, awaitsCrime: true }) };
  }
  const partyId = victim?.partyId ?? null;
  const content = { ...record.content, kind, partyId, answersEventId: answered?.newest.originalId ?? null };
  return { content, victim };
}

/** Blank means the only victim there is; of several nobody is chosen. */
function victimOf(
  record: EventRecord,
  crime: Crime,
  known: KnownEvents,
  said: Said | null,
  isNamed: boolean,
): VictimOfCrime | null {
  if (said?.partyId) return crime.people.get(said.partyId) ?? null;
  if (isNamed) return known.victimOf(crime, record);
  return crime.people.size === 1 ? [...crime.people.values()][0]! : null;
}

interface Doubt {
  reasonCode: string;
  field: FeedField;
}

function doubtAbout({ newest }: Chain, crime: Crime, content: EventContent): Doubt | null {
  if (newest.importId === null) return { reasonCode: 'corrected-by-a-person', field: 'eventReference' };
  if (newest.incidentId !== crime.id)
    return { reasonCode: 'another-crime-under-this-key', field: 'crimeReference' };
  return newest.partyId !== content.partyId
    ? { reasonCode: 'another-victim-under-this-key', field: 'victimOnCrimeId' }
    : null;
}

/** Of its own events a source knows which are which; of what others recorded it does not. */
function twinOf({ feed, reference }: EventRecord, crime: Crime, content: EventContent): Doubt | null {
  const isTwin = [...crime.happened.values()].some(
    (event) =>
      event.feed !== feed &&
      (maybeTheSame(event, content) ||
        (event.source === content.source && event.sourceReference === reference)),
  );
  return isTwin ? { reasonCode: 'possible-duplicate', field: 'eventReference' } : null;
}

function isAnswered(reasonCode: string, said: Said | null): boolean {
  return said !== null && FOR_A_PERSON.indexOf(reasonCode) <= FOR_A_PERSON.indexOf(said.reasonCode);
}

function held(
  reasonCode: string,
  field: FeedField,
  more: { personId?: string | null; awaitsCrime?: boolean } = {},
): EventVerdict {
  const { personId = null, awaitsCrime = false } = more;
  return { kind: 'quarantine', reasonCode, field, personId, awaitsCrime };
}
