import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { serviceActor } from '../../src/platform/access/actor.js';
import { AuditAnchor } from '../../src/platform/audit/audit-anchor.js';
import { AuditSealer } from '../../src/platform/audit/audit-sealer.js';
import { AuditVerification } from '../../src/platform/audit/audit-verification.js';
import { SettableClock } from '../../src/platform/clock.js';
import { type Keyring, newKeyringText, parseKeyring } from '../../src/platform/crypto/keyring.js';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { newId } from '../../src/platform/ids.js';
import { Leases } from '../../src/platform/leases/leases.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { KeptLog, type OpenDatabase, openDatabase, until } from './queue-application.js';

const NINE = new Date('2019-04-01T09:00:00Z');
export const auditor = serviceActor('reporting', 'auditor');

/** An audit of its own for each test of a file: database, clock, keys and anchor file. */
export class SealedAudit {
  readonly clock = new SettableClock(NINE);
  readonly keyText = newKeyringText('first');
  folder = '';
  anchorFile = '';
  log = new KeptLog();
  fresh!: FreshDatabase;
  opened!: OpenDatabase;

  private constructor() {}

  static forEachTest(): SealedAudit {
    const audit = new SealedAudit();
    beforeAll(async () => {
      audit.folder = await mkdtemp(join(tmpdir(), 'val-anchor-'));
    });
    beforeEach(() => audit.begin());
    afterEach(async () => {
      await audit.opened.close();
      await audit.fresh.drop();
    });
    afterAll(() => rm(audit.folder, { recursive: true, force: true }));
    return audit;
  }

  /** Runs the sealer as its job does. */
  sealOnce(keys = this.keys()): Promise<void> {
    const anchor = new AuditAnchor(this.anchorFile);
    const leases = new Leases(this.opened.database);
    return new AuditSealer(this.opened.database, leases, anchor, this.log.log, keys).seal();
  }

  /** Seals all that was written: other tests' transactions on the same server may hold the sealer back for a while. */
  async seal(keys = this.keys()): Promise<void> {
    await until('everything is sealed', async () => {
      await this.sealOnce(keys);
      return withClient(this.fresh.superuserUrl, async (client) => {
        const { rowCount } = await client.query(
          'SELECT 1 FROM audit_entry WHERE transaction_id > coalesce((SELECT max(last_transaction_id) FROM audit_seal), $1) LIMIT 1',
          ['0'],
        );
        return rowCount === 0;
      });
    });
  }

  verify(keys = this.keys()): ReturnType<AuditVerification['verify']> {
    return new AuditVerification(this.opened.database, new AuditAnchor(this.anchorFile), keys).verify(
      auditor,
    );
  }

  /** The kinds of problems that verification finds. */
  async codes(keys = this.keys()): Promise<string[]> {
    return [...new Set((await this.verify(keys)).problems.map(({ code }) => code))];
  }

  /** Writes so many entries in one transaction. */
  async write(entries: number): Promise<void> {
    await this.opened.database.inTransaction(auditor, async (tx) => {
      for (let n = 0; n < entries; n += 1) {
        await tx.audit({
          action: 'case.read',
          targetType: 'case',
          targetIds: [newId()],
          personIds: [newId()],
          fields: ['riskNote'],
        });
      }
    });
  }

  /** Three seals of four entries each, all anchored, some time ago. */
  async threeSeals(): Promise<void> {
    for (let seal = 0; seal < 3; seal += 1) {
      await this.write(4);
      await this.seal();
    }
    this.hoursLater(1);
  }

  hoursLater(hours: number): void {
    this.clock.set(new Date(NINE.getTime() + hours * 3600_000));
  }

  /** What somebody with every right on the database can do, triggers and policies notwithstanding. */
  tamper(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
    return withClient(this.fresh.superuserUrl, async (client) => {
      await client.query('SET session_replication_role = replica');
      await work(client);
    });
  }

  private keys(): Keyring {
    return parseKeyring('AUDIT_KEYS', this.keyText);
  }

  private async begin(): Promise<void> {
    this.clock.set(NINE);
    this.log = new KeptLog();
    this.anchorFile = join(this.folder, newId(), 'anchor.log');
    this.fresh = await freshDatabase();
    this.opened = await openDatabase(this.fresh.applicationUrl, this.clock);
  }
}
