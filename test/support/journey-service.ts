import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import fastifyMultipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { ENTITIES } from '../../src/app-entities.js';
import { AppModule } from '../../src/app.module.js';
import { AuditSealer } from '../../src/platform/audit/audit-sealer.js';
import { SettableClock } from '../../src/platform/clock.js';
import { newKeyringText, newKeyText, parseKey, parseKeyring } from '../../src/platform/crypto/keyring.js';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { createDataSource } from '../../src/platform/database/connections.js';
import { AnswerInterceptor } from '../../src/platform/http/answer.interceptor.js';
import { describeApi } from '../../src/platform/http/api-description.js';
import { takeJsonOnly } from '../../src/platform/http/json-body.js';
import { ProblemFilter } from '../../src/platform/http/problem.filter.js';
import { StrayInputInterceptor } from '../../src/platform/http/stray-input.interceptor.js';
import { Log } from '../../src/platform/logging/log.js';
import type { Runtime } from '../../src/platform/runtime.js';
import { Settings } from '../../src/platform/settings.js';
import { StrictValidationPipe } from '../../src/platform/validation/strict-validation-pipe.js';
import { publishReferenceData } from '../../src/publish-reference-data.js';
import { type FreshDatabase, freshDatabase } from './database.js';
import { Api } from './http.js';
import { runFolder } from './shared.js';
import { mintTokens } from './tokens.js';

/** What the service has yet to do by itself. No story lets an email wait for its hours. */
const WAITING = `
  SELECT (SELECT count(*)::int FROM intake_file WHERE state IN ('receiving', 'accepted')) AS files,
         (SELECT count(*)::int FROM outbox_event WHERE relayed_at IS NULL) AS events,
         (SELECT count(*)::int FROM person WHERE checked_version < safety_version) AS people,
         (SELECT count(*)::int FROM referral r
           WHERE NOT EXISTS (SELECT FROM contact_plan p WHERE p.referral_id = r.id)) AS plans,
         (SELECT count(*)::int FROM message WHERE state IN ('queued', 'claimed')) AS messages`;
const SETTLED_WITHIN_MS = 20_000;

/**
 * The whole service over HTTP, with its queues, on a database of its own, and with a clock that a story sets: what the
 * demonstration is, less the pages that describe the API.
 */
export class JourneyService {
  private constructor(
    private readonly app: NestFastifyApplication,
    private readonly clock: SettableClock,
    private readonly database: FreshDatabase,
    private readonly dataSource: DataSource,
    private called: Api,
  ) {}

  /** @param at the instant at which the story begins */
  static async open(at: string): Promise<JourneyService> {
    const database = await freshDatabase();
    const dataDir = await mkdtemp(join(runFolder(), 'journey-'));
    const { applicationUrl } = database;
    const connection = { url: applicationUrl, applicationName: 'journey', most: 12, onLost: () => undefined };
    const dataSource = await createDataSource(connection, ENTITIES).initialize();
    const clock = new SettableClock(new Date(at));
    const keys = {
      field: parseKeyring('FIELD_KEYS', newKeyringText()),
      blindIndex: parseKey('BLIND_INDEX_KEY', newKeyText()),
      audit: parseKeyring('AUDIT_KEYS', newKeyringText()),
    };
    const level = process.env.TEST_LOG_LEVEL ?? 'silent';
    const settings = new Settings({ DATA_DIR: dataDir, NODE_ENV: 'test', LOG_LEVEL: level });
    const runtime = { settings, clock, dataSource, applicationUrl, keys, stop: async () => undefined };
    const app = await started(runtime);
    const address = { ...database, url: await app.getUrl(), dataDirectory: dataDir, outputFile: '' };
    const called = new Api(address, await mintTokens(dataDir, clock));
    return new JourneyService(app, clock, database, dataSource, called);
  }

  /** Calls the service with tokens of the day. */
  get api(): Api {
    return this.called;
  }

  /** What the demonstration's replay drives. */
  get driven(): { app: NestFastifyApplication; address: string; clock: SettableClock } {
    return { app: this.app, address: this.called.service.url, clock: this.clock };
  }

  get now(): Date {
    return this.clock.now();
  }

  /** The API description of all rooms. */
  get description(): ReturnType<typeof describeApi> {
    return describeApi(this.app);
  }

  /** Waits until nothing is left to do, then sets the clock. */
  async comesTo(at: string | Date): Promise<void> {
    await this.settled();
    this.clock.set(new Date(at));
    const { service } = this.called;
    this.called = new Api(service, await mintTokens(service.dataDirectory, this.clock));
  }

  async settled(): Promise<void> {
    const givenUpAt = performance.now() + SETTLED_WITHIN_MS;
    for (;;) {
      const [waiting] = await this.rows<Record<string, number>>(WAITING);
      if (Object.values(waiting!).every((count) => count === 0)) return;
      if (performance.now() > givenUpAt) throw new Error(`still waiting: ${JSON.stringify(waiting)}`);
      await pause(30);
    }
  }

  /** Seals what was audited, as the service does every few seconds; what runs elsewhere may hold some of it up. */
  async sealsItsAudit(): Promise<void> {
    await this.settled();
    await this.app.get(AuditSealer, { strict: false }).seal();
  }

  /** Rows as they lie in the database, behind row-level security. */
  rows<T extends object>(sql: string, ...parameters: unknown[]): Promise<T[]> {
    return withClient(
      this.database.superuserUrl,
      async (client) => (await client.query<T>(sql, parameters)).rows,
    );
  }

  async close(): Promise<void> {
    await this.app.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.database.drop();
  }
}

async function started(runtime: Runtime): Promise<NestFastifyApplication> {
  const options = { logger: false as const, bodyParser: false, abortOnError: false };
  const adapter = new FastifyAdapter({ routerOptions: { maxParamLength: 200 }, forceCloseConnections: true });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.on(runtime), adapter, options);
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready', 'metrics'] });
  takeJsonOnly(app);
  await app.register(fastifyMultipart, { limits: { files: 1, fields: 5 } });
  app.useGlobalPipes(new StrictValidationPipe());
  app.useGlobalFilters(new ProblemFilter(new Log(runtime.settings.logLevel)));
  app.useGlobalInterceptors(new StrayInputInterceptor(), new AnswerInterceptor());
  await publishReferenceData(app);
  await app.listen(0, '127.0.0.1');
  return app;
}
