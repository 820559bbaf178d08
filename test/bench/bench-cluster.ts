import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CLUSTER_SQL,
  type DatabaseUrls,
  ensureClusterRoles,
  filled,
  inDatabase,
  roleUrls,
  withClient,
} from '../../src/platform/database/cluster-roles.js';
import { migrateUp } from '../../src/platform/database/migrate.js';
import { type PostgresServer, startPostgresServer } from '../../src/platform/database/postgres-server.js';
import type { BenchRun } from './bench-run.js';

const TEMPLATE = 'val_bench_template';

/** A migrated database without any rows. */
export interface BenchDatabase extends DatabaseUrls {
  /** To read what was written, behind row-level security; nothing that is timed has it. */
  superuserUrl: string;
  drop(): Promise<void>;
}

/** A PostgreSQL server of the bench's own, with the settings of the embedded default, safe on disk at each commit. */
export class BenchCluster {
  private made = 0;

  private constructor(private readonly server: PostgresServer) {}

  static ofRun(bench: BenchRun): Promise<BenchCluster> {
    return bench.once('cluster', async () => {
      bench.progress.step('starting a database server');
      const directory = await mkdtemp(join(tmpdir(), 'val-bench-postgres-'));
      bench.atEnd(() => rm(directory, { recursive: true, force: true }));
      const server = await startPostgresServer({ directory, log: () => undefined });
      bench.atEnd(() => server.stop());
      const urls = await ensureClusterRoles(server.superuserUrl('postgres'), namesOf(TEMPLATE, server));
      await migrateUp(urls.ownerUrl);
      return new BenchCluster(server);
    });
  }

  async freshDatabase(): Promise<BenchDatabase> {
    this.made += 1;
    const names = namesOf(`val_bench_${this.made}`, this.server);
    const postgres = this.server.superuserUrl('postgres');
    await withClient(postgres, async (client) => {
      await client.query(`CREATE DATABASE "${names.database}" OWNER val_owner TEMPLATE "${TEMPLATE}"`);
      await client.query(filled(CLUSTER_SQL.server.databaseRights, names));
    });
    return {
      ...roleUrls(postgres, names),
      superuserUrl: inDatabase(postgres, names.database),
      drop: () =>
        withClient(postgres, async (client) => {
          await client.query(`DROP DATABASE IF EXISTS "${names.database}" WITH (FORCE)`);
        }),
    };
  }

  /** Writes out what earlier work left in memory, so that it does not fall into the next time taken. */
  async settle(): Promise<void> {
    await withClient(this.server.superuserUrl('postgres'), (client) => client.query('CHECKPOINT'));
  }
}

function namesOf(database: string, { passwords }: PostgresServer) {
  return { database, ownerPassword: passwords.owner, applicationPassword: passwords.application };
}
