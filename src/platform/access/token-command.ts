import { parseArgs } from 'node:util';
import { INVENTED_STAFF } from './development-staff.js';
import type { Role } from './permissions.js';
import { ROLES } from './permissions.js';
import type { SignedInUser } from './token-claims.js';

/** The command line cannot be followed. */
export class UsageError extends Error {}

const SUBJECT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * For whom a token is asked: `--role` takes the first of the invented staff who holds it, `--subject` one of them by
 * name, and both together somebody new if need be.
 * @throws UsageError
 */
export function askedFor(args: string[]): SignedInUser {
  const { role: roleName, subject } = readOptions(args);
  const role = ROLES.find((candidate) => candidate === roleName);
  if (roleName !== undefined && !role) throw new UsageError(`There is no role "${roleName}".`);
  const found = INVENTED_STAFF.find(
    (staff) => (!role || staff.roles.includes(role)) && (!subject || staff.subject === subject),
  );
  if (found && (role || subject)) return found;
  if (!role) throw new UsageError('Name a role.');
  return newcomer(subject ?? '', role);
}

function readOptions(args: string[]): { role?: string; subject?: string } {
  try {
    return parseArgs({ args, options: { role: { type: 'string' }, subject: { type: 'string' } } }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function newcomer(subject: string, role: Role): SignedInUser {
  if (INVENTED_STAFF.some((staff) => staff.subject === subject)) {
    throw new UsageError(`${subject} does not have the role ${role}.`);
  }
  if (!SUBJECT.test(subject))
    throw new UsageError('A subject is letters, digits, dots, dashes and underscores.');
  return { subject, roles: [role], displayName: `Invented ${subject}` };
}
