import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { NotFound, StaleEdit } from '../platform/problems/problem.js';

/** A person whom the actor may see. */
export interface SeenPerson {
  id: string;
  restricted: boolean;
  safetyVersion: number;
}

const COLUMNS = `id, restricted, safety_version AS "safetyVersion"`;

/** @throws NotFound where there is no such person or they are hidden from the actor */
export async function personSeen(tx: Transaction, id: string): Promise<SeenPerson> {
  const person = await tx.queryOne<SeenPerson>(`SELECT ${COLUMNS} FROM person WHERE id = $1`, [id]);
  if (!person) throw new NotFound('victim');
  return person;
}

/** The same, held until the end of the transaction. @throws NotFound */
export async function personToChange(tx: Transaction, id: string): Promise<SeenPerson> {
  const person = await tx.queryOne<SeenPerson>(`SELECT ${COLUMNS} FROM person WHERE id = $1 FOR UPDATE`, [
    id,
  ]);
  if (!person) throw new NotFound('victim');
  return person;
}

/**
 * The same for a word that rests on what somebody read of the person's safety: a danger that came after their reading,
 * they have not weighed. @throws NotFound; StaleEdit where the safety version is no longer the one read
 */
export async function personAsRead(tx: Transaction, id: string, safetyVersion: number): Promise<SeenPerson> {
  const person = await personToChange(tx, id);
  if (person.safetyVersion !== safetyVersion) throw new StaleEdit();
  return person;
}

/** A change of something that bears on safe contact. */
export interface SafetyChange {
  /** Name of the case event, such as `contact-point.added`. */
  kind: string;
  /** Ids and codes only. */
  details: Record<string, string | number | boolean | string[] | null>;
}

/**
 * Makes a change of safety count: messages decided on the version before are stopped, the gate is asked again, and the
 * open case's timeline tells of it. Returns the new safety version.
 */
export async function safetyChanged(
  tx: Transaction,
  person: SeenPerson,
  change: SafetyChange,
): Promise<number> {
  const row = await tx.queryOne<{ safetyVersion: number }>(
    `UPDATE person SET safety_version = safety_version + 1, updated_at = $2 WHERE id = $1
     RETURNING safety_version AS "safetyVersion"`,
    [person.id, tx.now],
  );
  await tx.query(
    `INSERT INTO case_event (id, case_id, person_id, restricted, kind, occurred_at, recorded_at, actor_kind, subject, details)
     SELECT $1, c.id, c.person_id, c.restricted, $3, $4, $4, $5, $6, $7::jsonb
       FROM support_case c WHERE c.person_id = $2 AND c.closed_at IS NULL`,
    [
      newId(),
      person.id,
      change.kind,
      tx.now,
      tx.actor.kind,
      tx.actor.subject,
      JSON.stringify(change.details),
    ],
  );
  await tx.announce('contact-safety.changed', { personId: person.id });
  return row!.safetyVersion;
}

/** The columns that tie a new row to the person. */
export function aboutPerson({ id, restricted }: SeenPerson): { person_id: string; restricted: boolean } {
  return { person_id: id, restricted };
}
