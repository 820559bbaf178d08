import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import { endOfDayLondon, startOfDayLondon } from '../platform/working-days/london-days.js';
import { IntakeFiles } from './intake-files.js';
import type { KeptDirectReferral } from './read-direct-referral.js';
import type { ReferralsQuery } from './referrals.requests.js';
import type { ReferralResponse } from './referrals.responses.js';

/** A referral as it is listed. */
export interface ReferralRow extends Omit<ReferralResponse, 'receivedAt'> {
  receivedAt: Date;
  personId: string | null;
}

interface Waiting {
  id: string;
  receivedAt: Date;
  sealed: string;
}

const WAITING = `
  SELECT f.id, f.received_at AS "receivedAt", r.content_sealed AS sealed
    FROM intake_file f JOIN intake_row r ON r.file_id = f.id
   WHERE f.feed = 'direct' AND f.received_by = $1 AND r.decision IS NULL AND r.content_sealed IS NOT NULL`;

/** Single referrals that wait for a person: their sender sees them like any other, and not that they wait. */
@Injectable()
export class KeptReferrals {
  constructor(private readonly files: IntakeFiles) {}

  async list(
    tx: Transaction,
    sender: string,
    query: ReferralsQuery,
    cursor: readonly unknown[] | null,
  ): Promise<ReferralRow[]> {
    const rows = await tx.query<Waiting>(
      `${WAITING}
          AND ($2::timestamptz IS NULL OR f.received_at >= $2) AND ($3::timestamptz IS NULL OR f.received_at <= $3)
          AND ($4::timestamptz IS NULL OR (f.received_at, f.id) < ($4::timestamptz, $5::uuid))
        ORDER BY f.received_at DESC, f.id DESC LIMIT 1000`,
      [
        sender,
        query.from ? startOfDayLondon(query.from) : null,
        query.to ? endOfDayLondon(query.to) : null,
        cursor?.[0] ?? null,
        cursor?.[1] ?? null,
      ],
    );
    return rows
      .map((row) => this.shown(row))
      .filter(({ pathway }) => query.pathway === undefined || pathway === query.pathway);
  }

  async find(tx: Transaction, sender: string, id: string): Promise<ReferralRow | null> {
    const row = await tx.queryOne<Waiting>(`${WAITING} AND f.id = $2`, [sender, id]);
    return row && this.shown(row);
  }

  private shown({ id, receivedAt, sealed }: Waiting): ReferralRow {
    const { direct } = this.files.open(sealed, id, 1) as { direct: KeptDirectReferral };
    const { pathway, role, senderReference = null } = direct.body;
    return { id, pathway, role, senderReference, receivedAt, status: 'received', personId: null };
  }
}
