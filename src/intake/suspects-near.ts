import type { KnownPerson, KnownWorld } from './known-world.js';
import type { ReferralRecord } from './referral-record.js';

/** Whether a suspect whom a record names has the telephone, the email, the postcode or the very id of the person. */
export function isAnySuspectNear(
  { suspectKeys, person: received, contactPoints }: ReferralRecord,
  person: KnownPerson,
  world: KnownWorld,
): boolean {
  const points = [...(world.contactPoints.get(person.id) ?? []), ...contactPoints];
  const reached = new Set(points.map(({ blindIndex }) => blindIndex));
  const sources = [...(world.sourcesOfPerson.get(person.id) ?? [])];
  return suspectKeys.some(({ kind, key }) => {
    if (kind === 'postcode') return key === person.postcode || key === received.postcode;
    if (kind !== 'person') return reached.has(key);
    return sources.some((source) => world.identifiers.get(`${source} ${key}`) === person.id);
  });
}
