import type { MeasureSource } from '../measure.js';

/** Phone attempts of the period. */
export const CALLS: MeasureSource = {
  rows: `
    SELECT a.id, a.case_id, a.person_id, a.referral_id, a.is_reached, a.number, a.occurred_at FROM contact_attempt a
     WHERE a.occurred_at >= $1 AND a.occurred_at < $2`,
  measures: { calls: 'true', 'calls.reached': 'is_reached' },
};

/** Messages that left for the provider in the period, or may have left. */
export const MESSAGES: MeasureSource = {
  rows: `
    SELECT m.id, m.case_id, m.person_id, m.channel, m.state FROM message m
     WHERE m.claimed_at >= $1 AND m.claimed_at < $2
       AND m.state IN ('claimed', 'sent', 'delivered', 'failed', 'returned', 'unknown')`,
  measures: {
    'messages.email': `channel = 'email'`,
    'messages.letter': `channel = 'letter'`,
    'messages.sms': `channel = 'sms'`,
  },
};

/** Contacts that people made themselves in the period. */
export const INBOUND: MeasureSource = {
  rows: `
    SELECT i.id, i.case_id, i.person_id, i.channel, i.answered_at FROM inbound_contact i
     WHERE i.received_at >= $1 AND i.received_at < $2`,
  measures: { 'inbound-contacts': 'true' },
};

/** What people said of the service in the period. */
export const FEEDBACK: MeasureSource = {
  rows: `
    SELECT f.id, f.case_id, f.person_id FROM feedback f WHERE f.given_at >= $1 AND f.given_at < $2`,
  measures: { feedback: 'true' },
};
