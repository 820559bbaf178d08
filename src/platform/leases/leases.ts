import { Injectable } from '@nestjs/common';
import { serviceActor } from '../access/actor.js';
import { Database } from '../database/database.js';
import { newId } from '../ids.js';

/** What only one process may do at a time, held until it is released or its time has run out. */
export class Lease {
  constructor(
    readonly name: string,
    private readonly holder: string,
    private readonly ttlSeconds: number,
    private readonly database: Database,
  ) {}

  /** Holds on for another full term. False where the time had run out and somebody else took over. */
  async renew(): Promise<boolean> {
    return this.database.inTransaction(serviceActor('worker', 'leases'), async (tx) => {
      const rows = await tx.query(
        'UPDATE lease SET expires_at = $3 WHERE name = $1 AND holder = $2 RETURNING name',
        [this.name, this.holder, expiry(tx.now, this.ttlSeconds)],
      );
      return rows.length === 1;
    });
  }

  /** Lets others take it at once. */
  async release(): Promise<void> {
    await this.database.inTransaction(serviceActor('worker', 'leases'), async (tx) => {
      await tx.query('DELETE FROM lease WHERE name = $1 AND holder = $2', [this.name, this.holder]);
    });
  }
}

/**
 * Leases: who holds one should have stopped, or renewed it, before its time runs out. A process that hangs for longer
 * may come back while another one holds the lease, so what must never happen twice needs a fence of its own.
 */
@Injectable()
export class Leases {
  constructor(private readonly database: Database) {}

  /** Takes a lease for so many seconds; null where somebody holds it, in this process or another. */
  async hold(name: string, ttlSeconds: number): Promise<Lease | null> {
    const holder = newId();
    return this.database.inTransaction(serviceActor('worker', 'leases'), async (tx) => {
      const taken = await tx.query(
        `INSERT INTO lease (name, holder, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
           WHERE lease.expires_at <= $4
         RETURNING name`,
        [name, holder, expiry(tx.now, ttlSeconds), tx.now],
      );
      return taken.length === 1 ? new Lease(name, holder, ttlSeconds, this.database) : null;
    });
  }
}

function expiry(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}
