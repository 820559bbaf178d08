import type { JWTPayload, JWTVerifyGetKey, JWTVerifyResult } from 'jose';
import { errors, jwtVerify } from 'jose';
import type { Clock } from '../clock.js';
import { Problem } from '../problems/problem.js';
import { SettingsRefused } from '../settings.js';
import type { ClaimNames, SignedInUser } from './token-claims.js';
import { readUser } from './token-claims.js';
import { checkForm } from './token-form.js';
import type { Refusal } from './token-refused.js';
import { TokenRefused } from './token-refused.js';
import { type VerifiedToken, VerifiedTokens } from './verified-tokens.js';

/** What an access token must be like. */
export interface TokenRules extends ClaimNames {
  issuer: string;
  audience: string;
  /** Signature algorithms; asymmetric ones only, so that a public key can never serve as a shared secret. */
  algorithms: readonly string[];
  /** `typ` headers of access tokens; RFC 9068's and the plain one where not given. */
  tokenTypes?: readonly string[];
  /** How long after its issue a token is accepted, whatever its `exp` says: seconds; 12 hours where not given. */
  longestAgeSeconds?: number;
}

const ASYMMETRIC = /^(?:(?:RS|PS)(?:256|384|512)|ES(?:256|384|512)|EdDSA|Ed25519)$/;
const CLOCK_TOLERANCE_SECONDS = 30;
const ACCESS_TOKEN_TYPES = ['at+jwt', 'jwt'];
const TWELVE_HOURS = 12 * 3600;

/** Decides whether an access token holds, and for whom it speaks. */
export class TokenVerifier {
  readonly requiredAcr: string | null;
  private readonly known = new VerifiedTokens();

  constructor(
    private readonly rules: TokenRules,
    private readonly findKey: JWTVerifyGetKey,
    private readonly clock: Clock,
  ) {
    if (rules.algorithms.length === 0 || !rules.algorithms.every((name) => ASYMMETRIC.test(name))) {
      throw new SettingsRefused('OIDC_ALGORITHMS must name asymmetric signature algorithms, such as ES256');
    }
    this.requiredAcr = rules.requiredAcr;
  }

  /**
   * The user that a token speaks for.
   * @throws TokenRefused (401), Forbidden `no-role` (403), or Unavailable (503) while the issuer's keys cannot be had.
   */
  async verify(token: string): Promise<SignedInUser> {
    const now = this.clock.now();
    const known = this.known.find(token, secondOf(now));
    if (known && (await this.isStillSigned(known))) return known.user;
    this.known.forget(token);
    checkForm(token, this.rules.tokenTypes ?? ACCESS_TOKEN_TYPES);
    const { payload, protectedHeader: header, key } = await this.verified(token, now);
    const user = readUser(payload, this.rules);
    this.known.remember(token, { user, header, key, ...this.timesOf(payload) });
    return user;
  }

  /** Whether the issuer still has the very key that the token was verified by; once it has not, everything is asked anew. */
  private async isStillSigned({ header, key }: VerifiedToken): Promise<boolean> {
    try {
      return (await this.findKey(header, { payload: '', signature: '' })) === key;
    } catch (error) {
      if (error instanceof Problem) throw error;
      return false;
    }
  }

  private async verified(token: string, now: Date): Promise<JWTVerifyResult & { key: unknown }> {
    let key: unknown;
    const find: JWTVerifyGetKey = async (header, jws) => {
      const found = await this.findKey(header, jws);
      key = found;
      return found;
    };
    try {
      const result = await jwtVerify(token, find, {
        issuer: this.rules.issuer,
        audience: this.rules.audience,
        algorithms: [...this.rules.algorithms],
        requiredClaims: ['exp', 'sub'],
        maxTokenAge: this.longestAge,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: now,
      });
      return { ...result, key };
    } catch (error) {
      if (error instanceof Problem) throw error;
      throw new TokenRefused(reasonOf(error));
    }
  }

  /** Between which seconds a token of these claims holds: what `jwtVerify` checks of its times. */
  private timesOf({ exp = 0, iat = Infinity, nbf = iat }: JWTPayload): Pick<VerifiedToken, 'from' | 'until'> {
    return {
      from: Math.max(nbf, iat) - CLOCK_TOLERANCE_SECONDS,
      until: Math.min(exp, iat + this.longestAge) + CLOCK_TOLERANCE_SECONDS,
    };
  }

  private get longestAge(): number {
    return this.rules.longestAgeSeconds ?? TWELVE_HOURS;
  }
}

function secondOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

function reasonOf(error: unknown): Refusal {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return reasonOfClaim(error);
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return 'unknown-key';
  return 'malformed';
}

function reasonOfClaim({ claim, reason }: errors.JWTClaimValidationFailed): Refusal {
  if (reason !== 'check_failed') return 'claims';
  if (claim === 'iss') return 'issuer';
  if (claim === 'aud') return 'audience';
  return claim === 'nbf' || claim === 'iat' ? 'not-yet-valid' : 'claims';
}
