import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ENTITIES } from '../../src/app-entities.js';
import { createApplication } from '../../src/create-application.js';
import { serviceActor } from '../../src/platform/access/actor.js';
import { DevelopmentIssuer } from '../../src/platform/access/development-issuer.js';
import { INVENTED_STAFF } from '../../src/platform/access/development-staff.js';
import { SettableClock } from '../../src/platform/clock.js';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { Database } from '../../src/platform/database/database.js';
import type { Transaction } from '../../src/platform/database/transaction.js';
import { newId } from '../../src/platform/ids.js';
import { prepareRuntime } from '../../src/platform/runtime.js';
import { Settings } from '../../src/platform/settings.js';
import { publishReferenceData } from '../../src/publish-reference-data.js';
import { ComputeReturn } from '../../src/reporting/moj-return/compute-return.js';
import { measured } from '../../src/reporting/moj-return/integrity/comparison.js';
import { returnRow } from '../../src/reporting/moj-return/return-rows.js';
import type { BenchDatabase } from './bench-cluster.js';

const NOW = new Date('2024-06-01T09:00:00Z');
const QUARTER = { kind: 'quarter', from: '2021-07-01', to: '2021-09-30' };

/** Seconds of the fastest round. */
export interface ReturnTimes {
  whole: number;
  bare: number;
  statements: number;
  referrals: number;
  bytes: number;
}

type Statement = [sql: string, parameters: readonly unknown[]];

/** Makes the workbook of a draft over HTTP, and runs the SQL that it takes by itself, in turns. */
export async function returnThroughService(database: BenchDatabase, rounds: number): Promise<ReturnTimes> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'val-bench-return-'));
  const { applicationUrl: DATABASE_URL } = database;
  const settings = {
    NODE_ENV: 'test',
    ROLE: 'api',
    DATA_DIR: dataDirectory,
    DATABASE_URL,
    LOG_LEVEL: 'silent',
  };
  const runtime = await prepareRuntime(new Settings(settings), {
    ...{ embedded: null, entities: ENTITIES, clock: new SettableClock(NOW) },
  });
  const app = await createApplication(runtime);
  try {
    const workbook = await workbookOf(app);
    const { statements, referrals } = await statementsOf(app, workbook.id);
    const times: ReturnTimes = {
      whole: Infinity,
      bare: Infinity,
      statements: statements.length,
      referrals,
      bytes: 0,
    };
    for (let round = 0; round <= rounds; round += 1) {
      const whole = await secondsOf(async () => {
        times.bytes = await workbook.download();
      });
      const bare = await bareSeconds(database, statements);
      if (round > 0)
        Object.assign(times, { whole: Math.min(times.whole, whole), bare: Math.min(times.bare, bare) });
    }
    return times;
  } finally {
    await app.close();
    await runtime.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

/** A draft of the quarter, and how a returns officer downloads it. */
async function workbookOf(app: NestFastifyApplication): Promise<{ id: string; download(): Promise<number> }> {
  await publishReferenceData(app);
  await app.listen(0, '127.0.0.1');
  const address = `${await app.getUrl()}/api/v1/returns`;
  const officer = INVENTED_STAFF.find(({ roles }) => roles.includes('returns-officer'))!;
  const authorization = `Bearer ${await app.get(DevelopmentIssuer).tokenFor(officer)}`;
  const headers = { authorization, 'idempotency-key': newId(), 'content-type': 'application/json' };
  const begun = await fetch(address, { method: 'POST', headers, body: JSON.stringify(QUARTER) });
  if (!begun.ok) throw new Error(await begun.text());
  const { id } = (await begun.json()) as { id: string };
  return {
    id,
    async download() {
      const answer = await fetch(`${address}/${id}/workbook`, { headers: { authorization } });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.arrayBuffer()).byteLength;
    },
  };
}

/** Every statement that the figures of a return take, as the service runs them. */
async function statementsOf(
  app: NestFastifyApplication,
  id: string,
): Promise<{ statements: Statement[]; referrals: number }> {
  const statements: Statement[] = [];
  return app.get(Database).inTransaction(serviceActor('reporting', 'bench'), async (tx) => {
    const listening = Object.assign(Object.create(tx) as Transaction, {
      query: (sql: string, parameters: readonly unknown[] = []) => {
        statements.push([sql, parameters]);
        return tx.query(sql, parameters);
      },
    });
    const row = await returnRow(tx, id);
    const figures = await app.get(ComputeReturn, { strict: false }).compute(listening, row);
    return { statements, referrals: measured(figures, 'referrals.total') };
  });
}

function bareSeconds({ superuserUrl }: BenchDatabase, statements: readonly Statement[]): Promise<number> {
  return withClient(superuserUrl, async (client) => {
    await client.query('BEGIN');
    const taken = await secondsOf(async () => {
      for (const [sql, parameters] of statements) await client.query(sql, [...parameters]);
    });
    await client.query('COMMIT');
    return taken;
  });
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}
