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
import { prepareRuntime } from '../../src/platform/runtime.js';
import { Settings } from '../../src/platform/settings.js';
import { publishReferenceData } from '../../src/publish-reference-data.js';
import { VictimsCodeReport } from '../../src/reporting/victims-code/victims-code-report.js';
import type { BenchDatabase } from './bench-cluster.js';

const NOW = new Date('2024-06-01T09:00:00Z');
const PERIOD = { from: '2019-04-01', to: '2024-05-31' };

/** Seconds of the fastest round. */
export interface CodeReportTimes {
  whole: number;
  bare: number;
  /** Of the answer. */
  bytes: number;
  counted: number;
}

type Statement = [sql: string, parameters: readonly unknown[]];

/** Asks for the report over HTTP, and runs the SQL that it takes by itself, in turns. */
export async function codeReportThroughService(
  database: BenchDatabase,
  rounds: number,
): Promise<CodeReportTimes> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'val-bench-code-'));
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
    await publishReferenceData(app);
    const ask = await askingOver(app);
    const { statements, counted } = await statementsOf(app);
    const times: CodeReportTimes = { whole: Infinity, bare: Infinity, bytes: 0, counted };
    for (let round = 0; round <= rounds; round += 1) {
      const whole = await secondsOf(async () => {
        times.bytes = await ask();
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

async function askingOver(app: NestFastifyApplication): Promise<() => Promise<number>> {
  await app.listen(0, '127.0.0.1');
  const query = new URLSearchParams(PERIOD).toString();
  const address = `${await app.getUrl()}/api/v1/reports/victims-code?${query}`;
  const officer = INVENTED_STAFF.find(({ roles }) => roles.includes('returns-officer'))!;
  const authorization = `Bearer ${await app.get(DevelopmentIssuer).tokenFor(officer)}`;
  return async () => {
    const answer = await fetch(address, { headers: { authorization } });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.arrayBuffer()).byteLength;
  };
}

/** Every statement that the report takes, as the service runs them. */
async function statementsOf(
  app: NestFastifyApplication,
): Promise<{ statements: Statement[]; counted: number }> {
  const statements: Statement[] = [];
  return app.get(Database).inTransaction(serviceActor('reporting', 'bench'), async (tx) => {
    const listening = Object.assign(Object.create(tx) as Transaction, {
      query: (sql: string, parameters: readonly unknown[] = []) => {
        statements.push([sql, parameters]);
        return tx.query(sql, parameters);
      },
    });
    const report = app.get(VictimsCodeReport, { strict: false });
    const { sections } = await report.compute(listening, { ...PERIOD, asOf: NOW });
    return { statements, counted: sections.reduce((sum, { total }) => sum + total.counts.total!, 0) };
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
