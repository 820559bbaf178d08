import { type DynamicModule, Global, type INestApplicationContext, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { serviceActor } from '../../src/platform/access/actor.js';
import { Clock, SystemClock } from '../../src/platform/clock.js';
import { FieldEncryption } from '../../src/platform/crypto/field-encryption.js';
import { newKeyringText, parseKeyring } from '../../src/platform/crypto/keyring.js';
import { AnsweredRequests } from '../../src/platform/database/answered-requests.js';
import { createDataSource } from '../../src/platform/database/connections.js';
import { Database } from '../../src/platform/database/database.js';
import { Metrics } from '../../src/platform/health/metrics.js';
import { Readiness } from '../../src/platform/health/readiness.js';
import { Leases } from '../../src/platform/leases/leases.js';
import { Log } from '../../src/platform/logging/log.js';
import type { QueueOptions } from '../../src/platform/queues/queue-options.js';
import { QueuesModule } from '../../src/platform/queues/queues.module.js';

/** A database opened as the application does, without the rest of it. */
export interface OpenDatabase {
  dataSource: DataSource;
  database: Database;
  close(): Promise<void>;
}

export async function openDatabase(url: string, clock: Clock = new SystemClock()): Promise<OpenDatabase> {
  const dataSource = createDataSource({
    url,
    applicationName: 'val-test',
    most: 12,
    onLost: () => undefined,
  });
  await dataSource.initialize();
  const encryption = new FieldEncryption(parseKeyring('FIELD_KEYS', newKeyringText()));
  const database = new Database(dataSource, clock, new AnsweredRequests(encryption));
  return { dataSource, database, close: () => dataSource.destroy() };
}

/** What the log was told, line by line. */
export class KeptLog {
  readonly lines: { event: string; [field: string]: unknown }[] = [];
  readonly log = new Log('debug', { write: (line: string) => void this.lines.push(JSON.parse(line)) });

  events(name: string): { event: string; [field: string]: unknown }[] {
    return this.lines.filter(({ event }) => event === name);
  }
}

export interface QueueApplicationOptions extends Partial<QueueOptions> {
  databaseUrl: string;
  database: OpenDatabase;
  handlers: Type[];
  log?: KeptLog;
}

/** The queues, and providers with handlers, in an application of their own. */
export async function startQueues(options: QueueApplicationOptions): Promise<INestApplicationContext> {
  const { database, handlers, log = new KeptLog(), ...rest } = options;
  const queues = { role: 'all', redisUrl: null, redisDurability: null, shutdownSeconds: 5, ...rest } as const;
  const root = {
    module: class Root {},
    imports: [Ground.on(database, log), QueuesModule.on(queues)],
    providers: handlers,
  };
  return NestFactory.createApplicationContext(root, { logger: false, abortOnError: false });
}

/** Announces one event for each of the payloads and commits. */
export async function announce(
  { database }: OpenDatabase,
  name: Parameters<Parameters<Parameters<Database['inTransaction']>[1]>[0]['announce']>[0],
  ...payloads: Record<string, string>[]
): Promise<void> {
  await database.inTransaction(serviceActor('worker', 'test'), (tx) => tx.announce(name, ...payloads));
}

/** Waits until something holds, or fails saying what did not. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  milliseconds = 10_000,
): Promise<void> {
  const givenUpAt = performance.now() + milliseconds;
  while (!(await holds())) {
    if (performance.now() > givenUpAt) throw new Error(`not within ${milliseconds} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

@Global()
@Module({})
class Ground {
  static on({ dataSource, database }: OpenDatabase, { log }: KeptLog): DynamicModule {
    const shared = [
      { provide: Clock, useValue: new SystemClock() },
      { provide: DataSource, useValue: { query: (sql: string) => dataSource.query(sql) } },
      { provide: Database, useValue: database },
      { provide: Log, useValue: log },
    ];
    const classes = [Metrics, Readiness, Leases];
    return { module: Ground, providers: [...shared, ...classes], exports: [...shared, ...classes] };
  }
}
