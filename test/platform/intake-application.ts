import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fastifyMultipart from '@fastify/multipart';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import supertest from 'supertest';
import { ENTITIES } from '../../src/app-entities.js';
import { AccessModule } from '../../src/platform/access/access.module.js';
import { serviceActor } from '../../src/platform/access/actor.js';
import { DevelopmentIssuer } from '../../src/platform/access/development-issuer.js';
import { INVENTED_STAFF } from '../../src/platform/access/development-staff.js';
import type { Role } from '../../src/platform/access/permissions.js';
import { SettableClock } from '../../src/platform/clock.js';
import { newKeyringText, newKeyText, parseKey, parseKeyring } from '../../src/platform/crypto/keyring.js';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { createDataSource } from '../../src/platform/database/connections.js';
import { Database } from '../../src/platform/database/database.js';
import { AnswerInterceptor } from '../../src/platform/http/answer.interceptor.js';
import { ProblemFilter } from '../../src/platform/http/problem.filter.js';
import { StrayInputInterceptor } from '../../src/platform/http/stray-input.interceptor.js';
import { Log } from '../../src/platform/logging/log.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import type { Runtime } from '../../src/platform/runtime.js';
import { Settings } from '../../src/platform/settings.js';
import { StrictValidationPipe } from '../../src/platform/validation/strict-validation-pipe.js';
import { ReferenceDataStore } from '../../src/reference-data/reference-data-store.js';
import { ReferenceDataModule } from '../../src/reference-data/reference-data.module.js';
import type { ImportDetailResponse } from '../../src/intake/imports.responses.js';
import { IntakeModule } from '../../src/intake/intake.module.js';
import { FileProcessor } from '../../src/intake/process-file.js';
import { FileReceiver } from '../../src/intake/receive-file.js';
import { ImportReading } from '../../src/intake/import-reading.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';

export const NOW = new Date('2019-04-02T05:30:00Z');
export const FEEDER = serviceActor('intake', 'feeder');

