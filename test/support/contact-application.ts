import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { ENTITIES } from '../../src/app-entities.js';
import { ContactModule } from '../../src/contact/contact.module.js';
import type { Channel } from '../../src/contact/channels/channel.js';
import { MessageChannels } from '../../src/contact/channels/message-channels.js';
import { PlanContact } from '../../src/contact/planning/plan-contact.js';
import { SendMessage } from '../../src/contact/sending/send-message.js';
import { SendingSteps } from '../../src/contact/sending/sending-steps.js';
import { SweepContact } from '../../src/contact/sending/sweep-contact.js';
import { AccessModule } from '../../src/platform/access/access.module.js';
import { serviceActor } from '../../src/platform/access/actor.js';
import { SettableClock } from '../../src/platform/clock.js';
import { BlindIndex } from '../../src/platform/crypto/blind-index.js';
import { FieldEncryption } from '../../src/platform/crypto/field-encryption.js';
import { newKeyringText, newKeyText, parseKey, parseKeyring } from '../../src/platform/crypto/keyring.js';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { createDataSource } from '../../src/platform/database/connections.js';
import { Database } from '../../src/platform/database/database.js';
import type { Transaction } from '../../src/platform/database/transaction.js';
import { Metrics } from '../../src/platform/health/metrics.js';
import { AnswerInterceptor } from '../../src/platform/http/answer.interceptor.js';
import { ProblemFilter } from '../../src/platform/http/problem.filter.js';
import { Log } from '../../src/platform/logging/log.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import type { QueueOptions } from '../../src/platform/queues/queue-options.js';
import { JOBS } from '../../src/platform/queues/job-list.js';
import { QueuesModule } from '../../src/platform/queues/queues.module.js';
import { Settings } from '../../src/platform/settings.js';
import { StrictValidationPipe } from '../../src/platform/validation/strict-validation-pipe.js';
import { BankHolidays } from '../../src/reference-data/bank-holidays.js';
import { ReferenceDataStore } from '../../src/reference-data/reference-data-store.js';
import { ContactablePeople } from './contactable-people.js';
import { type FreshDatabase, freshDatabase } from './database.js';
import { Api } from './http.js';
import { mintTokens } from './tokens.js';

const WORKER = serviceActor('worker', 'test');

/** What the provider of SMS shows. */
export const CALLBACK_TOKEN = 'invented-callback-token-of-the-tests';

export interface ContactApplicationOptions {
  /** Without it no queue runs: a test calls the jobs itself. */
  queues?: Pick<QueueOptions, 'redisUrl' | 'redisDurability'>;
  clock?: SettableClock;
  /** Rooms beside that of contact. */
  rooms?: Type[];
}

