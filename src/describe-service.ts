import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from './create-application.js';
import { SystemClock } from './platform/clock.js';
import { newKeyringText, newKeyText, parseKey, parseKeyring } from './platform/crypto/keyring.js';
import { createDataSource } from './platform/database/connections.js';
import { describeApi } from './platform/http/api-description.js';
import { Settings } from './platform/settings.js';

const NO_DATABASE = 'postgres://nobody@127.0.0.1:1/none';

/** The OpenAPI description of the service as text, made without a database. */
export function describeService(): Promise<string> {
  return withUnstartedService((app) => `${JSON.stringify(describeApi(app), null, 2)}\n`);
}

/** Puts the service together without a database, to look at its routes. */
export async function withUnstartedService<T>(look: (app: NestFastifyApplication) => T): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'val-openapi-'));
  const settings = new Settings({ DATA_DIR: dataDir, ROLE: 'api', LOG_LEVEL: 'silent' });
  const app = await createApplication({
    settings,
    clock: new SystemClock(),
    dataSource: createDataSource({
      url: NO_DATABASE,
      applicationName: 'none',
      most: 1,
      onLost: () => undefined,
    }),
    applicationUrl: NO_DATABASE,
    keys: {
      field: parseKeyring('FIELD_KEYS', newKeyringText()),
      blindIndex: parseKey('BLIND_INDEX_KEY', newKeyText()),
      audit: parseKeyring('AUDIT_KEYS', newKeyringText()),
    },
    stop: async () => undefined,
  });
  const seen = look(app);
  await rm(dataDir, { recursive: true, force: true });
  return seen;
}
