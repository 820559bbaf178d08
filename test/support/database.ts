import { randomBytes } from 'node:crypto';
import {
  CLUSTER_SQL,
  type DatabaseUrls,
  ensureClusterRoles,
  filled,
  roleUrls,
  withClient,
} from '../../src/platform/database/cluster-roles.js';
import { askFor, type Cluster, TEST_PASSWORDS } from './shared.js';

/** A database of one's own. */
export interface FreshDatabase extends DatabaseUrls {
  /** For tests that look behind row-level security; the application never has it. */
  superuserUrl: string;
  drop(): Promise<void>;
}

/** A migrated database without any rows, copied from the run's template in some 50 ms. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { superuserUrl, template } = await askFor<Cluster>('/cluster');
  const names = { database: newName(), ...TEST_PASSWORDS };
  await withClient(superuserUrl, async (client) => {
    await client.query(`CREATE DATABASE "${names.database}" OWNER val_owner TEMPLATE "${template}"`);
    await client.query(filled(CLUSTER_SQL.server.databaseRights, names));
  });
  return freshlyNamed(superuserUrl, names);
}

/** A database with its roles and schemas that no migration has seen yet. */
export async function emptyDatabase(): Promise<FreshDatabase> {
  const { superuserUrl } = await askFor<Cluster>('/cluster');
  const names = { database: newName(), ...TEST_PASSWORDS };
  await ensureClusterRoles(superuserUrl, names);
  return freshlyNamed(superuserUrl, names);
}

function freshlyNamed(superuserUrl: string, names: Parameters<typeof roleUrls>[1]): FreshDatabase {
  const inside = new URL(superuserUrl);
  inside.pathname = `/${names.database}`;
  return {
    ...roleUrls(superuserUrl, names),
    superuserUrl: inside.href,
    drop: () =>
      withClient(superuserUrl, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS "${names.database}" WITH (FORCE)`);
      }),
  };
}

function newName(): string {
  return `val_test_${randomBytes(6).toString('hex')}`;
}
