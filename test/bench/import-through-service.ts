import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ENTITIES } from '../../src/app-entities.js';
import { createApplication } from '../../src/create-application.js';
import { DevelopmentIssuer } from '../../src/platform/access/development-issuer.js';
import { INVENTED_STAFF } from '../../src/platform/access/development-staff.js';
import { SettableClock } from '../../src/platform/clock.js';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { newId } from '../../src/platform/ids.js';
import type { JobIds } from '../../src/platform/queues/job.decorator.js';
import { JobRegistry } from '../../src/platform/queues/job-registry.js';
import { prepareRuntime, type Runtime } from '../../src/platform/runtime.js';
import { Settings } from '../../src/platform/settings.js';
import { publishReferenceData } from '../../src/publish-reference-data.js';
import type { BenchCluster, BenchDatabase } from './bench-cluster.js';
import type { Extract } from './scenario-extract.js';

/** After the last extract of the period. */
const IMPORTED_AT = new Date('2019-08-16T06:00:00Z');

/** Seconds by the clock, and those in which this process was busy itself; in the rest it waited for the database. */
export interface Stage {
  seconds: number;
  busy: number;
}

/** How long an import took from the request to the finished receipt. */
export interface ImportTimes {
  /** Upload, decoding, reading, sealing, staging. */
  upload: Stage;
  /** Opening, parsing, judging, sealing, writing. */
  processing: Stage;
  whole: number;
  receipt: Record<string, unknown>;
}

/**
 * Imports an extract as a caller would: uploaded over HTTP into the application, which runs in this process as role
 * `api`, so that nothing else works beside it; then the job that the upload announced is run.
 */
export async function importThroughService(
  cluster: BenchCluster,
  database: BenchDatabase,
  { csv }: Extract,
): Promise<ImportTimes> {
  return withImports(database, (importing) => importing(cluster, { csv }));
}

/** A file for a feed; the one of referrals unless it is named. */
export interface FileOfRows {
  csv: string;
  feed?: string;
}

export type Importing = (cluster: BenchCluster, file: FileOfRows) => Promise<ImportTimes>;

/** Runs the application on a database, as role `api` in this process, for one import after the other. */
export async function withImports<T>(
  database: BenchDatabase,
  work: (importing: Importing) => Promise<T>,
): Promise<T> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'val-bench-import-'));
  const runtime = await prepareRuntime(settingsFor(database, dataDirectory), {
    embedded: null,
    entities: ENTITIES,
    clock: new SettableClock(IMPORTED_AT),
  });
  const app = await createApplication(runtime);
  try {
    const imports = await importsOf(app);
    return await work(async (cluster, file) => {
      await cluster.settle();
      const { result: upload, ...uploading } = await staged(() => imports.upload(file));
      const ids = await announced(database, upload.id);
      const { result: _, ...processing } = await staged(() =>
        app.get(JobRegistry).run('process-intake-file', ids),
      );
      const receipt = await imports.receipt(upload.id);
      return { upload: uploading, processing, whole: uploading.seconds + processing.seconds, receipt };
    });
  } finally {
    await close(app, runtime);
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

function settingsFor({ applicationUrl }: BenchDatabase, dataDirectory: string): Settings {
  return new Settings({
    NODE_ENV: 'test',
    ROLE: 'api',
    DATA_DIR: dataDirectory,
    DATABASE_URL: applicationUrl,
    LOG_LEVEL: 'silent',
  });
}

/** The import routes of the running application, as a team leader calls them. */
async function importsOf(app: NestFastifyApplication) {
  await publishReferenceData(app);
  await app.listen(0, '127.0.0.1');
  const address = `${await app.getUrl()}/api/v1/imports`;
  const leader = INVENTED_STAFF.find(({ roles }) => roles.includes('team-leader'))!;
  const authorization = `Bearer ${await app.get(DevelopmentIssuer).tokenFor(leader)}`;
  return {
    async upload({ csv, feed }: FileOfRows): Promise<{ id: string }> {
      const body = new FormData();
      if (feed !== undefined) body.append('feed', feed);
      body.append('file', new Blob([csv], { type: 'text/csv' }), 'bench.csv');
      const headers = { authorization, 'idempotency-key': newId() };
      return read<{ id: string }>(await fetch(address, { method: 'POST', headers, body }));
    },
    async receipt(id: string): Promise<Record<string, unknown>> {
      const receipt = await read<Record<string, unknown>>(
        await fetch(`${address}/${id}`, { headers: { authorization } }),
      );
      if (receipt.state !== 'finished') throw new Error(`the import is ${String(receipt.state)}`);
      return receipt;
    },
  };
}

async function read<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** What the outbox tells the job. */
async function announced({ superuserUrl }: BenchDatabase, fileId: string): Promise<JobIds> {
  return withClient(superuserUrl, async (client) => {
    const { rows } = await client.query<{ payload: JobIds }>(
      `SELECT payload FROM outbox_event WHERE name = 'intake-file.accepted' AND payload ->> 'fileId' = $1`,
      [fileId],
    );
    if (rows.length !== 1) throw new Error(`${rows.length} files were accepted`);
    return rows[0]!.payload;
  });
}

async function staged<T>(work: () => Promise<T>): Promise<Stage & { result: T }> {
  const [startedAt, busyBefore] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(busyBefore);
  return { result, seconds: (performance.now() - startedAt) / 1000, busy: (user + system) / 1e6 };
}

async function close(app: NestFastifyApplication, runtime: Runtime): Promise<void> {
  await app.close();
  await runtime.stop();
}
