import { newId } from '../../platform/ids.js';
import { FEW_IDS } from '../../platform/database/statements.js';
import { slicesOf } from '../../platform/slices.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { CollisionKind } from './safety-facts.js';

/** One row of what is found but not held (`heldId` null), or held but no longer found. */
interface Difference {
  personId: string;
  contactPointId: string | null;
  kind: CollisionKind;
  heldId: string | null;
}

/**
 * Looks for collisions between people we serve and suspects, and among people we serve, inside the database: suspects'
 * details never leave it. Also looks at everyone whom the given people's records may newly collide with.
 * Locks all of them, in the order of their ids. Answers the people whose collisions changed; their safety version has
 * risen. The checks of the given people and of those are finished then.
 */
export async function checkCollisions(tx: Transaction, personIds: readonly string[]): Promise<string[]> {
  const found =
    personIds.length <= FEW_IDS
      ? await tx.prepared<{ id: string }>(AFFECTED_BY_FEW, [personIds])
      : await tx.query<{ id: string }>(AFFECTED, [personIds]);
  const affected = found.map(({ id }) => id);
  // The locks come first: what is read afterwards has every change about these people that was committed by then.
  await tx.query(`SELECT id FROM person WHERE id = ANY ($1) ORDER BY id FOR UPDATE`, [affected]);
  const changed = await compare(tx, affected);
  await tx.query(
    `UPDATE person SET checked_version = safety_version WHERE id = ANY ($1) AND checked_version < safety_version`,
    [[...new Set([...personIds, ...changed])]],
  );
  return changed;
}

/**
 * The same for one person whose row the transaction has locked, for the moment before a message leaves. It only adds
 * danger: whom the change spreads to is for `checkCollisions`, so the person's checks do not count as finished by this.
 * Answers whether anything changed.
 */
export async function checkCollisionsOf(tx: Transaction, personId: string): Promise<boolean> {
  return (await compare(tx, [personId])).length > 0;
}

async function compare(tx: Transaction, personIds: readonly string[]): Promise<string[]> {
  const [isAnyCleared] = await tx.prepared(ANY_CLEARED, [personIds]);
  if (isAnyCleared) await tx.prepared(OUTDATED, [personIds, tx.now]);
  // Many together would be planned by statistics, which tables that have just been filled do not have.
  const differences: Difference[] = [];
  for (const few of slicesOf(personIds, FEW_IDS))
    differences.push(...(await tx.prepared<Difference>(DIFFERENCES, [few])));
  const changed = [...new Set(differences.map(({ personId }) => personId))];
  if (changed.length > 0) await write(tx, differences, changed);
  return changed;
}

async function write(tx: Transaction, differences: Difference[], changed: string[]): Promise<void> {
  const added = differences.filter(({ heldId }) => heldId === null);
  const gone = differences.flatMap(({ heldId }) => heldId ?? []);
  await tx.query(
    `INSERT INTO collision (id, person_id, restricted, contact_point_id, kind, found_at)
     SELECT g.id, p.id, p.restricted, g.point, g.kind, $5::timestamptz
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) AS g(id, person, point, kind)
       JOIN person p ON p.id = g.person`,
    [
      added.map(() => newId()),
      added.map(({ personId }) => personId),
      added.map(({ contactPointId }) => contactPointId),
      added.map(({ kind }) => kind),
      tx.now,
    ],
  );
  await tx.query(`UPDATE collision SET gone_at = $2 WHERE id = ANY ($1)`, [gone, tx.now]);
  await tx.query(`UPDATE person SET safety_version = safety_version + 1 WHERE id = ANY ($1)`, [changed]);
}

/** Whoever shares a means of contact, a crime, or a suspect's key with one of the given people. */
const AFFECTED = `
  WITH given AS (SELECT unnest($1::uuid[]) AS id)
  SELECT id FROM given
  UNION
  SELECT other.person_id FROM given g
    JOIN contact_point mine ON mine.person_id = g.id AND mine.blind_index IS NOT NULL
    JOIN contact_point other ON other.blind_index = mine.blind_index
  UNION
  SELECT beside.person_id FROM given g
    JOIN referral r ON r.person_id = g.id
    JOIN referral beside ON beside.incident_id = r.incident_id
  UNION
  SELECT point.person_id FROM given g
    JOIN referral r ON r.person_id = g.id
    JOIN party s ON s.incident_id = r.incident_id AND s.role = 'suspect'
    JOIN suspect_key k ON k.party_id = s.id AND k.kind IN ('phone', 'email', 'address')
    JOIN contact_point point ON point.blind_index = k.key
  UNION
  SELECT i.person_id FROM given g
    JOIN referral r ON r.person_id = g.id
    JOIN party s ON s.incident_id = r.incident_id AND s.role = 'suspect'
    JOIN suspect_key k ON k.party_id = s.id AND k.kind = 'person'
    JOIN person_identifier i ON i.value = k.key`;
const AFFECTED_BY_FEW = { name: 'contact.affected', text: AFFECTED, isPlannedOnce: true };

/**
 * Everything that makes a collision, with when it came to be. A shared phone is an ordinary household only where both
 * addresses are known and the same.
 */
