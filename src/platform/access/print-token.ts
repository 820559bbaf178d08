import { SystemClock } from '../clock.js';
import { Settings } from '../settings.js';
import { DevelopmentIssuer } from './development-issuer.js';
import { ROLES } from './permissions.js';
import { askedFor, UsageError } from './token-command.js';

/**
 * Prints one development token, alone on standard output:
 * `npm run -s token -- --role coordinator [--subject dev-coordinator-2]`.
 */
async function printToken(): Promise<void> {
  const settings = new Settings();
  const user = askedFor(process.argv.slice(2));
  if (settings.oidc) throw new UsageError('OIDC_ISSUER is set: ask that issuer for a token.');
  const issuer = await DevelopmentIssuer.open(settings, new SystemClock());
  process.stdout.write(`${await issuer.tokenFor(user)}\n`);
}

const USAGE = `Usage: npm run -s token -- --role <role> [--subject <name>]\nRoles: ${ROLES.join(', ')}\n`;

await printToken().catch((error: unknown) => {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${text}\n${error instanceof UsageError ? USAGE : ''}`);
  process.exitCode = 2;
});
