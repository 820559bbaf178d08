import type { StateTable } from '../../platform/state-table.js';

export const RETURN_STATES = ['draft', 'approved', 'submitted', 'withdrawn'] as const;
export type ReturnState = (typeof RETURN_STATES)[number];

/**
 * Which state of a return follows which. A draft is counted anew whenever it is read; from the approval on its figures
 * stand; a submitted one is locked for ever.
 */
export const RETURN_TABLE: StateTable<ReturnState> = {
  draft: ['approved', 'withdrawn'],
  approved: ['submitted', 'withdrawn'],
  submitted: [],
  withdrawn: [],
};
