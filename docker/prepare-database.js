/**
 * Makes the two roles, the database and its schema on a PostgreSQL server of one's own, or brings them up to date.
 * Runs once before the service, as the only container that knows the superuser and the owner:
 *   SUPERUSER_URL, DATABASE_NAME, OWNER_PASSWORD, APPLICATION_PASSWORD
 */
import { ensureClusterRoles } from '../dist/src/platform/database/cluster-roles.js';
import { migrateUp } from '../dist/src/platform/database/migrate.js';

const needed = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing`);
  return value;
};

const { ownerUrl } = await ensureClusterRoles(needed('SUPERUSER_URL'), {
  database: needed('DATABASE_NAME'),
  ownerPassword: needed('OWNER_PASSWORD'),
  applicationPassword: needed('APPLICATION_PASSWORD'),
});
const applied = await migrateUp(ownerUrl);
console.log(applied.length ? `Applied ${applied.join(', ')}` : 'The schema is up to date');
