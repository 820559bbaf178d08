import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { Conflict, Invalid, NotFound } from '../platform/problems/problem.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import type { ArrangeCoverRequest } from './cover-requests.js';
import type { CoverList, CoverResponse } from './cover-responses.js';
import { colleagueNamed } from './staff-for-cases.js';

/** Whose cases and tasks somebody sees to today, because those colleagues are away. */
export async function coveredToday(tx: Transaction, subject: string): Promise<string[]> {
  const rows = await tx.query<{ subject: string }>(
    `SELECT DISTINCT subject FROM staff_cover WHERE covered_by = $1 AND $2::date BETWEEN from_on AND to_on`,
    [subject, londonDayOf(tx.now)],
  );
  return rows.map((row) => row.subject);
}

/** Who stands in for a colleague who is away: their work shows up in the lists of whoever covers, and stays theirs. */
@Injectable()
export class StaffCover {
  constructor(private readonly database: Database) {}

  /**
   * @throws NotFound; Invalid `ends-before-it-begins`, `in-the-past`, `not-somebody-else`, `unknown-staff`; Conflict
   * `cover-overlaps`, `cover-is-away`
   */
  arrange(actor: Actor, subject: string, request: ArrangeCoverRequest): Promise<CoverResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      await mustExist(tx, subject);
      mustBeInOrder(tx, subject, request);
      const { subject: coveredBy } = await colleagueNamed(tx, request.coveredBy, 'coveredBy');
      const { fromOn, toOn } = request;
      if (await isAway(tx, subject, request))
        throw new Conflict('cover-overlaps', 'Somebody covers for them on some of these days.');
      if (await isAway(tx, coveredBy, request))
        throw new Conflict('cover-is-away', 'Who would cover is away on some of these days.');
      const id = newId();
      const recorded = { recorded_at: tx.now, recorded_by: actor.subject };
      await tx.insert('staff_cover', [
        { id, subject, covered_by: coveredBy, from_on: fromOn, to_on: toOn, ...recorded },
      ]);
      await tx.audit({ action: 'staff.cover', targetType: 'staff-cover', targetIds: [id], personIds: [] });
      const recordedAt = tx.now.toISOString();
      return { id, subject, coveredBy, fromOn, toOn, recordedAt, recordedBy: actor.subject };
    });
  }

  /** @throws NotFound */
  list(actor: Actor, subject: string): Promise<CoverList> {
    return this.database.inTransaction(actor, async (tx) => {
      await mustExist(tx, subject);
      const rows = await tx.query<Omit<CoverResponse, 'recordedAt'> & { recordedAt: Date }>(LIST, [subject]);
      return { items: rows.map((row) => ({ ...row, recordedAt: row.recordedAt.toISOString() })) };
    });
  }
}

/** Held, so that of two who arrange cover at once the second sees the first. */
async function mustExist(tx: Transaction, subject: string): Promise<void> {
  const rows = await tx.query(`SELECT subject FROM staff_member WHERE subject = $1 FOR NO KEY UPDATE`, [
    subject,
  ]);
  if (rows.length === 0) throw new NotFound('colleague');
}

function mustBeInOrder(
  tx: Transaction,
  subject: string,
  { coveredBy, fromOn, toOn }: ArrangeCoverRequest,
): void {
  if (toOn < fromOn)
    throw Invalid.field('toOn', 'ends-before-it-begins', 'The last day is before the first.');
  if (toOn < londonDayOf(tx.now)) throw Invalid.field('toOn', 'in-the-past', 'The days have passed.');
  if (coveredBy === subject)
    throw Invalid.field('coveredBy', 'not-somebody-else', 'Somebody else covers for a colleague.');
}

async function isAway(
  tx: Transaction,
  subject: string,
  { fromOn, toOn }: ArrangeCoverRequest,
): Promise<boolean> {
  const rows = await tx.query(
    `SELECT id FROM staff_cover WHERE subject = $1 AND from_on <= $3::date AND to_on >= $2::date LIMIT 1`,
    [subject, fromOn, toOn],
  );
  return rows.length > 0;
}

const LIST = `
  SELECT id, subject, covered_by AS "coveredBy", from_on::text AS "fromOn", to_on::text AS "toOn",
         recorded_at AS "recordedAt", recorded_by AS "recordedBy"
    FROM staff_cover WHERE subject = $1 ORDER BY from_on DESC, id DESC LIMIT 100`;
