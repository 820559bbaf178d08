import { Injectable } from '@nestjs/common';
import { type Actor, onBehalfOf, scopeOf } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { cursorOf, readCursor } from '../platform/http/paging.js';
import { Invalid, NotFound } from '../platform/problems/problem.js';
import { endOfDayLondon, startOfDayLondon } from '../platform/working-days/london-days.js';
import {
  type DangerMarker,
  DANGER_MARKERS,
  type MarkerAnswer,
} from '../victims/contact-safety/danger-markers.js';
import type { ReferralDetailResponse, ReferralResponse, ReferralsPage } from './referrals.responses.js';
import type { ReferralsQuery } from './referrals.requests.js';
import { withinScopeOf } from '../platform/database/within-scope.js';
import { findSent, IS_KNOWN_BY_ITS_ID, listKept, REFERRAL, type ReferralRow } from './sent-referrals.js';

type Row = ReferralRow;

type Details = NonNullable<ReferralDetailResponse['details']>;

interface DetailsRow extends Omit<Details, 'reason' | 'versions' | 'markersSet' | 'markersUnanswered'> {
  markers: Record<DangerMarker, MarkerAnswer>;
  sealedReason: string | null;
}

/**
 * Shows referrals. Who works with people sees those of the people they may see; a sender sees what it sent, whatever
 * became of it, and no more than its status.
 */
@Injectable()
export class ReferralReading {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Newest first. */
  list(actor: Actor, query: ReferralsQuery): Promise<ReferralsPage> {
    const cursor = readCursor(query.after, ['instant', 'id']);
    if (query.from && query.to && query.to < query.from) {
      throw Invalid.field('to', 'before-from', 'The last day is before the first.');
    }
    const sender = senderOnly(actor);
    return this.database.inTransaction(sender ? onBehalfOf(actor, 'intake') : actor, async (tx) => {
      const rows = await tx.query<Row>(
        `${REFERRAL}
          WHERE ($1::text IS NULL OR r.sent_by = $1) AND ($2::text IS NULL OR r.pathway = $2)
            AND ($3::timestamptz IS NULL OR r.first_accepted_at >= $3) AND ($4::timestamptz IS NULL OR r.first_accepted_at <= $4)
            AND ($5::timestamptz IS NULL OR (r.first_accepted_at, r.id) < ($5::timestamptz, $6::uuid))
            AND ($1::text IS NULL OR ${IS_KNOWN_BY_ITS_ID})
          ORDER BY r.first_accepted_at DESC, r.id DESC LIMIT $7`,
        [
          sender,
          query.pathway ?? null,
          query.from ? startOfDayLondon(query.from) : null,
          query.to ? endOfDayLondon(query.to) : null,
          cursor?.[0] ?? null,
          cursor?.[1] ?? null,
          query.limit + 1,
        ],
      );
      const waiting = sender ? await listKept(tx, sender, query, cursor) : [];
      return this.shown(tx, [...rows, ...waiting].toSorted(newestFirst), query.limit);
    });
  }

  /** @throws NotFound */
  read(actor: Actor, id: string): Promise<ReferralDetailResponse> {
    const intake = onBehalfOf(actor, 'intake');
    const isSender = senderOnly(actor) !== null;
    return this.database.inTransaction(isSender ? intake : actor, async (tx) => {
      const detailed = isSender ? null : await this.detailed(tx, id);
      if (detailed) return detailed;
      const row = await withinScopeOf(intake, tx, () => findSent(tx, actor.subject, id));
      if (!row) throw new NotFound('referral');
      await this.note(tx, [row], id);
      return { ...toReferralResponse(row), details: null };
    });
  }

  private async detailed(tx: Transaction, id: string): Promise<ReferralDetailResponse | null> {
    const row = await tx.queryOne<Row>(`${REFERRAL} WHERE r.id = $1`, [id]);
    if (!row) return null;
    await this.note(tx, [row], id);
    const found = await tx.queryOne<DetailsRow>(
      `SELECT r.feed, r.sent_by AS "sentBy", r.person_id AS "personId", r.case_id AS "caseId", c.reference AS "caseReference",
              r.incident_id AS "incidentId", r.markers, r.victim_support AS "victimSupport", r.unknown_codes AS "unknownCodes",
              r.reason_sealed AS "sealedReason"
         FROM referral r JOIN support_case c ON c.id = r.case_id WHERE r.id = $1`,
      [id],
    );
    const { markers, sealedReason, ...details } = found!;
    const answered = (answer: MarkerAnswer) => DANGER_MARKERS.filter((marker) => markers[marker] === answer);
    const place = { table: 'referral', column: 'reason_sealed', rowId: id };
    return {
      ...toReferralResponse(row),
      details: {
        ...details,
        markersSet: answered('yes'),
        markersUnanswered: answered('blank'),
        reason: sealedReason && this.encryption.open(sealedReason, place),
        versions: await versionsOf(tx, id),
      },
    };
  }

  private async shown(tx: Transaction, rows: Row[], limit: number): Promise<ReferralsPage> {
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    await this.note(tx, page);
    return {
      items: page.map(toReferralResponse),
      next: rows.length > limit && last ? cursorOf([last.receivedAt.toISOString(), last.id]) : null,
    };
  }

  private note(tx: Transaction, rows: Row[], asked?: string): Promise<void> {
    return tx.audit({
      action: asked === undefined ? 'referrals.listed' : 'referral.read',
      targetType: 'referral',
      targetIds: asked === undefined ? rows.map(({ id }) => id) : [asked],
      personIds: rows.flatMap(({ personId }) => personId ?? []),
    });
  }
}

/** The sender whose own referrals are all that the actor sees, or null for who works with people. */
function senderOnly(actor: Actor): string | null {
  return scopeOf(actor) === 'people' ? null : actor.subject;
}

async function versionsOf(tx: Transaction, id: string): Promise<Details['versions']> {
  const rows = await tx.query<
    Omit<Details['versions'][number], 'receivedAt' | 'lastUpdatedAt'> & {
      receivedAt: Date;
      lastUpdatedAt: Date;
    }
  >(
    `SELECT number, received_at AS "receivedAt", last_updated_at AS "lastUpdatedAt", changed_fields AS "changedFields",
            import_id AS "importId", row_number AS "rowNumber"
       FROM referral_version WHERE referral_id = $1 ORDER BY number DESC LIMIT 200`,
    [id],
  );
  return rows.map((row) => ({
    ...row,
    receivedAt: row.receivedAt.toISOString(),
    lastUpdatedAt: row.lastUpdatedAt.toISOString(),
  }));
}

function newestFirst(one: Row, other: Row): number {
  return other.receivedAt.getTime() - one.receivedAt.getTime() || (one.id < other.id ? 1 : -1);
}

function toReferralResponse({
  personId: _personId,
  ...row
}: Row): Pick<ReferralResponse, keyof ReferralResponse> {
  return { ...row, receivedAt: row.receivedAt.toISOString() };
}
