import type { MeasureSource } from '../measure.js';

/** Referrals first accepted in the period. */
export const REFERRALS: MeasureSource = {
  rows: `
    SELECT r.id, r.case_id, r.person_id, r.incident_id, r.party_id, r.pathway, r.first_accepted_at
      FROM referral r WHERE r.first_accepted_at >= $1 AND r.first_accepted_at < $2`,
  measures: {
    'referrals.athena': `pathway = 'athena'`,
    'referrals.internal': `pathway = 'internal'`,
    'referrals.self': `pathway = 'self'`,
    'referrals.other': `pathway = 'other'`,
    'referrals.total': 'true',
  },
};

/** The same referrals with what became of the automatic contact of each. */
export const AUTOMATIC_CONTACT: MeasureSource = {
  rows: `
    SELECT r.id, r.case_id, r.person_id,
           CASE WHEN p.referral_id IS NULL THEN 'undecided'
                WHEN p.result = 'held' THEN 'held'
                WHEN m.state IN ('sent', 'delivered') THEN 'contacted'
                WHEN m.state IN ('failed', 'returned', 'recalled', 'held') THEN 'failed'
                ELSE 'underway' END AS line
      FROM (${REFERRALS.rows}) r
      LEFT JOIN contact_plan p ON p.referral_id = r.id
      LEFT JOIN message m ON m.id = p.message_id`,
  measures: {
    'automatic-contact.contacted': `line = 'contacted'`,
    'automatic-contact.underway': `line = 'underway'`,
    'automatic-contact.failed': `line = 'failed'`,
    'automatic-contact.held': `line = 'held'`,
    'automatic-contact.undecided': `line = 'undecided'`,
  },
};

/** The same referrals with their disposition; null where the case was closed for a reason that no setting names. */
export const TRIAGED: MeasureSource = {
  needsSettings: true,
  rows: `
    SELECT r.id, r.case_id, r.person_id, r.pathway, c.closure_reason,
           CASE WHEN EXISTS (SELECT FROM referral e
                              WHERE e.incident_id = r.incident_id AND e.party_id = r.party_id
                                AND (e.first_accepted_at, e.id) < (r.first_accepted_at, r.id)) THEN 'duplicate'
                WHEN EXISTS (SELECT FROM assessment a
                              WHERE a.case_id = r.case_id AND a.kind = 'needs' AND a.completed_at < $2) THEN 'accepted'
                WHEN c.closed_at < $2 THEN $3::jsonb -> 'dispositionOfClosure' ->> c.closure_reason
                WHEN said.wants_support THEN 'accepted'
                WHEN NOT said.wants_support THEN 'declined'
                WHEN safety.decision = 'DO_NOT_CONTACT' THEN 'unsafe'
                ELSE 'pending' END AS disposition
      FROM (${REFERRALS.rows}) r
      JOIN support_case c ON c.id = r.case_id
      LEFT JOIN LATERAL (
        SELECT coalesce(a.wants_support, false) AS wants_support FROM contact_attempt a
         WHERE a.case_id = r.case_id AND a.occurred_at < $2 AND (a.wants_support IS NOT NULL OR a.result = 'declined')
         ORDER BY a.occurred_at DESC, a.id DESC LIMIT 1) said ON true
      LEFT JOIN LATERAL (
        SELECT d.decision FROM contact_decision d WHERE d.person_id = r.person_id AND d.decided_at < $2
         ORDER BY d.decided_at DESC, d.id DESC LIMIT 1) safety ON true`,
  measures: {
    'referrals.duplicate': `disposition = 'duplicate'`,
    'referrals.accepted': `disposition = 'accepted'`,
    'referrals.declined': `disposition = 'declined'`,
    'referrals.ineligible': `disposition = 'ineligible'`,
    'referrals.unsafe': `disposition = 'unsafe'`,
    'referrals.unable-to-contact': `disposition = 'unable_to_contact'`,
    'referrals.out-of-area': `disposition = 'out_of_area'`,
    'referrals.pending': `disposition = 'pending'`,
  },
};
