/** What becomes of a message. */
export const MESSAGE_STATES = [
  'planned',
  'held',
  'queued',
  'claimed',
  'sent',
  'delivered',
  'failed',
  'returned',
  'unknown',
  'recalled',
] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

interface StateRule {
  meaning: string;
  next: readonly MessageState[];
}

/**
 * Which state follows which. Only `claimed` is ever in a provider's hands, and nothing leads from `unknown` or from
 * what was sent back to sending: what may have left is never sent again by itself.
 */
export const STATE_TABLE: Record<MessageState, StateRule> = {
  planned: { meaning: 'Written down; not yet handed to sending.', next: ['queued', 'held', 'recalled'] },
  held: {
    meaning: 'Stopped for now by a reason that may pass by itself; nothing left.',
    next: ['queued', 'recalled'],
  },
  queued: { meaning: 'Waits to be sent.', next: ['claimed', 'held', 'recalled'] },
  claimed: {
    meaning: 'Being handed to the provider: may leave at any moment.',
    next: ['sent', 'failed', 'queued', 'unknown'],
  },
  sent: { meaning: 'The provider accepted it.', next: ['delivered', 'failed', 'returned'] },
  delivered: { meaning: 'The provider says that it arrived.', next: ['returned'] },
  failed: {
    meaning: 'The provider refused it or could not deliver it, or it was found that it never left.',
    next: [],
  },
  returned: { meaning: 'It came back.', next: [] },
  unknown: {
    meaning: 'It may or may not have left; a person finds out and says so.',
    next: ['sent', 'failed'],
  },
  recalled: { meaning: 'Withdrawn before it left, because contact is no longer known to be safe.', next: [] },
};

const FIRST_STATES: readonly MessageState[] = ['planned', 'queued'];

/** Whether a message in one state may come to another. */
export function mayBecome(from: MessageState, to: MessageState): boolean {
  return STATE_TABLE[from].next.includes(to);
}

/**
 * What is wrong with a table of states: states that no message can reach, and ways from what may have left back to
 * sending. The module does not start where there is anything.
 */
export function faultsOf(table: Record<MessageState, StateRule>): string[] {
  const unreachable = MESSAGE_STATES.filter((state) => !reachableFrom(table, FIRST_STATES).has(state));
  const mayHaveLeft: MessageState[] = ['sent', 'unknown', 'delivered', 'returned'];
  const sentAgain = mayHaveLeft.filter((state) => reachableFrom(table, table[state].next).has('claimed'));
  return [
    ...unreachable.map((state) => `no message can become ${state}`),
    ...sentAgain.map((state) => `a message that is ${state} could be sent again`),
  ];
}

function reachableFrom(
  table: Record<MessageState, StateRule>,
  first: readonly MessageState[],
): Set<MessageState> {
  const reached = new Set(first);
  for (const state of reached) table[state].next.forEach((next) => reached.add(next));
  return reached;
}
