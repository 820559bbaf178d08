import type { Fact } from './fact.js';

/** Earlier first; what happened at one instant by its id. */
export function inOrder(one: Fact, other: Fact): number {
  return one.occurredAt.getTime() - other.occurredAt.getTime() || byId(one, other);
}

/** Events before records, each by its id. */
export function byId(one: Fact, other: Fact): number {
  return compared(one.eventId, other.eventId) || compared(one.referralId, other.referralId);
}

function compared(one: string | null, other: string | null): number {
  if (one === other) return 0;
  if (one === null) return 1;
  if (other === null) return -1;
  return one < other ? -1 : 1;
}
