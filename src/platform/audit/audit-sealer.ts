import { Inject, Injectable } from '@nestjs/common';
import { serviceActor } from '../access/actor.js';
import { CHAIN_START } from '../crypto/chain-hash.js';
import type { Keyring } from '../crypto/keyring.js';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { Leases } from '../leases/leases.js';
import { Log } from '../logging/log.js';
import { Job } from '../queues/job.decorator.js';
import { AuditAnchor } from './audit-anchor.js';
import { AUDIT_KEYS } from './audit-keys.js';
import { SEAL_COLUMNS, type Seal, SEALED_COLUMNS, type SealedEntry, sealHash } from './sealed-entries.js';

const LEASE_SECONDS = 60;
/** How many entries one seal holds at most. */
export const SEAL_SIZE = 1000;
/** A run stops after so many seals; the next ring goes on. */
const SEALS_A_RUN = 200;

interface Head extends Seal {
  lastEntryId: string;
}

const BEFORE_THE_FIRST = {
  number: 0,
  hash: CHAIN_START,
  lastTransactionId: '0',
  lastEntryId: '00000000-0000-0000-0000-000000000000',
};

/**
 * Chains audit entries behind their commit. Only entries below the oldest running transaction are sealed: none can
 * still appear among them, so what stands in front of a seal later was put there by somebody else.
 */
@Injectable()
export class AuditSealer {
  constructor(
    private readonly database: Database,
    private readonly leases: Leases,
    private readonly anchor: AuditAnchor,
    private readonly log: Log,
    @Inject(AUDIT_KEYS) private readonly keys: Keyring,
  ) {}

  /** Seals what is committed and anchors each head; does nothing where another process is at it. */
  @Job('seal-audit')
  async seal(): Promise<void> {
    const lease = await this.leases.hold('seal-audit', LEASE_SECONDS);
    if (!lease) return;
    try {
      await this.anchorLastHead();
      for (let made = 0; made < SEALS_A_RUN; made += 1) {
        const seal = await this.sealNext();
        if (!seal) return;
        await this.anchor.append(seal);
        if (made % 20 === 19 && !(await lease.renew())) return;
      }
    } finally {
      await lease.release();
    }
  }

  /**
   * A crash between a seal's commit and its line leaves the last head unanchored, and only that one. A wider gap has
   * another cause and is left for the verification to find.
   */
  private async anchorLastHead(): Promise<void> {
    const head = await this.database.inTransaction(serviceActor('worker', 'seal-audit'), headOf);
    const anchored = await this.anchor.lastNumber();
    if (head && head.number > anchored) await this.anchor.append(head);
    const sealed = head?.number ?? 0;
    if (sealed < anchored || sealed > anchored + 1)
      this.log.error('audit.anchor-differs', { sealed, anchored });
  }

  private async sealNext(): Promise<Seal | null> {
    return this.database.inTransaction(serviceActor('worker', 'seal-audit'), async (tx) => {
      const head = (await headOf(tx)) ?? BEFORE_THE_FIRST;
      const entries = await entriesAfter(tx, head);
      const last = entries.at(-1);
      if (!last) return null;
      const seal = this.sealOver(tx, head, entries, last);
      await tx.insert('audit_seal', [
        {
          number: seal.number,
          entry_ids: entries.map(({ id }) => id),
          last_transaction_id: seal.lastTransactionId,
          previous_hash: seal.previousHash,
          hash: seal.hash,
          key_id: seal.keyId,
          sealed_at: seal.sealedAt,
        },
      ]);
      return seal;
    });
  }

  private sealOver(
    tx: Transaction,
    head: Pick<Seal, 'number' | 'hash'>,
    entries: SealedEntry[],
    last: SealedEntry,
  ): Seal {
    const keyId = this.keys.currentKeyId;
    const seal = {
      number: head.number + 1,
      previousHash: head.hash,
      keyId,
      lastTransactionId: last.transactionId,
      sealedAt: tx.now.toISOString(),
    };
    return { ...seal, hash: sealHash(this.keys.keys.get(keyId)!, seal, entries) };
  }
}

/** The newest seal, and where it ends. */
function headOf(tx: Transaction): Promise<Head | null> {
  return tx.queryOne<Head>(
    `SELECT ${SEAL_COLUMNS}, s.entry_ids[cardinality(s.entry_ids)] AS "lastEntryId"
       FROM audit_seal s ORDER BY s.number DESC LIMIT 1`,
  );
}

function entriesAfter(
  tx: Transaction,
  head: Pick<Head, 'lastTransactionId' | 'lastEntryId'>,
): Promise<SealedEntry[]> {
  return tx.query<SealedEntry>(
    `SELECT ${SEALED_COLUMNS} FROM audit_entry e
      WHERE e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
        AND (e.transaction_id, e.id) > ($1::xid8, $2::uuid)
      ORDER BY e.transaction_id, e.id LIMIT ${SEAL_SIZE}`,
    [head.lastTransactionId, head.lastEntryId],
  );
}
