import type { StateTable } from '../../platform/state-table.js';

export const BATCH_STATES = ['proposed', 'approved', 'rejected'] as const;
export type BatchState = (typeof BATCH_STATES)[number];

/** Which state of a batch follows which. It is decided once; a list that is no longer wanted is proposed anew. */
export const BATCH_TABLE: StateTable<BatchState> = {
  proposed: ['approved', 'rejected'],
  approved: [],
  rejected: [],
};
