import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { AccessModule } from '../../src/platform/access/access.module.js';
import { DevelopmentIssuer } from '../../src/platform/access/development-issuer.js';
import { INVENTED_STAFF } from '../../src/platform/access/development-staff.js';
import type { Role } from '../../src/platform/access/permissions.js';
import { Clock, SettableClock } from '../../src/platform/clock.js';
import { FieldEncryption } from '../../src/platform/crypto/field-encryption.js';
import { newKeyringText, parseKeyring } from '../../src/platform/crypto/keyring.js';
import { AnsweredRequests } from '../../src/platform/database/answered-requests.js';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { createDataSource } from '../../src/platform/database/connections.js';
import { Database } from '../../src/platform/database/database.js';
import { ProblemFilter } from '../../src/platform/http/problem.filter.js';
import { Log } from '../../src/platform/logging/log.js';
import { Settings } from '../../src/platform/settings.js';
import { StrictValidationPipe } from '../../src/platform/validation/strict-validation-pipe.js';
import { NOW } from './access-tokens.js';
import { type FreshDatabase, freshDatabase } from './database.js';

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** The access module with a test's own controllers, on a database of its own, over HTTP. */
export class AccessApplication {
  readonly clock = new SettableClock(NOW);
  private readonly log = new Log('silent');
  private readonly started: NestFastifyApplication[] = [];

  private constructor(
    private readonly database: FreshDatabase,
    private readonly dataSource: DataSource,
    private readonly dataDir: string,
  ) {}

  static async open(controllers: Type<unknown>[]): Promise<AccessApplication> {
    const database = await freshDatabase();
    const dataSource = createDataSource(
      { url: database.applicationUrl, applicationName: 'access', most: 5, onLost: () => undefined },
      [],
    );
    await dataSource.initialize();
    const application = new AccessApplication(
      database,
      dataSource,
      await mkdtemp(join(tmpdir(), 'val-access-')),
    );
    await application.start(controllers);
    return application;
  }

  get app(): NestFastifyApplication {
    return this.started[0]!;
  }

  /** Starts another application on the same database; fails as the start of a service would. */
  async start(controllers: Type<unknown>[]): Promise<void> {
    const adapter = new FastifyAdapter({ genReqId: () => 'request-1' });
    const app = await NestFactory.create<NestFastifyApplication>(this.modules(controllers), adapter, {
      logger: false,
      abortOnError: false,
    });
    app.useGlobalFilters(new ProblemFilter(this.log));
    app.useGlobalPipes(new StrictValidationPipe());
    await app.listen(0, '127.0.0.1');
    this.started.push(app);
  }

  async close(): Promise<void> {
    for (const app of this.started) await app.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.database.drop();
    await rm(this.dataDir, { recursive: true });
  }

  tokenOf(role: Role): Promise<string> {
    return this.app
      .get(DevelopmentIssuer)
      .tokenFor(INVENTED_STAFF.find(({ roles }) => roles.includes(role))!);
  }

  async bearerOf(role: Role): Promise<Record<string, string>> {
    return { authorization: `Bearer ${await this.tokenOf(role)}` };
  }

  async ask(path: string, headers: Record<string, string> = {}, body?: object): Promise<Answer> {
    const answer = await fetch((await this.app.getUrl()) + path, {
      method: body ? 'POST' : 'GET',
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      body: body ? JSON.stringify(body) : null,
    });
    const read = (await answer.json()) as Record<string, unknown>;
    return { status: answer.status, headers: answer.headers, body: read };
  }

  /** Rows as they lie in the database, behind row-level security. */
  rows(sql: string): Promise<Record<string, unknown>[]> {
    return withClient(this.database.superuserUrl, async (client) => {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    });
  }

  private modules(controllers: Type<unknown>[]): Type<unknown> {
    const settings = new Settings({ DATA_DIR: this.dataDir });
    const providers = [
      { provide: Settings, useValue: settings },
      { provide: Clock, useValue: this.clock },
      { provide: DataSource, useValue: this.dataSource },
      {
        provide: FieldEncryption,
        useValue: new FieldEncryption(parseKeyring('FIELD_KEYS', newKeyringText())),
      },
      { provide: Log, useValue: this.log },
      AnsweredRequests,
      Database,
    ];
    class Ground {}
    Global()(Ground);
    Module({ providers, exports: providers })(Ground);
    class Whole {}
    Module({ imports: [Ground, AccessModule.on({ settings, clock: this.clock })], controllers })(Whole);
    return Whole;
  }
}
