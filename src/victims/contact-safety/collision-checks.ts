import { newId } from '../../platform/ids.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { CollisionKind } from './safety-facts.js';

interface Found {
  personId: string;
  contactPointId: string | null;
  kind: CollisionKind;
}

/**
 * Looks for collisions between people we serve and suspects, and among people we serve, inside the database: suspects'
 * details never leave it. Also looks at everyone whom the given people's records may newly collide with.
 * Answers the people whose collisions changed; their safety version has risen.
 */
export async function checkCollisions(tx: Transaction, personIds: readonly string[]): Promise<string[]> {
  return check(tx, personIds, await peopleAffected(tx, personIds));
}

/** The same for one person alone, for the moment before a message leaves: nobody else is written to. */
export async function checkCollisionsOf(tx: Transaction, personId: string): Promise<boolean> {
  return (await check(tx, [personId], [personId])).length > 0;
}

async function check(tx: Transaction, personIds: readonly string[], affected: string[]): Promise<string[]> {
  const found = await tx.query<Found>(FIND, [affected]);
  const changed = await writeDifference(tx, affected, found);
  await tx.query(`UPDATE person SET safety_version = safety_version + 1 WHERE id = ANY ($1)`, [changed]);
  await tx.query(
    `UPDATE person SET checked_version = safety_version WHERE id = ANY ($1) AND checked_version < safety_version`,
    [[...new Set([...personIds, ...changed])]],
  );
  return changed;
}

async function peopleAffected(tx: Transaction, personIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `WITH given AS (SELECT unnest($1::uuid[]) AS id)
     SELECT id FROM given
     UNION
     SELECT other.person_id FROM given g
       JOIN contact_point mine ON mine.person_id = g.id AND mine.blind_index IS NOT NULL
       JOIN contact_point other ON other.blind_index = mine.blind_index
     UNION
     SELECT point.person_id FROM given g
       JOIN referral r ON r.person_id = g.id
       JOIN suspect_key k ON k.incident_id = r.incident_id AND k.kind IN ('phone', 'email')
       JOIN contact_point point ON point.blind_index = k.key
     UNION
     SELECT i.person_id FROM given g
       JOIN referral r ON r.person_id = g.id
       JOIN suspect_key k ON k.incident_id = r.incident_id AND k.kind = 'person'
       JOIN person_identifier i ON i.value = k.key`,
    [personIds],
  );
  return rows.map((row) => row.id);
}

/** A shared phone is an ordinary household only where both addresses are known and the same. */
const FIND = `
  WITH affected AS (SELECT unnest($1::uuid[]) AS id),
  point AS (
    SELECT p.* FROM affected a JOIN contact_point p ON p.person_id = a.id
     WHERE p.blind_index IS NOT NULL AND p.superseded_at IS NULL)
  SELECT DISTINCT point.person_id AS "personId", point.id AS "contactPointId",
         CASE k.kind WHEN 'email' THEN 'suspect-email' ELSE 'suspect-phone' END AS kind
    FROM point JOIN suspect_key k ON k.key = point.blind_index AND k.kind IN ('phone', 'email')
  UNION
  SELECT DISTINCT a.id, NULL::uuid, 'suspect-person'
    FROM affected a JOIN person_identifier i ON i.person_id = a.id
    JOIN suspect_key k ON k.kind = 'person' AND k.key = i.value
  UNION
  SELECT DISTINCT a.id, NULL::uuid, 'suspect-address'
    FROM affected a JOIN person p ON p.id = a.id
    JOIN referral r ON r.person_id = a.id
    JOIN suspect_key k ON k.incident_id = r.incident_id AND k.kind = 'postcode' AND k.key = p.postcode
  UNION
  SELECT DISTINCT point.person_id, point.id, 'shared-at-different-addresses'
    FROM point JOIN contact_point other
      ON other.blind_index = point.blind_index AND other.person_id <> point.person_id AND other.superseded_at IS NULL
   WHERE point.kind <> 'post'
     AND NOT EXISTS (
       SELECT 1 FROM contact_point home JOIN contact_point theirs ON theirs.blind_index = home.blind_index
        WHERE home.person_id = point.person_id AND theirs.person_id = other.person_id
          AND home.kind = 'post' AND theirs.kind = 'post'
          AND home.superseded_at IS NULL AND theirs.superseded_at IS NULL)
  UNION
  SELECT DISTINCT point.person_id, NULL::uuid, 'same-address-as-endangered'
    FROM point JOIN contact_point other
      ON other.blind_index = point.blind_index AND other.kind = 'post' AND other.person_id <> point.person_id
     AND other.superseded_at IS NULL
    JOIN referral r ON r.person_id = other.person_id
   WHERE point.kind = 'post' AND jsonb_path_exists(r.markers, '$.* ? (@ == "yes")')`;

async function writeDifference(tx: Transaction, affected: string[], found: Found[]): Promise<string[]> {
  const held = await tx.query<Found & { id: string }>(
    `SELECT id, person_id AS "personId", contact_point_id AS "contactPointId", kind
       FROM collision WHERE person_id = ANY ($1) AND gone_at IS NULL`,
    [affected],
  );
  const keyOf = (item: Found) => `${item.personId} ${item.kind} ${item.contactPointId}`;
  const heldKeys = new Set(held.map(keyOf));
  const foundKeys = new Set(found.map(keyOf));
  const added = found.filter((item) => !heldKeys.has(keyOf(item)));
  const gone = held.filter((item) => !foundKeys.has(keyOf(item)));
  await tx.query(
    `INSERT INTO collision (id, person_id, restricted, contact_point_id, kind, found_at)
     SELECT g.id, p.id, p.restricted, g.point, g.kind, $5
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) AS g(id, person, point, kind)
       JOIN person p ON p.id = g.person`,
    [
      added.map(() => newId()),
      added.map((item) => item.personId),
      added.map((item) => item.contactPointId),
      added.map((item) => item.kind),
      tx.now,
    ],
  );
  await tx.query(`UPDATE collision SET gone_at = $2 WHERE id = ANY ($1)`, [
    gone.map((item) => item.id),
    tx.now,
  ]);
  return [...new Set([...added, ...gone].map((item) => item.personId))];
}
