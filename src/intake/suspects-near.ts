import type { Transaction } from '../platform/database/transaction.js';
import type { Pathway } from '../victims/vocabulary.js';
import type { ClosedCase, KnownPerson, KnownWorld } from './known-world.js';
import type { ReferralRecord, SuspectKey } from './referral-record.js';

/** Somebody of a crime of which a suspect was named. */
export interface PersonOfCrime {
  incidentId: string;
  personId: string;
}

/** The same, with their newest referral to that crime and, where they have no open case, the one to continue. */
export interface PersonNear extends PersonOfCrime {
  referralId: string;
  pathway: Pathway;
  closed: ClosedCase | null;
}

/** Whether a suspect whom a record names has the telephone, the email, the postcode or the very id of the person. */
export function isAnySuspectNear(
  { suspectKeys, person: received, contactPoints }: ReferralRecord,
  person: KnownPerson,
  world: KnownWorld,
): boolean {
  return isAnyNear(suspectKeys, person, world, { postcode: received.postcode, contactPoints });
}

/**
 * People of crimes of which this batch named a suspect whom nobody had named, and to whom that suspect is near.
 * @param isLookedAt leaves out whom somebody looks at anyway
 */
export function peopleNewlyNear(
  world: KnownWorld,
  now: Date,
  isLookedAt: (one: PersonOfCrime) => boolean,
): PersonOfCrime[] {
  const crimes = new Map([...world.suspectParties].map(([incidentId, partyId]) => [partyId, incidentId]));
  return [...newKeys(world, now)].flatMap(([partyId, keys]) => {
    const incidentId = crimes.get(partyId);
    if (incidentId === undefined) return [];
    return [...(world.peopleOfIncident.get(incidentId) ?? [])]
      .map((personId) => ({ incidentId, personId }))
      .filter((one) => !isLookedAt(one) && isAnyNear(keys, world.people.get(one.personId), world));
  });
}

/** Reads what a look at these people needs, in one statement. */
export async function readNear(tx: Transaction, people: readonly PersonOfCrime[]): Promise<PersonNear[]> {
  const rows = await tx.query<Omit<PersonNear, 'closed'> & ClosedCase>(NEAR, [
    people.map(({ incidentId }) => incidentId),
    people.map(({ personId }) => personId),
  ]);
  return rows.map(({ incidentId, personId, referralId, pathway, ...closed }) => ({
    ...{ incidentId, personId, referralId, pathway },
    closed: closed.id === null ? null : closed,
  }));
}

/** By the party of the suspects. The instant of the batch is on what it named first, and on nothing that it read. */
function newKeys(world: KnownWorld, now: Date): Map<string, SuspectKey[]> {
  const byParty = new Map<string, SuspectKey[]>();
  for (const [known, since] of world.suspectKeys) {
    if (since !== now) continue;
    const [partyId = '', kind, ...key] = known.split(' ');
    const one = { kind: kind as SuspectKey['kind'], key: key.join(' ') };
    byParty.set(partyId, [...(byParty.get(partyId) ?? []), one]);
  }
  return byParty;
}

function isAnyNear(
  keys: readonly SuspectKey[],
  person: KnownPerson | undefined,
  world: KnownWorld,
  received: Partial<Pick<ReferralRecord, 'contactPoints'>> & { postcode?: string | null } = {},
): boolean {
  if (person === undefined) return false;
  const points = [...(world.contactPoints.get(person.id) ?? []), ...(received.contactPoints ?? [])];
  const reached = new Set(points.map(({ blindIndex }) => blindIndex));
  const sources = [...(world.sourcesOfPerson.get(person.id) ?? [])];
  return keys.some(({ kind, key }) => {
    if (kind === 'postcode') return key === person.postcode || key === received.postcode;
    if (kind !== 'person') return reached.has(key);
    return sources.some((source) => world.identifiers.get(`${source} ${key}`) === person.id);
  });
}

const NEAR = `
  SELECT g.incident_id AS "incidentId", g.person_id AS "personId", r.id AS "referralId", r.pathway,
         c.id, c.closed_at AS "closedAt", c.priority, c.priority_reasons AS "priorityReasons", c.cohorts
    FROM unnest($1::uuid[], $2::uuid[]) AS g(incident_id, person_id)
    JOIN LATERAL (
      SELECT id, case_id, pathway FROM referral
       WHERE incident_id = g.incident_id AND person_id = g.person_id
       ORDER BY first_accepted_at DESC, id DESC LIMIT 1) r ON true
    LEFT JOIN LATERAL (
      SELECT s.id, s.closed_at, s.priority, s.priority_reasons, s.cohorts FROM support_case s
       WHERE s.person_id = g.person_id AND s.closed_at IS NOT NULL
         AND NOT EXISTS (SELECT FROM support_case l WHERE l.reopened_from = s.id)
       ORDER BY s.id = r.case_id DESC, s.closed_at DESC, s.id DESC LIMIT 1) c ON true`;
