import type { Role } from './permissions.js';

/** What a route promises the audit: a route that is not `none` leaves an entry in its transaction or fails. */
export type AuditClass = 'person-read' | 'person-write' | 'aggregate-read' | 'ledger-read' | 'none';

/** The HTTP request that a transaction belongs to. */
export interface RequestTrace {
  id: string;
  auditClass: AuditClass;
  /** Set where the route creates something: the caller's Idempotency-Key and the hash of what it sent. */
  idempotency?: { key: string; operation: string; bodySha256: string };
}

/**
 * Who acts. `user` sees what its roles allow; `intake`, `worker` and `reporting` are the service itself,
 * `subject` then naming the person or process on whose behalf it acts.
 */
export interface Actor {
  kind: 'user' | 'intake' | 'worker' | 'reporting';
  subject: string;
  roles: readonly Role[];
  displayName?: string;
  team?: string;
  request?: RequestTrace;
}

/** How far a transaction of this actor sees; the database's policies know these words. */
export type Scope = 'everything' | 'people' | 'sent' | 'ledger' | 'none';

const SEES_PEOPLE: readonly Role[] = ['coordinator', 'team-leader'];

export function scopeOf(actor: Actor): Scope {
  if (actor.kind !== 'user') return 'everything';
  if (actor.roles.includes('data-protection-officer')) return 'everything';
  if (actor.roles.some((role) => SEES_PEOPLE.includes(role))) return 'people';
  if (actor.roles.includes('referrer')) return 'sent';
  if (actor.roles.includes('auditor')) return 'ledger';
  return 'none';
}

/** The service acting on somebody's request with its own reach, where the rule itself decides what they may do. */
export function onBehalfOf(actor: Actor, kind: 'intake' | 'worker' | 'reporting'): Actor {
  return { ...actor, kind };
}

/** The service acting by itself. */
export function serviceActor(kind: 'intake' | 'worker' | 'reporting', process = 'val'): Actor {
  return { kind, subject: `service:${process}`, roles: [] };
}
