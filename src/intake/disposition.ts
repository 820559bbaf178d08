import type { KnownPerson, KnownReferral, KnownWorld } from './known-world.js';
import type { ReceivedPerson, ReferralRecord } from './referral-record.js';

/** What is to be done with an arrival. */
export type Verdict =
  | { kind: 'open'; person: KnownPerson | null }
  | { kind: 'update'; referral: KnownReferral; person: KnownPerson }
  | { kind: 'same'; referral: KnownReferral; isNewer: boolean }
  /** With the person held: a restricted one, where the contradiction is about two. */
  | { kind: 'quarantine'; reasonCode: QuarantineReason; field: string; person: KnownPerson };

export type QuarantineReason =
  | 'another-person-under-this-key'
  | 'person-id-contradicts-name-and-birth'
  | 'person-id-belongs-to-another-person'
  | 'another-crime-under-this-key';

/**
 * Gives an arrival its disposition from what is held. A referral is known by its feed and key. The newest
 * `lastUpdatedDateTime` wins; of two with the same instant the one with the greater content hash, so that any order of
 * arrival ends in the same place. Nobody is merged: a contradiction goes to a person.
 */
export function judge(record: ReferralRecord, world: KnownWorld): Verdict {
  const referral = world.referrals.get(`${record.feed} ${record.sourceKey}`);
  const named = world.personOf(record);
  if (!referral) return judgeNew(record, named ?? samePartyOfCrime(record, world));
  const held = world.people.get(referral.personId)!;
  if (named && named.id !== held.id) {
    const person = named.restricted ? named : held;
    return {
      kind: 'quarantine',
      reasonCode: 'person-id-belongs-to-another-person',
      field: 'personId',
      person,
    };
  }
  if (areTwoPeople(held, record.person)) {
    return {
      kind: 'quarantine',
      reasonCode: 'another-person-under-this-key',
      field: 'victimOnCrimeId',
      person: held,
    };
  }
  if (isAnotherCrime(record, referral, world)) {
    return {
      kind: 'quarantine',
      reasonCode: 'another-crime-under-this-key',
      field: 'crimeReference',
      person: held,
    };
  }
  if (record.contentSha256 === referral.contentSha256) {
    return { kind: 'same', referral, isNewer: record.lastUpdatedAt > referral.lastUpdatedAt };
  }
  return isOlder(record, referral)
    ? { kind: 'same', referral, isNewer: false }
    : { kind: 'update', referral, person: held };
}

function judgeNew(record: ReferralRecord, person: KnownPerson | null): Verdict {
  if (person && areTwoPeople(person, record.person)) {
    return {
      kind: 'quarantine',
      reasonCode: 'person-id-contradicts-name-and-birth',
      field: 'personId',
      person,
    };
  }
  return { kind: 'open', person };
}

function isAnotherCrime(record: ReferralRecord, referral: KnownReferral, world: KnownWorld): boolean {
  const { force, crimeReference } = record.incident;
  return crimeReference !== null && world.incidents.get(`${force} ${crimeReference}`) !== referral.incidentId;
}

function isOlder(record: ReferralRecord, held: KnownReferral): boolean {
  const difference = record.lastUpdatedAt.getTime() - held.lastUpdatedAt.getTime();
  return difference < 0 || (difference === 0 && record.contentSha256 < held.contentSha256);
}

/**
 * A name that differs may be a marriage, a birthday a slip of the pen; both together are another person. What a
 * colleague corrected differs from what its sender goes on saying, and speaks for nobody else.
 */
export function areTwoPeople(held: KnownPerson, received: ReceivedPerson): boolean {
  if (held.kind !== received.kind) return true;
  const differs = (field: 'surname' | 'givenName' | 'organisationName') =>
    !held.settledFields.includes(field) && !sameText(held[field], received[field]);
  if (held.kind === 'organisation') return differs('organisationName');
  const areBirthsKnown = held.dateOfBirth !== null && received.dateOfBirth !== null;
  const isBirthSettled = held.settledFields.includes('dateOfBirth');
  const birthDiffers = areBirthsKnown && !isBirthSettled && held.dateOfBirth !== received.dateOfBirth;
  return birthDiffers && (differs('surname') || differs('givenName'));
}

/**
 * The party of the same crime with the same full name and birth date: one crime that arrives by two ways is two
 * referrals of one party. Somebody whom the same source knows by another id is another person.
 */
function samePartyOfCrime(record: ReferralRecord, world: KnownWorld): KnownPerson | null {
  const { force, crimeReference } = record.incident;
  const { identifier, surname, givenName, dateOfBirth } = record.person;
  if (!crimeReference || !surname || !givenName || !dateOfBirth) return null;
  const incidentId = world.incidents.get(`${force} ${crimeReference}`);
  const people = [...(world.peopleOfIncident.get(incidentId ?? '') ?? [])].map((id) => world.people.get(id)!);
  const same = people.filter(
    (person) =>
      person.dateOfBirth === dateOfBirth &&
      sameText(person.surname, surname) &&
      sameText(person.givenName, givenName) &&
      !(identifier && world.sourcesOfPerson.get(person.id)?.has(identifier.source)),
  );
  return same.length === 1 ? same[0]! : null;
}

function sameText(one: string | null, other: string | null): boolean {
  return plain(one) === plain(other);
}

function plain(text: string | null): string {
  return (text ?? '')
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}
