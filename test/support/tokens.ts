import { type Clock, SystemClock } from '../../src/platform/clock.js';
import { DevelopmentIssuer } from '../../src/platform/access/development-issuer.js';
import { INVENTED_STAFF } from '../../src/platform/access/development-staff.js';

/** Tokens by the subject of each of the invented staff, and by role for the first who holds it. */
export type Tokens = Record<string, string>;

/**
 * Mints tokens that the service with this data folder accepts for twelve hours. Jest's own process does it for all
 * test files: see `api` in http.ts.
 */
export async function mintTokens(dataDir: string, clock: Clock = new SystemClock()): Promise<Tokens> {
  const issuer = await DevelopmentIssuer.open({ production: false, dataDir }, clock);
  const tokens: Tokens = {};
  for (const staff of INVENTED_STAFF) {
    const token = await issuer.tokenFor(staff);
    tokens[staff.subject] = token;
    for (const role of staff.roles) tokens[role] ??= token;
  }
  return tokens;
}