const SOURCES = `
  SELECT point.person_id, point.id AS contact_point_id,
         CASE k.kind WHEN 'email' THEN 'suspect-email' WHEN 'address' THEN 'suspect-address'
                     ELSE 'suspect-phone' END AS kind, k.first_seen_at AS since
    FROM point JOIN suspect_key k ON k.key = point.blind_index AND k.kind IN ('phone', 'email', 'address')
  UNION ALL
  SELECT a.id, NULL::uuid, 'suspect-person', greatest(i.first_seen_at, k.first_seen_at)
    FROM affected a JOIN person_identifier i ON i.person_id = a.id
    JOIN suspect_key k ON k.kind = 'person' AND k.key = i.value
  UNION ALL
  SELECT a.id, NULL::uuid, 'suspect-address', greatest(r.first_accepted_at, k.first_seen_at)
    FROM affected a JOIN person p ON p.id = a.id
    JOIN referral r ON r.person_id = a.id
    JOIN party s ON s.incident_id = r.incident_id AND s.role = 'suspect'
    JOIN suspect_key k ON k.party_id = s.id AND k.kind = 'postcode' AND k.key = p.postcode
  UNION ALL
  SELECT point.person_id, point.id, 'shared-at-different-addresses', other.created_at
    FROM point JOIN contact_point other
      ON other.blind_index = point.blind_index AND other.person_id <> point.person_id AND other.superseded_at IS NULL
   WHERE point.kind <> 'post'
     AND NOT EXISTS (
       SELECT 1 FROM contact_point home JOIN contact_point theirs ON theirs.blind_index = home.blind_index
        WHERE home.person_id = point.person_id AND theirs.person_id = other.person_id
          AND home.kind = 'post' AND theirs.kind = 'post'
          AND home.superseded_at IS NULL AND theirs.superseded_at IS NULL)
  UNION ALL
  SELECT point.person_id, NULL::uuid, 'same-address-as-endangered',
         greatest(other.created_at, r.first_accepted_at,
                  (SELECT v.received_at FROM referral_version v
                    WHERE v.referral_id = r.id AND v.number = (r.markers_raised ->> marker.name)::integer))
    FROM point JOIN contact_point other
      ON other.blind_index = point.blind_index AND other.kind = 'post' AND other.person_id <> point.person_id
     AND other.superseded_at IS NULL
    JOIN referral r ON r.person_id = other.person_id
    JOIN LATERAL jsonb_each_text(r.markers) AS marker(name, answer) ON marker.answer = 'yes'
   WHERE point.kind = 'post'
     AND NOT EXISTS (
       SELECT 1 FROM marker_lift l
        WHERE l.referral_id = r.id AND l.marker = marker.name
          AND l.at_version >= (r.markers_raised ->> marker.name)::integer)`;

const POINTS = `
  SELECT p.id, p.person_id, p.kind, p.blind_index FROM affected a JOIN contact_point p ON p.person_id = a.id
   WHERE p.blind_index IS NOT NULL AND p.superseded_at IS NULL`;

/** Whoever found a collision harmless knew of nothing that came since: it ends, and what is found anew is danger. */
const OUTDATED_TEXT = `
  WITH cleared AS (
    SELECT c.id, c.person_id, c.contact_point_id, c.kind, c.cleared_at FROM collision c
     WHERE c.person_id = ANY ($1) AND c.gone_at IS NULL AND c.cleared_at IS NOT NULL),
  affected AS (SELECT DISTINCT person_id AS id FROM cleared),
  point AS (${POINTS}),
  source AS (${SOURCES})
  UPDATE collision SET gone_at = $2
   WHERE id IN (SELECT c.id FROM cleared c JOIN source ON source.person_id = c.person_id AND source.kind = c.kind
                   AND source.contact_point_id IS NOT DISTINCT FROM c.contact_point_id
                 WHERE source.since >= c.cleared_at)`;

/** Hardly anything was ever cleared: looking for that alone is cheap. */
const ANY_CLEARED = {
  name: 'contact-safety.any-cleared',
  text: `SELECT 1 FROM collision
          WHERE person_id = ANY ($1) AND gone_at IS NULL AND cleared_at IS NOT NULL LIMIT 1`,
};
const OUTDATED = { name: 'contact-safety.outdated-clearances', text: OUTDATED_TEXT };

const DIFFERENCES_TEXT = `
  WITH affected AS (SELECT unnest($1::uuid[]) AS id),
  point AS (${POINTS}),
  source AS (${SOURCES}),
  found AS (SELECT DISTINCT person_id, contact_point_id, kind FROM source),
  held AS (
    SELECT c.id, c.person_id, c.contact_point_id, c.kind FROM collision c
     WHERE c.person_id = ANY ($1) AND c.gone_at IS NULL AND c.kind <> 'possible-match-pending')
  SELECT coalesce(found.person_id, held.person_id) AS "personId", coalesce(found.kind, held.kind) AS kind,
         coalesce(found.contact_point_id, held.contact_point_id) AS "contactPointId", held.id AS "heldId"
    FROM found FULL JOIN held
      ON held.person_id = found.person_id AND held.kind = found.kind
     AND coalesce(held.contact_point_id, held.person_id) = coalesce(found.contact_point_id, found.person_id)
   WHERE found.person_id IS NULL OR held.id IS NULL`;

const DIFFERENCES = { name: 'contact-safety.collisions', text: DIFFERENCES_TEXT, isPlannedOnce: true };
