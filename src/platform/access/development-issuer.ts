import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JWK, JWTVerifyGetKey } from 'jose';
import {
  SignJWT,
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
} from 'jose';
import type { Clock } from '../clock.js';
import { newId } from '../ids.js';
import { SettingsRefused } from '../settings.js';
import { INVENTED_STAFF } from './development-staff.js';
import type { Role } from './permissions.js';
import { ROLES } from './permissions.js';
import type { SignedInUser } from './token-claims.js';
import type { TokenRules } from './token-verifier.js';

const ALGORITHM = 'ES256';
const VALID_SECONDS = 12 * 3600;
const KEY_FILE = 'development-issuer-key.json';

/** What the tokens of the development issuer are verified by: the same rules as any issuer's. */
export const DEVELOPMENT_RULES: TokenRules = {
  issuer: 'urn:victim-advice-line:development-issuer',
  audience: 'victim-advice-line',
  algorithms: [ALGORITHM],
  rolesClaim: 'roles',
  nameClaim: 'name',
  teamClaim: 'team',
  requiredAcr: null,
};

/** Makes access tokens for invented staff, so that a newcomer can sign in with no identity provider at hand. */
export class DevelopmentIssuer {
  private constructor(
    private readonly privateKey: JWK,
    private readonly keyId: string,
    private readonly clock: Clock,
  ) {}

  /**
   * Opens the issuer whose key lies in the data folder, made at first use and readable by its owner alone.
   * @throws SettingsRefused in production.
   */
  static async open(
    settings: { production: boolean; dataDir: string },
    clock: Clock,
  ): Promise<DevelopmentIssuer> {
    if (settings.production)
      throw new SettingsRefused('production has no development issuer: set OIDC_ISSUER');
    const key = await keyIn(settings.dataDir);
    return new DevelopmentIssuer(key, await calculateJwkThumbprint(key), clock);
  }

  /** Finds the public key by which this issuer's tokens are verified. */
  findKey(): JWTVerifyGetKey {
    const { kty, crv, x, y } = this.privateKey;
    const publicKey = { kty, crv, x, y, kid: this.keyId, alg: ALGORITHM, use: 'sig' } as JWK;
    return createLocalJWKSet({ keys: [publicKey] });
  }

  /** An access token for somebody invented, valid for 12 hours from now. */
  async tokenFor(user: SignedInUser): Promise<string> {
    const issuedAt = Math.floor(this.clock.now().getTime() / 1000);
    return new SignJWT({ roles: [...user.roles], name: user.displayName, team: user.team })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'at+jwt', kid: this.keyId })
      .setIssuer(DEVELOPMENT_RULES.issuer)
      .setAudience(DEVELOPMENT_RULES.audience)
      .setSubject(user.subject)
      .setJti(newId())
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt)
      .setExpirationTime(issuedAt + VALID_SECONDS)
      .sign(await importJWK(this.privateKey, ALGORITHM));
  }
}

/** One token for each role, of the first of the invented staff who holds it. */
export async function tokenOfEachRole(issuer: DevelopmentIssuer): Promise<{ role: Role; token: string }[]> {
  const firsts = ROLES.flatMap((role) => {
    const user = INVENTED_STAFF.find((staff) => staff.roles.includes(role));
    return user ? [{ role, user }] : [];
  });
  return Promise.all(firsts.map(async ({ role, user }) => ({ role, token: await issuer.tokenFor(user) })));
}

async function keyIn(dataDir: string): Promise<JWK> {
  const file = join(dataDir, KEY_FILE);
  const kept = await readKey(file);
  if (kept) return kept;
  await mkdir(dataDir, { recursive: true });
  await placeNewKey(file);
  const placed = await readKey(file);
  if (!placed) throw new SettingsRefused(`the development issuer cannot keep its key in ${dataDir}`);
  return placed;
}

async function readKey(file: string): Promise<JWK | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  await chmod(file, 0o600);
  try {
    return JSON.parse(text) as JWK;
  } catch {
    throw new SettingsRefused(`${file} is damaged; remove it and a new key is made`);
  }
}

/** Whole or not at all, and never over the key of another process that starts at the same moment. */
async function placeNewKey(file: string): Promise<void> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const draft = `${file}.${newId()}`;
  await writeFile(draft, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
