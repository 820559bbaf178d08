import { Injectable } from '@nestjs/common';
import type { SupportCase } from '../../cases/support-case.entity.js';
import { belongingTo, recordEvent } from '../../cases/seen-case.js';
import { FieldEncryption } from '../../platform/crypto/field-encryption.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids.js';
import { type AutomaticBasis, automaticBases } from '../../victims/enhanced-status/automatic-bases.js';
import { StatusFactsReader } from './status-facts.js';
import { type BasisRule, StatusPolicy } from '../../victims/enhanced-status/status-policy.js';
import type { BasisResponse, DecidedStatusResponse, EnhancedStatusResponse } from './status-responses.js';

interface StatusRow extends Omit<DecidedStatusResponse, 'note' | 'decidedAt' | 'recordedAt'> {
  noteSealed: string | null;
  decidedAt: Date;
  recordedAt: Date;
}

/** A word on somebody's enhanced rights, by a person or by the record itself. */
export interface StatusWord {
  status: 'not-assessed' | 'yes' | 'no';
  bases: string[];
  isAutomatic: boolean;
  decidedAt: Date;
  note: string | null;
}

/** Enhanced rights of the person of a case: what the record gives, what people decided, and what holds now. */
@Injectable()
export class EnhancedStatus {
  constructor(
    private readonly facts: StatusFactsReader,
    private readonly policy: StatusPolicy,
    private readonly encryption: FieldEncryption,
  ) {}

  /** What the record itself gives, as it stands. */
  async automatic(tx: Transaction, supportCase: SupportCase): Promise<AutomaticBasis[]> {
    return automaticBases(this.policy.bases, await this.facts.of(tx, supportCase));
  }

  /** Writes down what the record gives, where that is not what was written down last. */
  async keepAutomatic(tx: Transaction, supportCase: SupportCase): Promise<void> {
    const codes = (await this.automatic(tx, supportCase)).map(({ rule }) => rule.code);
    const [newest] = await this.rowsOf(tx, supportCase.id);
    const isNews =
      codes.length > 0 ? !isWritten(newest, codes) : newest?.isAutomatic && newest.status === 'yes';
    if (!isNews) return;
    const status = codes.length > 0 ? 'yes' : 'not-assessed';
    await this.write(tx, supportCase, {
      status,
      bases: codes,
      isAutomatic: true,
      decidedAt: tx.now,
      note: null,
    });
  }

  /** Adds a word to the history, and one line to the case's timeline. Returns its id. */
  async write(tx: Transaction, supportCase: SupportCase, word: StatusWord): Promise<string> {
    const { status, bases, isAutomatic, decidedAt, note } = word;
    const id = newId();
    await tx.insert('enhanced_status', [
      {
        ...{ id, ...belongingTo(supportCase), status, bases, is_automatic: isAutomatic },
        note_sealed: note === null ? null : this.encryption.seal(note, notePlace(id)),
        ...{ decided_at: decidedAt, decided_by: tx.actor.subject, recorded_at: tx.now },
      },
    ]);
    await recordEvent(tx, supportCase, 'enhanced-status.decided', { status, bases, isAutomatic });
    await tx.announce('rights.assessed', { caseId: supportCase.id });
    return id;
  }

  /** What holds now: the record first, then the newest decision of a person; without either nobody has looked. */
  async shown(tx: Transaction, supportCase: SupportCase): Promise<EnhancedStatusResponse> {
    const automatic = await this.automatic(tx, supportCase);
    const rows = await this.rowsOf(tx, supportCase.id);
    const decided = rows.find((row) => !row.isAutomatic);
    const found = decided?.status === 'yes' ? decided.bases.map((code) => this.assessedBasis(code)) : [];
    return {
      caseId: supportCase.id,
      status: automatic.length > 0 ? 'yes' : (decided?.status ?? 'not-assessed'),
      isAutomatic: automatic.length > 0,
      bases: [...automatic.map(({ rule, because }) => toBasis(rule, because, true)), ...found],
      history: rows.map(({ noteSealed, ...row }) => ({
        ...row,
        note: noteSealed === null ? null : this.encryption.open(noteSealed, notePlace(row.id)),
        decidedAt: row.decidedAt.toISOString(),
        recordedAt: row.recordedAt.toISOString(),
      })),
    };
  }

  private assessedBasis(code: string): BasisResponse {
    const gone = {
      code,
      label: code,
      group: 'ENH-DISC',
      source: 'earlier policy',
      factStatus: 'unknown' as const,
    };
    const because = [{ what: 'assessment', name: null, referralId: null }];
    return toBasis(this.policy.find(code) ?? gone, because, false);
  }

  private rowsOf(tx: Transaction, caseId: string): Promise<StatusRow[]> {
    return tx.query<StatusRow>(HISTORY, [caseId]);
  }
}

function isWritten(row: StatusRow | undefined, codes: string[]): boolean {
  if (!row?.isAutomatic) return false;
  return [...row.bases].sort().join() === [...codes].sort().join();
}

function toBasis(rule: BasisRule, because: BasisResponse['because'], isAutomatic: boolean): BasisResponse {
  const { code, label, group, source, factStatus } = rule;
  return { code, label, group, isAutomatic, because, source, factStatus };
}

function notePlace(rowId: string) {
  return { table: 'enhanced_status', column: 'note_sealed', rowId };
}

const HISTORY = `
  SELECT id, status, bases, is_automatic AS "isAutomatic", note_sealed AS "noteSealed", decided_at AS "decidedAt",
         decided_by AS "decidedBy", recorded_at AS "recordedAt"
    FROM enhanced_status WHERE case_id = $1 ORDER BY recorded_at DESC, id DESC LIMIT 200`;
