import type { StateTable } from '../platform/state-table.js';

export const AGENCY_REFERRAL_STATES = ['sent', 'acknowledged', 'accepted', 'declined', 'closed'] as const;
export type AgencyReferralState = (typeof AGENCY_REFERRAL_STATES)[number];

/** What an agency can answer. */
export const AGENCY_ANSWERS = ['acknowledged', 'accepted', 'declined'] as const;
export type AgencyAnswer = (typeof AGENCY_ANSWERS)[number];

/**
 * Which state of a referral to an agency follows which. A referral begins as `sent`; one that was accepted can be
 * accepted again with another first appointment. Telling somebody of an agency is `closed` from the start.
 */
export const AGENCY_REFERRAL_TABLE: StateTable<AgencyReferralState> = {
  sent: ['acknowledged', 'accepted', 'declined', 'closed'],
  acknowledged: ['accepted', 'declined', 'closed'],
  accepted: ['accepted', 'closed'],
  declined: [],
  closed: [],
};