/** The contact room on a database of its own, over HTTP, with a clock that a test sets. */
export class ContactApplication {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly clock: SettableClock,
    readonly fresh: FreshDatabase,
    readonly api: Api,
    private readonly dataSource: DataSource,
    private readonly dataDir: string,
  ) {}

  static async open(options: ContactApplicationOptions = {}): Promise<ContactApplication> {
    const fresh = await freshDatabase();
    const dataDir = await mkdtemp(join(tmpdir(), 'val-contact-'));
    const dataSource = await createDataSource(
      { url: fresh.applicationUrl, applicationName: 'contact', most: 24, onLost: () => undefined },
      ENTITIES,
    ).initialize();
    const clock = options.clock ?? new SettableClock(new Date());
    const app = await built(options, { dataDir, clock, dataSource, applicationUrl: fresh.applicationUrl });
    const address = { ...fresh, url: await app.getUrl(), dataDirectory: dataDir, outputFile: '' };
    return new ContactApplication(
      app,
      clock,
      fresh,
      new Api(address, await mintTokens(dataDir, clock)),
      dataSource,
      dataDir,
    );
  }

  get people(): ContactablePeople {
    return new ContactablePeople(this.database, this.app.get(FieldEncryption), this.app.get(BlindIndex));
  }

  get database(): Database {
    return this.app.get(Database);
  }

  plan(...personIds: string[]): Promise<void> {
    return this.app.get(PlanContact).plan(personIds);
  }

  send(messageId: string): Promise<void> {
    return this.app.get(SendMessage).sendMessage({ messageId });
  }

  sweep(): Promise<void> {
    return this.app.get(SweepContact).sweepContact();
  }

  /** Sending through another channel than the application's own, whatever the kind of message. */
  sender(channel: Channel): SendMessage {
    const { app } = this;
    const channels = new MessageChannels({ email: channel, sms: channel, letter: channel });
    return new SendMessage(this.database, channels, app.get(SendingSteps), app.get(Metrics), app.get(Log));
  }

  /** A transaction as the service itself. */
  inTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.database.inTransaction(WORKER, work);
  }

  query<T extends object>(sql: string, ...parameters: unknown[]): Promise<T[]> {
    return this.inTransaction((tx) => tx.query<T>(sql, parameters));
  }

  /** Changes a fact of somebody's safety as every room does: the version rises in the same transaction. */
  change(personId: string, sql: string, ...parameters: unknown[]): Promise<void> {
    return this.inTransaction(async (tx) => {
      await tx.query(sql, parameters);
      await tx.query(`UPDATE person SET safety_version = safety_version + 1 WHERE id = $1`, [personId]);
      await tx.announce('contact-safety.changed', { personId });
    });
  }

  /** Rows as they lie in the database, behind row-level security. */
  rows<T extends object>(sql: string, ...parameters: unknown[]): Promise<T[]> {
    return withClient(
      this.fresh.superuserUrl,
      async (client) => (await client.query<T>(sql, parameters)).rows,
    );
  }

  later(milliseconds: number): void {
    this.clock.set(new Date(this.clock.now().getTime() + milliseconds));
  }

  async close(): Promise<void> {
    await this.app.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.fresh.drop();
    await rm(this.dataDir, { recursive: true });
  }
}

const CONTACT_JOBS = {
  'plan-contact': JOBS['plan-contact'],
  'replan-contact': JOBS['replan-contact'],
  'send-message': JOBS['send-message'],
  'sweep-contact': JOBS['sweep-contact'],
  'ask-notify': JOBS['ask-notify'],
  'sweep-requests': JOBS['sweep-requests'],
  'sweep-break-glass': JOBS['sweep-break-glass'],
  'reassess-age': JOBS['reassess-age'],
};

async function built(
  options: ContactApplicationOptions,
  ground: { dataDir: string; clock: SettableClock; dataSource: DataSource; applicationUrl: string },
): Promise<NestFastifyApplication> {
  const { dataDir, applicationUrl } = ground;
  const settings = new Settings({
    DATA_DIR: dataDir,
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    NOTIFY_CALLBACK_TOKEN: CALLBACK_TOKEN,
  });
  const keys = {
    field: parseKeyring('FIELD_KEYS', newKeyringText()),
    blindIndex: parseKey('BLIND_INDEX_KEY', newKeyText()),
    audit: parseKeyring('AUDIT_KEYS', newKeyringText()),
  };
  const runtime = { settings, ...ground, keys, stop: async () => undefined };
  const store = { ...options.queues!, role: 'all' as const, databaseUrl: applicationUrl, shutdownSeconds: 5 };
  const queues = options.queues ? [QueuesModule.on({ ...store, jobs: CONTACT_JOBS })] : [];
  class Whole {}
  const rooms = [ContactModule, ...(options.rooms ?? [])];
  Module({ imports: [PlatformModule.on(runtime), AccessModule.on(runtime), ...queues, ...rooms] })(Whole);
  const app = await NestFactory.create<NestFastifyApplication>(Whole, new FastifyAdapter(), {
    logger: false,
    abortOnError: false,
  });
  await app
    .get(Database)
    .inTransaction(WORKER, (tx) => app.get(ReferenceDataStore, { strict: false }).publish(tx));
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready', 'metrics'] });
  app.useGlobalPipes(new StrictValidationPipe());
  app.useGlobalFilters(new ProblemFilter(new Log(settings.logLevel)));
  app.useGlobalInterceptors(new AnswerInterceptor());
  await app.listen(0, '127.0.0.1');
  await app.get(BankHolidays, { strict: false }).read();
  return app;
}
