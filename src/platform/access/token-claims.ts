import type { JWTPayload } from 'jose';
import { Forbidden } from '../problems/problem.js';
import type { Role } from './permissions.js';
import { ROLES } from './permissions.js';
import { TokenRefused } from './token-refused.js';

/** Whom a token speaks for. */
export interface SignedInUser {
  subject: string;
  roles: readonly Role[];
  displayName?: string;
  /** Code of the team, where the issuer names one. */
  team?: string;
}

/** Which claims say what; a dot goes into a nested object, as in Keycloak's `realm_access.roles`. */
export interface ClaimNames {
  rolesClaim: string;
  nameClaim: string;
  teamClaim: string;
  /** What `acr` must be, or `amr` must contain, for people. Null asks for nothing. */
  requiredAcr: string | null;
}

const SUBJECT = /^[\x20-\x7e]{1,255}$/;
/** The service's own acts are ledgered under this prefix: no token may take it. */
const RESERVED_SUBJECT = /^service:/i;
const TEAM = /^[a-z0-9][a-z0-9-]{0,63}$/;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const LONGEST_NAME = 200;

/**
 * Reads who signed in from claims that were verified.
 * @throws TokenRefused where the subject is unusable or the sign-in too weak; Forbidden `no-role` where the
 * issuer gave none of our roles.
 */
export function readUser(claims: JWTPayload, names: ClaimNames): SignedInUser {
  const subject = claims.sub;
  if (typeof subject !== 'string' || !SUBJECT.test(subject) || RESERVED_SUBJECT.test(subject)) {
    throw new TokenRefused('claims');
  }
  const roles = rolesIn(claimAt(claims, names.rolesClaim));
  if (roles.length === 0) throw new Forbidden('no-role', 'Your sign-in gives you no role in this service.');
  if (isPerson(roles) && !isStrongEnough(claims, names.requiredAcr))
    throw new TokenRefused('stronger-sign-in');
  const displayName = nameIn(claimAt(claims, names.nameClaim));
  const team = teamIn(claimAt(claims, names.teamClaim));
  return { subject, roles, ...(displayName && { displayName }), ...(team && { team }) };
}

/** The claim of that whole name (some issuers have dots and slashes in names), else the nested one. */
export function claimAt(claims: object, path: string): unknown {
  if (Object.hasOwn(claims, path)) return Reflect.get(claims, path);
  let value: unknown = claims;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

function rolesIn(claim: unknown): Role[] {
  const given: unknown[] =
    typeof claim === 'string' ? claim.split(/[ ,]+/) : Array.isArray(claim) ? claim : [];
  return ROLES.filter((role) => given.includes(role));
}

/** A machine signs in by its own key and cannot have a second factor. */
function isPerson(roles: readonly Role[]): boolean {
  return roles.some((role) => role !== 'intake-service');
}

function isStrongEnough(claims: JWTPayload, required: string | null): boolean {
  if (required === null || claims.acr === required) return true;
  return Array.isArray(claims.amr) && claims.amr.includes(required);
}

function nameIn(claim: unknown): string | undefined {
  if (typeof claim !== 'string') return undefined;
  return claim.replace(INVISIBLE, ' ').trim().slice(0, LONGEST_NAME) || undefined;
}

function teamIn(claim: unknown): string | undefined {
  return typeof claim === 'string' && TEAM.test(claim) ? claim : undefined;
}
