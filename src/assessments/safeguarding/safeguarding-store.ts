import { Injectable } from '@nestjs/common';
import type { SupportCase } from '../../cases/support-case.entity.js';
import { belongingTo } from '../../cases/seen-case.js';
import { FieldEncryption, type SealedPlace } from '../../platform/crypto/field-encryption.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids.js';
import { CodeLists } from '../../reference-data/code-lists.js';
import { refusedField } from '../assessment-rules.js';
import { CaseDeadlines } from '../case-deadlines.js';
import type { About, Concerns, Decision, SafeguardingBasis } from './safeguarding-codes.js';
import type { SafeguardingReferralResponse } from './safeguarding-responses.js';

/** A safeguarding referral that was checked. */
export interface NewSafeguardingReferral {
  about: About;
  concerns: Concerns;
  authority: string;
  basis: SafeguardingBasis | null;
  madeAt: Date;
  phonedAt: Date | null;
  takenBy: string | null;
  writtenAt: Date | null;
  concern: string | null;
  acknowledgementDueAt: Date;
}

export interface SafeguardingRow {
  id: string;
  caseId: string;
  about: About;
  concerns: Concerns;
  authority: string;
  basis: string | null;
  madeAt: Date;
  madeBy: string;
  phonedAt: Date | null;
  takenBySealed: string | null;
  writtenAt: Date | null;
  concernSealed: string | null;
  recordedAt: Date;
  acknowledgementDueAt: Date;
  acknowledgedAt: Date | null;
  decision: Decision | null;
  decidedAt: Date | null;
  version: number;
}

/** Keeps safeguarding referrals; what the concern is lies sealed. */
@Injectable()
export class SafeguardingStore {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly deadlines: CaseDeadlines,
    private readonly codeLists: CodeLists,
  ) {}

  /** Only the upper tier takes safeguarding referrals. @throws Unprocessable `authority-unknown` */
  mustTakeReferrals(authority: string, at: Date): void {
    if (this.codeLists.entry('local-authorities', authority, at)?.attributes.upperTier === true) return;
    throw refusedField(
      'authority',
      'authority-unknown',
      'No authority with this code takes safeguarding referrals.',
    );
  }

  async insert(tx: Transaction, supportCase: SupportCase, made: NewSafeguardingReferral): Promise<string> {
    const { about, concerns, authority, basis, madeAt, phonedAt, writtenAt, concern, takenBy } = made;
    const id = newId();
    await tx.insert('safeguarding_referral', [
      {
        ...{ id, ...belongingTo(supportCase), about, concerns, authority, basis },
        ...{ made_at: madeAt, made_by: tx.actor.subject, phoned_at: phonedAt, written_at: writtenAt },
        concern_sealed: this.sealed(concern, concernPlace(id)),
        taken_by_sealed: this.sealed(takenBy, takenByPlace(id)),
        ...{ recorded_at: tx.now, acknowledgement_due_at: made.acknowledgementDueAt, version: 1 },
      },
    ]);
    return id;
  }

  ofCase(tx: Transaction, caseId: string): Promise<SafeguardingRow[]> {
    return tx.query<SafeguardingRow>(OF_CASE, [caseId]);
  }

  /** Held for a change. Null where the case has no such referral. */
  toChange(tx: Transaction, caseId: string, id: string): Promise<SafeguardingRow | null> {
    return tx.queryOne<SafeguardingRow>(TO_CHANGE, [caseId, id]);
  }

  async acknowledge(tx: Transaction, id: string, at: Date, decision: Decision | null): Promise<void> {
    await tx.query(
      `UPDATE safeguarding_referral
          SET acknowledged_at = coalesce(acknowledged_at, $2), decision = $3,
              decided_at = CASE WHEN $3::text IS NULL THEN NULL ELSE $2::timestamptz END, version = version + 1
        WHERE id = $1`,
      [id, at, decision],
    );
  }

  async shown(tx: Transaction, rows: SafeguardingRow[]): Promise<SafeguardingReferralResponse[]> {
    const deadlines = await this.deadlines.of(
      tx,
      rows.map(({ id }) => id),
    );
    return rows.map(({ concernSealed, takenBySealed, ...row }) => ({
      ...row,
      authorityName: this.codeLists.label('local-authorities', row.authority, row.madeAt),
      concern: this.opened(concernSealed, concernPlace(row.id)),
      takenBy: this.opened(takenBySealed, takenByPlace(row.id)),
      madeAt: row.madeAt.toISOString(),
      phonedAt: row.phonedAt?.toISOString() ?? null,
      writtenAt: row.writtenAt?.toISOString() ?? null,
      recordedAt: row.recordedAt.toISOString(),
      acknowledgementDueAt: row.acknowledgementDueAt.toISOString(),
      acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
      decidedAt: row.decidedAt?.toISOString() ?? null,
      deadlines: deadlines.get(row.id) ?? [],
    }));
  }

  private sealed(text: string | null, place: SealedPlace): string | null {
    return text === null ? null : this.encryption.seal(text, place);
  }

  private opened(sealed: string | null, place: SealedPlace): string | null {
    return sealed === null ? null : this.encryption.open(sealed, place);
  }
}

function concernPlace(rowId: string) {
  return { table: 'safeguarding_referral', column: 'concern_sealed', rowId };
}

function takenByPlace(rowId: string) {
  return { table: 'safeguarding_referral', column: 'taken_by_sealed', rowId };
}

const COLUMNS = `
  id, case_id AS "caseId", about, concerns, authority, basis, made_at AS "madeAt",
  made_by AS "madeBy", phoned_at AS "phonedAt", written_at AS "writtenAt", concern_sealed AS "concernSealed",
  taken_by_sealed AS "takenBySealed", recorded_at AS "recordedAt", acknowledgement_due_at AS "acknowledgementDueAt", acknowledged_at AS "acknowledgedAt",
  decision, decided_at AS "decidedAt", version`;
const OF_CASE = `
  SELECT ${COLUMNS} FROM safeguarding_referral WHERE case_id = $1 ORDER BY made_at DESC, id DESC LIMIT 200`;
const TO_CHANGE = `SELECT ${COLUMNS} FROM safeguarding_referral WHERE case_id = $1 AND id = $2 FOR UPDATE`;
