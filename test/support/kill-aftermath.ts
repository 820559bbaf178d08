import { setTimeout as pause } from 'node:timers/promises';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { CONTRADICTIONS, LEFT_ALONE, WAITING } from './kill-contradictions.js';
import type { SmtpSink } from './smtp-sink.js';

const LOOK_EVERY_MS = 100;

/** Looks at what a service left in its database, as a superuser who sees everything. */
export class Aftermath {
  constructor(private readonly superuserUrl: string) {}

  rows<T extends object>(sql: string, ...parameters: unknown[]): Promise<T[]> {
    return withClient(this.superuserUrl, async (client) => (await client.query<T>(sql, parameters)).rows);
  }

  /**
   * Waits until nothing is left to do.
   * @param unasked kinds of work that need not be done
   * @throws naming what is, when the patience has run out
   */
  async untilIdle(patienceMs: number, unasked: string[] = []): Promise<void> {
    const givenUpAt = performance.now() + patienceMs;
    for (;;) {
      const [waiting] = await this.rows<Record<string, number>>(WAITING);
      const left = Object.entries(waiting!).filter(([kind, count]) => count > 0 && !unasked.includes(kind));
      if (left.length === 0) return;
      if (performance.now() > givenUpAt)
        throw new Error(`it did not come to rest: ${JSON.stringify(waiting)}`);
      await pause(LOOK_EVERY_MS);
    }
  }

  /** What contradicts the promises: at most five culprits of each, by what is wrong. Empty where all holds. */
  async contradictions(): Promise<Record<string, object[]>> {
    const found: Record<string, object[]> = {};
    for (const [wrong, sql] of Object.entries(CONTRADICTIONS)) {
      const culprits = await this.rows(sql);
      if (culprits.length > 0) found[`${wrong} (${culprits.length})`] = culprits.slice(0, 5);
    }
    return found;
  }

  /** A digest of every row, by table, to see later which table changed. */
  async digest(): Promise<Record<string, string>> {
    const digests: Record<string, string> = {};
    for (const table of LEFT_ALONE) {
      const [row] = await this.rows<{ digest: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') AS digest
           FROM ${table} t`,
      );
      digests[table] = row!.digest;
    }
    return digests;
  }

  /** Where the sink and the database tell different stories about the same message. */
  async disagreements(sink: SmtpSink): Promise<Record<string, string[]>> {
    const messages = await this.rows<{ id: string; state: string; tries: number }>(
      'SELECT id, state, tries FROM message',
    );
    const states = new Map(messages.map(({ id, state }) => [id, state]));
    const taken = new Set(sink.taken.map(({ messageId }) => messageId));
    const unexpected = [...taken].filter((id) => !['sent', 'unknown'].includes(states.get(id) ?? 'no row'));
    return {
      'taken twice': sink.takenTwice(),
      'taken, but neither sent nor unknown': unexpected.map(
        (id) => `${id} ${states.get(id) ?? 'has no row'}`,
      ),
      'sent, but never taken': messages
        .filter(({ id, state }) => state === 'sent' && !taken.has(id))
        .map(({ id }) => id),
    };
  }
}
