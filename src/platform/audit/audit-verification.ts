import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { Keyring } from '../crypto/keyring.js';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { checkAnchor } from './anchor-check.js';
import { AuditAnchor } from './audit-anchor.js';
import { AUDIT_KEYS } from './audit-keys.js';
import { type AuditProblem, AuditProblems } from './audit-problem.js';
import { checkInsertions, checkSeals } from './seal-check.js';
import { SEAL_COLUMNS, type Seal } from './sealed-entries.js';

/** What the verification of the audit found. */
export interface AuditVerdict {
  ok: boolean;
  /** Entries that the chain covers. */
  sealedEntries: number;
  /** Entries written since the last seal, which nothing protects yet. */
  unsealedEntries: number;
  /** The first two hundred. */
  problems: AuditProblem[];
}

/** Proves that nobody altered the audit, or says where. */
@Injectable()
export class AuditVerification {
  constructor(
    private readonly database: Database,
    private readonly anchor: AuditAnchor,
    @Inject(AUDIT_KEYS) private readonly keys: Keyring,
  ) {}

  /** Reads the whole audit; looking is itself audited. */
  async verify(actor: Actor): Promise<AuditVerdict> {
    return this.database.inTransaction(actor, async (tx) => {
      await tx.audit({ action: 'audit.verify', targetType: 'audit', targetIds: [], personIds: [] });
      const problems = new AuditProblems();
      const head = await tx.queryOne<Seal & { lastEntryId: string }>(
        `SELECT ${SEAL_COLUMNS}, s.entry_ids[cardinality(s.entry_ids)] AS "lastEntryId"
           FROM audit_seal s ORDER BY s.number DESC LIMIT 1`,
      );
      await checkAnchor(tx, this.anchor, head, problems);
      const sealedEntries = head ? await checkSeals(tx, this.keys, head.number, problems) : 0;
      if (head) await checkInsertions(tx, head, problems);
      return {
        ok: !problems.found,
        sealedEntries,
        unsealedEntries: await unsealed(tx, head),
        problems: problems.list,
      };
    });
  }
}

async function unsealed(
  tx: Transaction,
  head: { lastTransactionId: string; lastEntryId: string } | null,
): Promise<number> {
  const row = await tx.queryOne<{ entries: number }>(
    `SELECT count(*)::integer AS entries FROM audit_entry
      WHERE $1::xid8 IS NULL OR (transaction_id, id) > ($1::xid8, $2::uuid)`,
    [head?.lastTransactionId ?? null, head?.lastEntryId ?? null],
  );
  return row?.entries ?? 0;
}
