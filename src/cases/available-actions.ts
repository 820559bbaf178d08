/** What can be done with a case itself; rooms above add what they allow (`ActionsOfCase`). */
export const CASE_ACTIONS = [
  'take',
  'allocate',
  'write-note',
  'add-task',
  'restrict',
  'lift-restriction',
  'change-members',
] as const;
export type CaseAction = (typeof CASE_ACTIONS)[number];

/** What bears on the actions of somebody who sees the case. */
export interface ActionFacts {
  isClosed: boolean;
  isRestricted: boolean;
  allocatedTo: string | null;
  subject: string;
  mayEdit: boolean;
  isTeamLeader: boolean;
  /** Lasting access to the restricted person; a break-glass access is none. */
  isMember: boolean;
}

/** An action, with why it is not available where it is not. */
export interface AvailableAction {
  action: string;
  /** Name of the route that does it, as the API description has it. */
  operation: string;
  isAvailable: boolean;
  reasonCode: string | null;
  reason: string | null;
}

const OPERATIONS: Record<CaseAction, string> = {
  take: 'allocateCase',
  allocate: 'allocateCase',
  'write-note': 'writeNote',
  'add-task': 'addTask',
  restrict: 'restrictCase',
  'lift-restriction': 'liftRestriction',
  'change-members': 'addMember',
};

const REASONS = {
  'role-may-not': 'Your role does not allow this.',
  'case-closed': 'The case is closed.',
  'already-allocated': 'A colleague has the case; a team leader can give it to you.',
  'already-yours': 'You have the case.',
  'not-a-member': 'Only members of a restricted case can do this.',
  'leaders-only': 'Only a team leader can do this.',
  'already-restricted': 'The case is restricted already.',
  'not-restricted': 'The case is not restricted.',
} as const;
type ReasonCode = keyof typeof REASONS;

/** Every action of a case with its answer, in a fixed order, so that a screen needs no rules of its own. */
export function availableActions(facts: ActionFacts): AvailableAction[] {
  const against: Record<CaseAction, ReasonCode | null> = {
    take: againstTaking(facts),
    allocate: againstAllocating(facts),
    'write-note': facts.mayEdit ? null : 'role-may-not',
    'add-task': againstEditing(facts),
    restrict: againstRestricting(facts),
    'lift-restriction': againstLifting(facts),
    'change-members': againstLifting(facts),
  };
  return CASE_ACTIONS.map((action) => {
    const reasonCode = against[action];
    return {
      action,
      operation: OPERATIONS[action],
      isAvailable: reasonCode === null,
      reasonCode,
      reason: reasonCode && REASONS[reasonCode],
    };
  });
}

function againstEditing({ mayEdit, isClosed }: ActionFacts): ReasonCode | null {
  if (!mayEdit) return 'role-may-not';
  return isClosed ? 'case-closed' : null;
}

function againstTaking(facts: ActionFacts): ReasonCode | null {
  if (facts.allocatedTo === facts.subject) return againstEditing(facts) ?? 'already-yours';
  if (facts.isRestricted && !facts.isMember) return againstEditing(facts) ?? 'not-a-member';
  return againstAllocating(facts);
}

function againstAllocating(facts: ActionFacts): ReasonCode | null {
  const isWithColleague = facts.allocatedTo !== null && facts.allocatedTo !== facts.subject;
  return againstEditing(facts) ?? (isWithColleague && !facts.isTeamLeader ? 'already-allocated' : null);
}

function againstRestricting(facts: ActionFacts): ReasonCode | null {
  if (!facts.isTeamLeader) return 'leaders-only';
  return facts.isRestricted ? 'already-restricted' : null;
}

function againstLifting(facts: ActionFacts): ReasonCode | null {
  if (!facts.isTeamLeader) return 'leaders-only';
  if (!facts.isRestricted) return 'not-restricted';
  return facts.isMember ? null : 'not-a-member';
}
