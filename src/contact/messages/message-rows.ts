import type { MessageSummaryResponse } from './message-responses.js';
import { STATE_TABLE } from './message-states.js';

/** A message's row without its text. */
export type MessageRow = Omit<MessageSummaryResponse, 'stateMeaning' | 'stateReasons'> & {
  stateReason: string | null;
};

export const MESSAGE_COLUMNS = `
  m.id, m.person_id AS "personId", m.case_id AS "caseId", m.referral_id AS "referralId", m.origin, m.channel, m.state,
  m.batch_id AS "batchId", m.asked_by AS "askedBy",
  m.state_reason AS "stateReason", m.template_code AS "templateCode", m.template_version AS "templateVersion",
  m.language, m.contact_point_id AS "contactPointId", m.decision_id AS "decisionId", m.tries,
  m.planned_at AS "plannedAt", m.claimed_at AS "claimedAt", m.sent_at AS "sentAt", m.settled_at AS "settledAt",
  m.settled_by AS "settledBy", m.next_try_at AS "nextTryAt", m.version`;

type MessageSummary = Pick<MessageSummaryResponse, keyof MessageSummaryResponse>;

export function toMessageSummary({ stateReason, ...row }: MessageRow): MessageSummary {
  return {
    ...row,
    stateMeaning: STATE_TABLE[row.state].meaning,
    stateReasons: stateReason?.split(' ') ?? [],
  };
}
