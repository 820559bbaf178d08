import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { pendingMigrations } from '../../src/platform/database/migrate.js';
import { startMigratedDatabase } from '../../src/platform/database/migrated-database.js';
import { readPostmaster } from '../../src/platform/database/postmaster.js';
import { runFolder } from '../support/shared.js';

const started: { stop(): Promise<void> }[] = [];

afterAll(async () => {
  for (const database of started) await database.stop();
});

async function start(directory: string) {
  const database = await startMigratedDatabase(directory);
  started.push(database);
  return database;
}

describe('The embedded database as a start of the service makes it', () => {
  it('is migrated, is found again in the same folder, and is stopped by the process that started it', async () => {
    const directory = await mkdtemp(join(runFolder(), 'migrated-'));
    const first = await start(directory);
    expect(await pendingMigrations(first.ownerUrl)).toEqual([]);
    const second = await start(directory);
    expect(second.applicationUrl).toBe(first.applicationUrl);
    const { rows } = await withClient(second.applicationUrl, (client) =>
      client.query<{ count: number }>('SELECT count(*)::integer AS count FROM schema_migration'),
    );
    expect(rows[0]!.count).toBeGreaterThan(0);
    await first.stop();
    expect(await readPostmaster(join(directory, 'server/cluster'))).toBeUndefined();
  });

  it('tells whoever starts it why it could not be made', async () => {
    const folder = await mkdtemp(join(runFolder(), 'migrated-'));
    const file = join(folder, 'no-folder');
    await writeFile(file, '');
    await expect(startMigratedDatabase(join(file, 'postgres'))).rejects.toThrow(/ENOTDIR/);
  });
});
