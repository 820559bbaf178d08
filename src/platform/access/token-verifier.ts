import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { errors, jwtVerify } from 'jose';
import type { Clock } from '../clock.js';
import { Problem } from '../problems/problem.js';
import { SettingsRefused } from '../settings.js';
import type { ClaimNames, SignedInUser } from './token-claims.js';
import { readUser } from './token-claims.js';
import { checkForm } from './token-form.js';
import type { Refusal } from './token-refused.js';
import { TokenRefused } from './token-refused.js';

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
    checkForm(token, this.rules.tokenTypes ?? ACCESS_TOKEN_TYPES);
    return readUser(await this.verifiedClaims(token), this.rules);
  }

  private async verifiedClaims(token: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, this.findKey, {
        issuer: this.rules.issuer,
        audience: this.rules.audience,
        algorithms: [...this.rules.algorithms],
        requiredClaims: ['exp', 'sub'],
        maxTokenAge: this.rules.longestAgeSeconds ?? TWELVE_HOURS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: this.clock.now(),
      });
      return payload;
    } catch (error) {
      if (error instanceof Problem) throw error;
      throw new TokenRefused(reasonOf(error));
    }
  }
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