/** The intake room on a database of its own, over HTTP and from inside. Jobs run when the test runs them. */
export class IntakeApplication {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly clock: SettableClock,
    readonly fresh: FreshDatabase,
    readonly runtime: Runtime,
    private readonly folder: string,
  ) {}

  static async open(environment: Record<string, string> = {}): Promise<IntakeApplication> {
    const [fresh, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'val-intake-'))];
    const clock = new SettableClock(NOW);
    const runtime = await runtimeOn(fresh, clock, new Settings({ DATA_DIR: folder, ...environment }));
    const app = await NestFactory.create<NestFastifyApplication>(
      rooms(runtime),
      new FastifyAdapter({ bodyLimit: 2 ** 20 }),
      {
        logger: false,
        abortOnError: false,
      },
    );
    app.setGlobalPrefix('api/v1');
    await app.register(fastifyMultipart, {
      limits: { files: 1, fileSize: 64 * 2 ** 20, fields: 5, fieldSize: 1000 },
    });
    app.useGlobalPipes(new StrictValidationPipe());
    app.useGlobalFilters(new ProblemFilter(new Log('silent')));
    app.useGlobalInterceptors(new StrayInputInterceptor(), new AnswerInterceptor());
    await app
      .get(Database)
      .inTransaction(serviceActor('worker'), (tx) => app.get(ReferenceDataStore).publish(tx));
    await app.listen(0, '127.0.0.1');
    return new IntakeApplication(app, clock, fresh, runtime, folder);
  }

  get<T>(type: Type<T>): T {
    return this.app.get(type);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.runtime.stop();
    await this.fresh.drop();
    await rm(this.folder, { recursive: true });
  }

  /** Forgets everything that was taken in, as only the owner of a test's database may. */
  async empty(): Promise<void> {
    await this.rows(`
      SET session_replication_role = replica;
      DELETE FROM intake_row; DELETE FROM justice_event_note; DELETE FROM justice_event; DELETE FROM intake_file; DELETE FROM audit_entry; DELETE FROM outbox_event; DELETE FROM task;
      DELETE FROM case_event; DELETE FROM safe_contact_note; DELETE FROM referral_version; DELETE FROM referral;
      DELETE FROM access_grant; DELETE FROM case_reopening; DELETE FROM case_restriction; DELETE FROM case_allocation; DELETE FROM support_case;
      DELETE FROM contact_point; DELETE FROM suspect_key; DELETE FROM party; DELETE FROM incident;
      DELETE FROM person_identifier; DELETE FROM person;`);
  }

  /** Takes a file in and works it through. */
  async feed(
    csv: string | Buffer,
    fileName = 'invented.csv',
    feed = 'athena',
  ): Promise<ImportDetailResponse> {
    const accepted = await this.receive(csv, fileName, feed);
    await this.get(FileProcessor).process(accepted.id);
    return this.receipt(accepted.id);
  }

  receive(csv: string | Buffer, fileName = 'invented.csv', feed = 'athena') {
    const source = Readable.from(chunksOf(Buffer.from(csv)));
    return this.get(FileReceiver).receive({ actor: FEEDER, feed, fileName, source });
  }

  receipt(id: string): Promise<ImportDetailResponse> {
    return this.get(ImportReading).receipt(FEEDER, id);
  }

  /** Rows as they lie in the database, behind row-level security. */
  rows<T = Record<string, unknown>>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return withClient(
      this.fresh.superuserUrl,
      async (client) => (await client.query(sql, parameters)).rows as T[],
    );
  }

  async number(sql: string): Promise<number> {
    const [row] = await this.rows<{ n: number }>(`SELECT (${sql})::int AS n`);
    return row!.n;
  }

  /** Requests of one of the invented staff, by role or subject. */
  async as(who: Role | `dev-${string}`) {
    const staff = INVENTED_STAFF.find(
      ({ subject, roles }) => subject === who || roles.some((role) => role === who),
    )!;
    const authorization = `Bearer ${await this.get(DevelopmentIssuer as unknown as Type<DevelopmentIssuer>).tokenFor(staff)}`;
    const server = supertest(await this.app.getUrl());
    return {
      get: (path: string) => server.get(`/api/v1${path}`).set({ authorization }),
      post: (path: string, body?: object) =>
        server.post(`/api/v1${path}`).set({ authorization, 'idempotency-key': randomUUID() }).send(body),
      upload: (csv: string | Buffer, key: string = randomUUID()) =>
        server
          .post('/api/v1/imports')
          .set({ authorization, 'idempotency-key': key })
          .attach('file', Buffer.from(csv), { filename: 'invented.csv', contentType: 'text/csv' }),
    };
  }
}

async function runtimeOn(fresh: FreshDatabase, clock: SettableClock, settings: Settings): Promise<Runtime> {
  const connection = {
    url: fresh.applicationUrl,
    applicationName: 'intake-test',
    most: 8,
    onLost: () => undefined,
  };
  const dataSource = createDataSource(connection, ENTITIES);
  await dataSource.initialize();
  const keys = {
    field: parseKeyring('FIELD_KEYS', newKeyringText()),
    blindIndex: parseKey('BLIND_INDEX_KEY', newKeyText()),
    audit: parseKeyring('AUDIT_KEYS', newKeyringText()),
  };
  const stop = async () => {
    if (dataSource.isInitialized) await dataSource.destroy();
  };
  return { settings: silent(settings), clock, dataSource, applicationUrl: fresh.applicationUrl, keys, stop };
}

function silent(settings: Settings): Settings {
  return Object.assign(settings, { logLevel: 'silent' });
}

function rooms(runtime: Runtime): Type<unknown> {
  class Rooms {}
  Module({
    imports: [PlatformModule.on(runtime), AccessModule.on(runtime), ReferenceDataModule, IntakeModule],
  })(Rooms);
  return Rooms;
}

function chunksOf(bytes: Buffer): Buffer[] {
  const size = 64 * 1024;
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}
