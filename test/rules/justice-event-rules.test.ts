import { describe, expect, it } from '@jest/globals';
import { CodeLists } from '../../src/reference-data/code-lists.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import { EventKinds } from '../../src/victims/justice-events/event-kinds.js';
import { type CrimeFacts, faultOf, maybeTheSame } from '../../src/victims/justice-events/event-rules.js';
import type { EventContent } from '../../src/victims/justice-events/justice-event.js';

const kinds = new EventKinds(new CodeLists(currentPolicy()));
const NOW = new Date('2026-06-10T12:00:00Z');
const ARREST: EventContent = {
  kind: 'suspect.arrested',
  outcome: null,
  occurredAt: new Date('2026-06-01T09:00:00Z'),
  precision: 'instant',
  receivedAt: null,
  source: 'police',
  suspectKey: null,
  partyId: null,
  answersEventId: null,
  answersRule: null,
  channel: null,
  quality: null,
};
const TOLD: EventContent = { ...ARREST, kind: 'victim.informed', partyId: 'victim' };
const CRIME: CrimeFacts = {
  occurredFrom: new Date('2026-05-20T21:30:00Z'),
  victims: new Set(['victim', 'other-victim']),
  happened: new Map([['arrest', { occurredAt: ARREST.occurredAt }]]),
};

const fault = (event: EventContent, crime = CRIME) => {
  const found = faultOf(event, crime, NOW, kinds);
  return found ? `${found.field}: ${found.code}` : null;
};
const at = (instant: string) => new Date(instant);

describe('an event of the criminal case', () => {
  it('is taken as it is said', () => {
    expect(fault(ARREST)).toBeNull();
    expect(fault({ ...TOLD, answersEventId: 'arrest', answersRule: '20-6A1', channel: 'phone' })).toBeNull();
    expect(fault({ ...TOLD, quality: { reasonsGiven: 'no', understood: 'unknown' } })).toBeNull();
    expect(
      fault({ ...ARREST, kind: 'prosecution.decided', outcome: 'charged', suspectKey: 'S-1' }),
    ).toBeNull();
  });

  it.each<[string, Partial<EventContent>, string]>([
    ['of an unknown kind', { kind: 'suspect.thanked' }, 'kind: kind-unknown'],
    ['in the future', { occurredAt: at('2026-06-10T12:00:00.001Z') }, 'occurredAt: in-the-future'],
    ['received in the future', { receivedAt: at('2026-06-11T00:00:00Z') }, 'receivedAt: in-the-future'],
    [
      'received a day before',
      { receivedAt: at('2026-05-31T12:00:00Z') },
      'receivedAt: received-before-it-happened',
    ],
    ['before the offence', { occurredAt: at('2026-05-20T21:29:59Z') }, 'occurredAt: before-the-offence'],
    ['with an end of another kind', { outcome: 'charged' }, 'outcome: outcome-unknown'],
    ['that a victim cannot say', { source: 'victim', outcome: 'told' }, 'source: not-for-a-victim-to-say'],
    ['of the crime with a victim', { partyId: 'victim' }, 'partyId: concerns-no-one-victim'],
    ['with a name for a key', { suspectKey: 'Invented' }, 'suspectKey: suspect-key-format'],
    ['that is no telling and answers', { answersEventId: 'arrest' }, 'answersEventId: not-a-telling'],
    ['that is about no rule and names one', { answersRule: '20-6A1' }, 'answersRule: not-a-telling'],
    ['by unknown means', { channel: 'pigeon' }, 'channel: channel-unknown'],
    ['with an unknown question', { quality: { friendly: 'yes' } }, 'quality: question-unknown'],
  ])('is refused %s', (_, change, expected) => {
    expect(fault({ ...ARREST, ...change })).toBe(expected);
  });

  it.each<[string, Partial<EventContent>, string]>([
    ['without its victim', { partyId: null }, 'partyId: victim-needed'],
    ['of a stranger to the crime', { partyId: 'stranger' }, 'partyId: not-a-victim-of-the-crime'],
    ['that answers another crime', { answersEventId: 'elsewhere' }, 'answersEventId: not-of-the-crime'],
    [
      'before what it answers',
      { answersEventId: 'arrest', occurredAt: at('2026-05-30T12:00:00Z') },
      'answersEventId: answers-what-came-later',
    ],
    ['of no rule', { answersRule: '20-99' }, 'answersRule: rule-unknown'],
    ['of a victim who says neither', { source: 'victim', outcome: null }, 'outcome: outcome-unknown'],
  ])('that is a telling is refused %s', (_, change, expected) => {
    expect(fault({ ...TOLD, ...change })).toBe(expected);
  });

  it.each(['service.tailored', 'contact.found-unsafe'])(
    'of %s may be about one rule, and answers no event',
    (kind) => {
      const word = { ...TOLD, kind };
      expect(fault({ ...word, answersRule: '20-6A1' })).toBeNull();
      expect(fault({ ...word, answersRule: '20-99' })).toBe('answersRule: rule-unknown');
      expect(fault({ ...word, answersEventId: 'arrest' })).toBe('answersEventId: not-a-telling');
    },
  );

  it('may be of the day of the offence where only the day is known, and not of the day before', () => {
    const day = { ...ARREST, precision: 'day' as const };
    expect(fault({ ...day, occurredAt: at('2026-05-19T23:00:00Z') })).toBeNull();
    expect(fault({ ...day, occurredAt: at('2026-05-18T23:00:00Z') })).toBe('occurredAt: before-the-offence');
    expect(
      fault({ ...ARREST, occurredAt: at('2001-01-01T00:00:00Z') }, { ...CRIME, occurredFrom: null }),
    ).toBeNull();
  });

  it('is told by the victim in the words that victims have', () => {
    for (const outcome of ['told', 'not-told', 'not-sure'])
      expect(fault({ ...TOLD, source: 'victim', outcome })).toBeNull();
  });

  it('may be the same as another that says the same at the same time', () => {
    expect(maybeTheSame(ARREST, { ...ARREST, receivedAt: NOW })).toBe(true);
    expect(maybeTheSame(ARREST, { ...ARREST, occurredAt: at('2026-06-01T09:00:01Z') })).toBe(false);
    expect(
      maybeTheSame(ARREST, { ...ARREST, occurredAt: at('2026-05-31T23:00:00Z'), precision: 'day' }),
    ).toBe(true);
    expect(maybeTheSame(TOLD, { ...TOLD, partyId: 'other-victim' })).toBe(false);
    expect(maybeTheSame(TOLD, { ...TOLD, source: 'victim' })).toBe(false);
    expect(maybeTheSame(ARREST, { ...ARREST, suspectKey: 'S-2' })).toBe(false);
  });
});
