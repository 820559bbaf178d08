import { Unauthenticated } from '../problems/problem.js';

/** Why an access token was not accepted, in the words that a caller is told. */
export const REFUSALS = {
  absent: 'Send an access token as "Authorization: Bearer".',
  malformed: 'The access token is not a signed token of the expected form.',
  header: 'The access token names a key of its own or an extension that is not accepted.',
  type: 'This type of token is not an access token.',
  algorithm: 'The signature algorithm of the access token is not accepted.',
  'unknown-key': 'The key that signed the access token is not one of the issuer.',
  signature: 'The signature of the access token does not hold.',
  issuer: 'The access token comes from another issuer.',
  audience: 'The access token is meant for another audience.',
  expired: 'The access token has expired.',
  'not-yet-valid': 'The access token is not valid yet.',
  claims: 'The access token lacks a claim that is needed, or has one of the wrong form.',
  'stronger-sign-in': 'A stronger sign-in is needed, such as one with a second factor.',
} as const;
export type Refusal = keyof typeof REFUSALS;

/** 401, with the reason as a word that logs and counters may carry: it holds nothing of the token. */
export class TokenRefused extends Unauthenticated {
  constructor(readonly reason: Refusal) {
    super(REFUSALS[reason]);
  }

  /** The challenge of RFC 6750, and of RFC 9470 where a stronger sign-in would do. */
  challenge(requiredAcr: string | null = null): string {
    const realm = 'Bearer realm="victim-advice-line"';
    if (this.reason === 'absent') return realm;
    if (this.reason === 'stronger-sign-in') {
      return `${realm}, error="insufficient_user_authentication", acr_values="${requiredAcr ?? ''}"`;
    }
    return `${realm}, error="invalid_token", error_description="${REFUSALS[this.reason].replaceAll('"', "'")}"`;
  }
}
