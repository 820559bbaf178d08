/** Environment variables by which Jest's own process tells its workers where things are. */
export const SERVICES_URL = 'VAL_TEST_SERVICES_URL';
export const RUN_FOLDER = 'VAL_TEST_FOLDER';

/** Passwords of the two roles on any server that tests use: nothing of value lies behind them. */
export const TEST_PASSWORDS = {
  ownerPassword: 'owner-for-tests',
  applicationPassword: 'application-for-tests',
};

/** The database server of a test run, and its migrated database to copy. */
export interface Cluster {
  superuserUrl: string;
  template: string;
}

/** Asks Jest's own process for something that all test files share. */
export async function askFor<T>(path: string): Promise<T> {
  const base = process.env[SERVICES_URL];
  if (!base) throw new Error('tests run under Jest with its global set-up');
  // A kept connection may be closed by the other side just as it is used again.
  const response = await fetch(base + path, { headers: { connection: 'close' } });
  if (!response.ok) throw new Error(`${path} could not be started: ${await response.text()}`);
  return (await response.json()) as T;
}

/** The folder of this test run, removed at its end. */
export function runFolder(): string {
  const folder = process.env[RUN_FOLDER];
  if (!folder) throw new Error('tests run under Jest with its global set-up');
  return folder;
}
