import type { Transaction } from '../platform/database/transaction.js';
import { endOfDayLondon, startOfDayLondon } from '../platform/working-days/london-days.js';
import type { ReferralsQuery } from './referrals.requests.js';
import type { ReferralResponse } from './referrals.responses.js';

/** A referral as it is listed. */
export interface ReferralRow extends Omit<ReferralResponse, 'receivedAt'> {
  receivedAt: Date;
  personId: string | null;
}

/** What a sender knows of what it sent under one reference. */
export interface KnownToSender {
  id: string;
  /** Hash of what it said last. */
  contentSha256: string;
}

const STATUS = `
  CASE WHEN c.closed_at IS NOT NULL THEN 'closed'
       WHEN c.allocated_to IS NOT NULL
         OR EXISTS (SELECT FROM task t WHERE t.case_id = c.id AND t.completed_at IS NOT NULL) THEN 'being-worked'
       ELSE 'received' END`;

export const REFERRAL = `
  SELECT r.id, r.pathway, r.sender_reference AS "senderReference", pa.role, r.first_accepted_at AS "receivedAt",
         r.person_id AS "personId", ${STATUS} AS status
    FROM referral r JOIN party pa ON pa.id = r.party_id JOIN support_case c ON c.id = r.case_id`;

/** Of a referral `r`: its sender knows it by its own id, and not by that of a row that was set aside before it. */
export const IS_KNOWN_BY_ITS_ID = `
  (r.pathway <> 'athena'
   AND NOT EXISTS (SELECT FROM intake_row w WHERE w.source_key IS NOT NULL AND w.referral_id = r.id AND w.file_id < r.id)
   AND NOT EXISTS (SELECT FROM intake_row w
                    WHERE r.feed = 'direct' AND w.source_key = r.source_key AND w.file_id < r.id))`;

/**
 * Single referrals that were set aside when their reference first came. Their sender sees them like any other: what
 * waits is received, and what was discarded is closed, as a referral is that nobody works on any more. What is set
 * aside under a reference that the sender knows already shows as the referral it knows.
 */
const KEPT = `
  SELECT f.id, f.received_at AS "receivedAt", w.shown_to_sender ->> 'pathway' AS pathway,
         w.shown_to_sender ->> 'role' AS role, w.shown_to_sender ->> 'senderReference' AS "senderReference",
         r.person_id AS "personId",
         CASE WHEN r.id IS NOT NULL THEN ${STATUS} WHEN w.decision IS NULL THEN 'received' ELSE 'closed' END AS status
    FROM intake_row w JOIN intake_file f ON f.id = w.file_id
    LEFT JOIN referral r ON r.id = coalesce(w.referral_id,
      (SELECT k.id FROM referral k WHERE k.feed = 'direct' AND k.source_key = w.source_key))
    LEFT JOIN support_case c ON c.id = r.case_id
   WHERE w.source_key IS NOT NULL AND f.received_by = $1
     AND NOT EXISTS (SELECT FROM intake_row o WHERE o.source_key = w.source_key AND o.file_id < w.file_id)
     AND NOT EXISTS (SELECT FROM referral k WHERE k.feed = 'direct' AND k.source_key = w.source_key AND k.id < w.file_id)`;

/** What was set aside of a sender's, newest first. */
export function listKept(
  tx: Transaction,
  sender: string,
  query: ReferralsQuery,
  cursor: readonly unknown[] | null,
): Promise<ReferralRow[]> {
  return tx.query<ReferralRow>(
    `${KEPT}
        AND ($2::timestamptz IS NULL OR f.received_at >= $2) AND ($3::timestamptz IS NULL OR f.received_at <= $3)
        AND ($4::timestamptz IS NULL OR (f.received_at, f.id) < ($4::timestamptz, $5::uuid))
        AND ($6::text IS NULL OR w.shown_to_sender ->> 'pathway' = $6)
      ORDER BY f.received_at DESC, f.id DESC LIMIT $7`,
    [
      sender,
      query.from ? startOfDayLondon(query.from) : null,
      query.to ? endOfDayLondon(query.to) : null,
      cursor?.[0] ?? null,
      cursor?.[1] ?? null,
      query.pathway ?? null,
      query.limit + 1,
    ],
  );
}

/** A referral by the id that its sender knows. */
export async function findSent(tx: Transaction, sender: string, id: string): Promise<ReferralRow | null> {
  const kept = await tx.queryOne<ReferralRow>(`${KEPT} AND f.id = $2`, [sender, id]);
  return (
    kept ??
    (await tx.queryOne<ReferralRow>(
      `${REFERRAL} WHERE r.sent_by = $1 AND r.id = $2 AND ${IS_KNOWN_BY_ITS_ID}`,
      [sender, id],
    ))
  );
}

/** What the sender of a key knows of it, whether it was taken in or set aside; null of one that never came. */
export async function knownToSender(tx: Transaction, sourceKey: string): Promise<KnownToSender | null> {
  const [first, ...more] = await tx.query<KnownToSender & { saidAt: Date }>(
    `SELECT id, content_sha256 AS "contentSha256", last_updated_at AS "saidAt" FROM referral
      WHERE feed = 'direct' AND source_key = $1
     UNION ALL
     SELECT f.id, w.content_sha256, f.progress_at FROM intake_row w JOIN intake_file f ON f.id = w.file_id
      WHERE w.source_key = $1
      ORDER BY id`,
    [sourceKey],
  );
  if (!first) return null;
  const last = more.reduce((newest, one) => (one.saidAt >= newest.saidAt ? one : newest), first);
  return { id: first.id, contentSha256: last.contentSha256 };
}
