import type { Transaction } from '../../platform/database/transaction.js';
import type { Pathway } from '../../victims/vocabulary.js';
import type { MessageKind } from '../channels/channel.js';
import type { MessageState } from '../messages/message-states.js';

/** A referral, its case, and what was planned for it. */
export interface ReferralContact {
  referralId: string;
  personId: string;
  caseId: string;
  pathway: Pathway;
  firstAcceptedAt: Date;
  isCaseOpen: boolean;
  /** Nobody has made the first contact by hand yet. */
  isFirstStepOpen: boolean;
  /** The result of its contact plan; null where there is none. */
  result: 'email' | 'already-contacted' | 'held' | null;
  reasons: string[];
  messageId: string | null;
}

/** A message as planning sees it. */
export interface MessageContact {
  messageId: string;
  personId: string;
  caseId: string;
  referralId: string;
  contactPointId: string;
  channel: MessageKind;
  state: MessageState;
  /** Why it was held or recalled, as `moveMessages` wrote it; null where it was not. */
  stateReason: string | null;
  safetyVersion: number;
  isAutomatic: boolean;
  /** When it was last handed over; null where it never was. */
  claimedAt: Date | null;
  /** Somebody was already told that it left before a change. */
  isReported: boolean;
  /** When somebody was last asked to look at it; null where nobody was. */
  toldAt: Date | null;
  /** Since when its contact point is known to be a suspect's, too; null where it is not, or somebody called it safe since. */
  suspectFoundAt: Date | null;
  /** The person's case that is open now; null where there is none. */
  openCaseId: string | null;
}

/** What a new message needs to know of the person's case and contact points. */
export interface ContactState {
  referrals: Map<string, ReferralContact[]>;
  messages: Map<string, MessageContact[]>;
  /** Preferred language by person. */
  languages: Map<string, string | null>;
  /** Keyed hash by contact point. */
  addressIndexes: Map<string, string>;
  /** Team that has the case. */
  teams: Map<string, string>;
}

/** Reads where the contact with each of the people stands: four statements however many they are. */
export async function loadContactState(tx: Transaction, personIds: readonly string[]): Promise<ContactState> {
  const referrals = await tx.query<ReferralContact & { team: string }>(REFERRALS, [personIds]);
  const messages = await tx.query<MessageContact>(MESSAGES, [personIds]);
  const people = await tx.query<{ id: string; language: string | null }>(
    `SELECT id, preferred_language AS language FROM person WHERE id = ANY ($1)`,
    [personIds],
  );
  const points = await tx.query<{ id: string; index: string }>(
    `SELECT id, blind_index AS index FROM contact_point
      WHERE person_id = ANY ($1) AND kind = 'email' AND blind_index IS NOT NULL`,
    [personIds],
  );
  return {
    referrals: grouped(referrals),
    messages: grouped(messages),
    languages: new Map(people.map(({ id, language }) => [id, language])),
    addressIndexes: new Map(points.map(({ id, index }) => [id, index])),
    teams: new Map(referrals.map(({ caseId, team }) => [caseId, team])),
  };
}

function grouped<T extends { personId: string }>(rows: T[]): Map<string, T[]> {
  const byPerson = new Map<string, T[]>();
  for (const row of rows) byPerson.set(row.personId, [...(byPerson.get(row.personId) ?? []), row]);
  return byPerson;
}

const REFERRALS = `
  SELECT r.id AS "referralId", r.person_id AS "personId", r.case_id AS "caseId", r.pathway,
         r.first_accepted_at AS "firstAcceptedAt", c.closed_at IS NULL AS "isCaseOpen",
         c.allocated_team AS team, p.result, coalesce(p.reasons, '{}') AS reasons, p.message_id AS "messageId",
         EXISTS (SELECT 1 FROM task t
                  WHERE t.case_id = c.id AND t.kind IN ('first-contact', 'call-person')
                    AND t.completed_at IS NULL AND t.cancelled_at IS NULL) AS "isFirstStepOpen"
    FROM referral r
    JOIN support_case c ON c.id = r.case_id
    LEFT JOIN contact_plan p ON p.referral_id = r.id
   WHERE r.person_id = ANY ($1)
   ORDER BY r.first_accepted_at, r.id`;

const MESSAGES = `
  SELECT m.id AS "messageId", m.person_id AS "personId", m.case_id AS "caseId", m.state, m.state_reason AS "stateReason",
         m.referral_id AS "referralId", m.channel,
         m.contact_point_id AS "contactPointId", m.safety_version AS "safetyVersion",
         m.origin = 'automatic' AS "isAutomatic", m.claimed_at AS "claimedAt",
         EXISTS (SELECT 1 FROM task t
                  WHERE t.case_id = m.case_id AND t.source_id = m.id
                    AND t.kind = 'message-left-before-change') AS "isReported",
         (SELECT max(t.created_at) FROM task t
           WHERE t.person_id = m.person_id AND t.source_id = m.id
             AND t.kind IN ('message-left-before-change', 'look-at-changed-referral')) AS "toldAt",
         (SELECT max(x.found_at) FROM collision x
           WHERE x.person_id = m.person_id AND x.gone_at IS NULL AND x.cleared_at IS NULL AND x.kind LIKE 'suspect-%'
             AND (x.contact_point_id = m.contact_point_id OR (m.channel = 'letter' AND x.kind = 'suspect-address'))
             AND NOT EXISTS (SELECT FROM contact_point o WHERE o.id = m.contact_point_id AND o.safe = 'yes'
                                                          AND o.confirmed_at >= x.found_at)) AS "suspectFoundAt",
         (SELECT c.id FROM support_case c WHERE c.person_id = m.person_id AND c.closed_at IS NULL) AS "openCaseId"
    FROM message m WHERE m.person_id = ANY ($1)
   ORDER BY m.planned_at, m.id FOR UPDATE OF m`;
