import { createHash } from 'node:crypto';
import type { JWTHeaderParameters } from 'jose';
import type { SignedInUser } from './token-claims.js';

/** A token that was verified: whom it speaks for, by which key, and between which seconds its times hold. */
export interface VerifiedToken {
  user: SignedInUser;
  header: JWTHeaderParameters;
  key: unknown;
  /** First second at which the token holds, since 1970. */
  from: number;
  /** First second at which it holds no more. */
  until: number;
}

const MOST_REMEMBERED = 10_000;

/**
 * Tokens whose signature need not be verified again, under their hashes. Whoever asks still compares the key with the one
 * that the issuer has now.
 */
export class VerifiedTokens {
  private readonly tokens = new Map<string, VerifiedToken>();

  /** What is known of a token whose times hold at this second. */
  find(token: string, second: number): VerifiedToken | null {
    const known = this.tokens.get(hashOf(token));
    return known && second >= known.from && second < known.until ? known : null;
  }

  remember(token: string, verified: VerifiedToken): void {
    if (this.tokens.size >= MOST_REMEMBERED) this.tokens.clear();
    this.tokens.set(hashOf(token), verified);
  }

  forget(token: string): void {
    this.tokens.delete(hashOf(token));
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
