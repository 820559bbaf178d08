import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { createLocalJWKSet, errors } from 'jose';
import { Unavailable } from '../problems/problem.js';
import { SettingsRefused } from '../settings.js';

/** How long keys are held and how often the issuer is asked, in milliseconds. */
export interface KeyTimes {
  /** Keys older than this are fetched again. */
  freshFor: number;
  /** Keys that could not be fetched again serve no longer than this: one that was withdrawn must end. */
  heldFor: number;
  /** A token with a key id that is not known asks the issuer again at most this often. */
  cooldown: number;
  /** After a failure the issuer is left alone for this long. */
  retryAfter: number;
  /** How long one answer may take. */
  timeout: number;
}

const USUAL_TIMES: KeyTimes = {
  freshFor: 600_000,
  heldFor: 3_600_000,
  cooldown: 30_000,
  retryAfter: 5_000,
  timeout: 5_000,
};
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The issuer answered something that cannot be used. */
class KeysUnread extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** The public keys of an OpenID Connect issuer, found by its discovery document. */
export class IssuerKeys {
  private held: { find: JWTVerifyGetKey; since: number } | null = null;
  private lastTry = -Infinity;
  private lastTryFailed = false;
  private fetching: Promise<void> | null = null;
  private readonly times: KeyTimes;

  constructor(
    private readonly issuer: string,
    /** Called with a code where the issuer's keys could not be read. */
    private readonly onFailure: (code: string) => void,
    times: Partial<KeyTimes> = {},
  ) {
    requireSafe(issuer);
    this.times = { ...USUAL_TIMES, ...times };
  }

  /** Finds the key that a token's header names. @throws Unavailable while the issuer's keys cannot be had. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    if (this.age() > this.times.freshFor) await this.refresh(0);
    try {
      return await this.current()(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await this.refresh(this.times.cooldown);
      return this.current()(header, token);
    }
  };

  private age(): number {
    return this.held ? performance.now() - this.held.since : Infinity;
  }

  private current(): JWTVerifyGetKey {
    if (!this.held || this.age() > this.times.heldFor) {
      throw new Unavailable('The keys of the sign-in service cannot be read just now.');
    }
    return this.held.find;
  }

  /** Fetches the keys, unless that was tried only just now; those who come meanwhile wait for the same answer. */
  private async refresh(pause: number): Promise<void> {
    if (this.fetching) return this.fetching;
    const quietFor = this.lastTryFailed ? this.times.retryAfter : pause;
    if (performance.now() - this.lastTry < quietFor) return;
    this.fetching = this.fetchKeys().finally(() => {
      this.lastTry = performance.now();
      this.fetching = null;
    });
    return this.fetching;
  }

  private async fetchKeys(): Promise<void> {
    try {
      const discovery = await this.read(`${this.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
      if (discovery.issuer !== this.issuer) throw new KeysUnread('other-issuer');
      const keys = await this.read(requireSafe(String(discovery.jwks_uri)));
      this.held = { find: createLocalJWKSet(keys as unknown as JSONWebKeySet), since: performance.now() };
      this.lastTryFailed = false;
    } catch (error) {
      this.lastTryFailed = true;
      this.onFailure(codeOf(error));
    }
  }

  private async read(address: string): Promise<Record<string, unknown>> {
    const answer = await fetch(address, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(this.times.timeout),
    });
    if (!answer.ok) throw new KeysUnread(`http-${answer.status}`);
    const document: unknown = await answer.json();
    if (typeof document !== 'object' || document === null) throw new KeysUnread('not-an-object');
    return document as Record<string, unknown>;
  }
}

/** Keys must not come over a line that others can write on: https, or this machine itself. */
function requireSafe(address: string): string {
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname))) return address;
  throw new SettingsRefused('OIDC_ISSUER and the keys that it names must be read by https');
}

function codeOf(error: unknown): string {
  const { name, code, cause } = (error ?? {}) as {
    name?: string;
    code?: unknown;
    cause?: { code?: unknown };
  };
  const known = code ?? cause?.code;
  return typeof known === 'string' ? known : (name ?? 'unknown');
}
