/**
 * What must never be found once everything has come to rest, each as a query whose rows are the culprits. They look
 * from behind row-level security.
 */
export const CONTRADICTIONS: Record<string, string> = {
  'an accepted file is not finished': `
    SELECT id, state FROM intake_file WHERE state IN ('receiving', 'accepted')`,

  'I1: a receipt does not balance to the rows of its file': `
    SELECT f.id FROM intake_file f
      LEFT JOIN LATERAL (
        SELECT count(*) AS rows,
               count(*) FILTER (WHERE r.disposition = 'created') AS created,
               count(*) FILTER (WHERE r.disposition = 'joined') AS joined,
               count(*) FILTER (WHERE r.disposition = 'updated') AS updated,
               count(*) FILTER (WHERE r.disposition = 'unchanged') AS unchanged,
               count(*) FILTER (WHERE r.disposition = 'quarantined') AS quarantined,
               count(*) FILTER (WHERE r.disposition = 'rejected') AS rejected
          FROM intake_row r WHERE r.file_id = f.id) r ON true
     WHERE f.state = 'finished'
       AND (r.rows, r.created, r.joined, r.updated, r.unchanged, r.quarantined, r.rejected)
           IS DISTINCT FROM (f.row_count::bigint, f.created_count::bigint, f.joined_count::bigint,
             f.updated_count::bigint, f.unchanged_count::bigint, f.quarantined_count::bigint, f.rejected_count::bigint)`,

  'I3: a referral of the feed does not come from exactly one row': `
    SELECT r.id FROM referral r
     WHERE r.pathway = 'athena' AND 1 <> (
       SELECT count(*) FROM intake_row w WHERE w.referral_id = r.id AND w.disposition IN ('created', 'joined'))`,

  'I3: the versions of a referral have a gap': `
    SELECT r.id, r.latest_version, v.numbers FROM referral r
      CROSS JOIN LATERAL (
        SELECT array_agg(v.number ORDER BY v.number) AS numbers FROM referral_version v WHERE v.referral_id = r.id) v
     WHERE v.numbers IS DISTINCT FROM (SELECT array_agg(n) FROM generate_series(1, r.latest_version) n)`,

  'I3: a referral is not in its timeline once, or an update of it is not': `
    SELECT r.id FROM referral r
     WHERE (SELECT count(*) FROM case_event e WHERE e.case_id = r.case_id AND e.kind = 'referral.received'
              AND e.details->>'referralId' = r.id::text) <> 1
        OR (SELECT count(*) FROM case_event e WHERE e.case_id = r.case_id AND e.kind = 'referral.updated'
              AND e.details->>'referralId' = r.id::text) <> r.latest_version - 1`,

  'I3: a referral was taken in without audit or without announcement': `
    SELECT r.id FROM referral r
     WHERE NOT EXISTS (SELECT 1 FROM audit_entry a WHERE a.target_ids @> ARRAY[r.id] AND a.person_ids @> ARRAY[r.person_id])
        OR NOT EXISTS (SELECT 1 FROM outbox_event o
                        WHERE o.name = 'referrals.accepted' AND o.payload->'personIds' ? r.person_id::text)`,

  'I3: a case was opened without its event, its allocation, a referral or a next action': `
    SELECT c.id FROM support_case c
     WHERE (SELECT count(*) FROM case_event e WHERE e.case_id = c.id AND e.kind = 'case.opened') <> 1
        OR (SELECT count(*) FROM case_allocation a WHERE a.case_id = c.id AND a.ended_at IS NULL) <> 1
        OR (c.reopened_from IS NULL AND NOT EXISTS (SELECT 1 FROM referral r WHERE r.case_id = c.id))
        OR NOT EXISTS (SELECT 1 FROM task t WHERE t.case_id = c.id)`,

  'a person has neither a referral nor a case': `
    SELECT p.id FROM person p
     WHERE NOT EXISTS (SELECT 1 FROM referral r WHERE r.person_id = p.id)
        OR NOT EXISTS (SELECT 1 FROM support_case c WHERE c.person_id = p.id)`,

  'an announcement was not relayed': `SELECT id, name FROM outbox_event WHERE relayed_at IS NULL`,

  'an answered request kept no answer': `SELECT key FROM idempotency_key WHERE answer_sealed IS NULL`,

  'the checks of a person are not finished': `SELECT id FROM person WHERE checked_version < safety_version`,

  'I5: nobody planned the contact of a referral': `
    SELECT r.id FROM referral r WHERE NOT EXISTS (SELECT 1 FROM contact_plan p WHERE p.referral_id = r.id)`,

  'I5: a message has no end': `
    SELECT id, state FROM message WHERE state NOT IN ('sent', 'held', 'recalled', 'unknown')`,

  'I5: a message was stopped without a reason': `
    SELECT id, state FROM message WHERE state IN ('held', 'recalled') AND coalesce(state_reason, '') = ''`,

  'I5: an unknown message has no open task, or its task no team': `
    SELECT m.id FROM message m
     WHERE m.state = 'unknown' AND 1 <> (
       SELECT count(*) FROM task t WHERE t.source_id = m.id AND t.kind = 'settle-message' AND t.case_id = m.case_id
          AND t.team <> '' AND t.completed_at IS NULL AND t.cancelled_at IS NULL)`,

  'I5: an attempt has no result, or a message another result than its last attempt': `
    SELECT a.message_id, a.number, a.result, m.state FROM message_attempt a JOIN message m ON m.id = a.message_id
     WHERE a.result IS NULL
        OR (a.number = m.tries AND m.state = 'sent' AND a.result <> 'accepted')
        OR (a.number = m.tries AND m.state = 'unknown' AND a.result <> 'unknown')
        OR (a.number < m.tries AND a.result <> 'not-sent')`,

  'I3: a message came to its end without its event, or twice': `
    SELECT m.id, m.state, e.times FROM message m
      CROSS JOIN LATERAL (
        SELECT count(*) AS times FROM case_event e
         WHERE e.case_id = m.case_id AND e.kind = 'message.' || m.state AND e.details->>'messageId' = m.id::text) e
     WHERE e.times = 0 OR (m.state <> 'held' AND e.times > 1)`,
};

/** Work that is still to be done, counted from PostgreSQL alone. */
export const WAITING = `
  SELECT (SELECT count(*)::int FROM intake_file WHERE state IN ('receiving', 'accepted')) AS files,
         (SELECT count(*)::int FROM outbox_event WHERE relayed_at IS NULL) AS events,
         (SELECT count(*)::int FROM person WHERE checked_version < safety_version) AS people,
         (SELECT count(*)::int FROM referral r
           WHERE NOT EXISTS (SELECT 1 FROM contact_plan p WHERE p.referral_id = r.id)) AS referrals,
         (SELECT count(*)::int FROM message WHERE state IN ('planned', 'queued', 'claimed')) AS messages`;

/** Tables in which the same file sent again may not change a single row (I2). */
export const LEFT_ALONE = [
  ...['person', 'person_identifier', 'person_link', 'incident', 'party', 'suspect_key', 'contact_point'],
  ...['safe_contact_note', 'support_case', 'case_event', 'case_allocation', 'task', 'access_grant'],
  ...[
    'referral',
    'referral_version',
    'contact_plan',
    'contact_decision',
    'collision',
    'message',
    'message_attempt',
  ],
];
