import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable, Module, type OnModuleInit, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ENTITIES } from '../../src/app-entities.js';
import { CasesModule } from '../../src/cases/cases.module.js';
import { AccessModule } from '../../src/platform/access/access.module.js';
import { serviceActor } from '../../src/platform/access/actor.js';
import { SettableClock } from '../../src/platform/clock.js';
import { BlindIndex } from '../../src/platform/crypto/blind-index.js';
import { FieldEncryption } from '../../src/platform/crypto/field-encryption.js';
import { newKeyringText, newKeyText, parseKey, parseKeyring } from '../../src/platform/crypto/keyring.js';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { createDataSource } from '../../src/platform/database/connections.js';
import { Database } from '../../src/platform/database/database.js';
import { AnswerInterceptor } from '../../src/platform/http/answer.interceptor.js';
import { describeApi } from '../../src/platform/http/api-description.js';
import { ProblemFilter } from '../../src/platform/http/problem.filter.js';
import { Log } from '../../src/platform/logging/log.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import { Settings } from '../../src/platform/settings.js';
import { StrictValidationPipe } from '../../src/platform/validation/strict-validation-pipe.js';
import { BankHolidays } from '../../src/reference-data/bank-holidays.js';
import { ReferenceDataModule } from '../../src/reference-data/reference-data.module.js';
import { ReferenceDataStore } from '../../src/reference-data/reference-data-store.js';
import { VictimsModule } from '../../src/victims/victims.module.js';
import { type FreshDatabase, freshDatabase } from './database.js';
import { Api } from './http.js';
import { People } from './people.js';
import { mintTokens } from './tokens.js';

/** Reference data in the tables, as a start of the service has it. */
@Injectable()
class PublishedReferenceData implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly store: ReferenceDataStore,
    private readonly holidays: BankHolidays,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.database.inTransaction(serviceActor('worker', 'publish'), (tx) => this.store.publish(tx));
    await this.holidays.read();
  }
}

@Module({ imports: [ReferenceDataModule], providers: [PublishedReferenceData] })
class PublishedModule {}

/** The rooms of victims and cases, and others named, on a database of their own, over HTTP, with a clock that a test sets. */
export class CaseworkApplication {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly clock: SettableClock,
    readonly database: FreshDatabase,
    readonly api: Api,
    private readonly close_: () => Promise<void>,
  ) {}

  static async open(...rooms: Type[]): Promise<CaseworkApplication> {
    const database = await freshDatabase();
    const dataDir = await mkdtemp(join(tmpdir(), 'val-casework-'));
    const connection = {
      url: database.applicationUrl,
      applicationName: 'casework',
      most: 8,
      onLost: () => undefined,
    };
    const dataSource = await createDataSource(connection, ENTITIES).initialize();
    const clock = new SettableClock(new Date());
    const app = await started(dataDir, clock, dataSource, database.applicationUrl, rooms);
    const address = { ...database, url: await app.getUrl(), dataDirectory: dataDir, outputFile: '' };
    const api = new Api(address, await mintTokens(dataDir));
    return new CaseworkApplication(app, clock, database, api, async () => {
      await app.close();
      if (dataSource.isInitialized) await dataSource.destroy();
      await database.drop();
      await rm(dataDir, { recursive: true });
    });
  }

  get people(): People {
    return new People(this.app.get(Database), this.app.get(FieldEncryption), this.app.get(BlindIndex));
  }

  /** The API description of these rooms alone. */
  get description(): ReturnType<typeof describeApi> {
    return describeApi(this.app);
  }

  /** Rows as they lie in the database, behind row-level security. */
  rows<T extends object>(sql: string, ...parameters: unknown[]): Promise<T[]> {
    return withClient(
      this.database.superuserUrl,
      async (client) => (await client.query<T>(sql, parameters)).rows,
    );
  }

  /** Sets the clock forward. */
  later(hours: number): void {
    this.clock.set(new Date(this.clock.now().getTime() + hours * 3_600_000));
  }

  close(): Promise<void> {
    return this.close_();
  }
}

async function started(
  dataDir: string,
  clock: SettableClock,
  dataSource: Awaited<ReturnType<ReturnType<typeof createDataSource>['initialize']>>,
  applicationUrl: string,
  others: Type[],
): Promise<NestFastifyApplication> {
  const settings = new Settings({ DATA_DIR: dataDir, LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent' });
  const keys = {
    field: parseKeyring('FIELD_KEYS', newKeyringText()),
    blindIndex: parseKey('BLIND_INDEX_KEY', newKeyText()),
    audit: parseKeyring('AUDIT_KEYS', newKeyringText()),
  };
  const runtime = { settings, clock, dataSource, applicationUrl, keys, stop: async () => undefined };
  const rooms = [
    PlatformModule.on(runtime),
    AccessModule.on(runtime),
    PublishedModule,
    VictimsModule,
    CasesModule,
    ...others,
  ];
  class Whole {}
  Module({ imports: rooms })(Whole);
  const options = { logger: false as const, abortOnError: false };
  const app = await NestFactory.create<NestFastifyApplication>(Whole, new FastifyAdapter(), options);
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready', 'metrics'] });
  app.useGlobalPipes(new StrictValidationPipe());
  app.useGlobalFilters(new ProblemFilter(new Log(settings.logLevel)));
  app.useGlobalInterceptors(new AnswerInterceptor());
  await app.listen(0, '127.0.0.1');
  return app;
}
