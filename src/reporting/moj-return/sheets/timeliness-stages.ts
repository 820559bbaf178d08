/**
 * The steps whose duration a return tells: `taken` selects `began_at` and `ended_at` of each that ended in the period,
 * `waiting` selects `began_at` of each that had begun and not ended by its end. `$1` and `$2` are the period.
 */
export const STAGES: Readonly<Record<string, { taken: string; waiting: string }>> = {
  'referral-to-first-call': {
    taken: firstCall('contact_attempt a', 'true'),
    waiting: `
      SELECT c.opened_at AS began_at FROM support_case c
       WHERE c.opened_at < $2 AND (c.closed_at IS NULL OR c.closed_at >= $2)
         AND EXISTS (SELECT FROM task t WHERE t.case_id = c.id AND t.kind = 'call-person' AND t.created_at < $2
                       AND coalesce(t.completed_at, t.cancelled_at, 'infinity') >= $2)
         AND NOT EXISTS (SELECT FROM contact_attempt a WHERE a.case_id = c.id AND a.occurred_at < $2)`,
  },
  'referral-to-first-contact': {
    taken: firstCall('contact_attempt a', 'a.is_reached'),
    waiting: `
      SELECT c.opened_at AS began_at FROM support_case c
       WHERE c.opened_at < $2 AND (c.closed_at IS NULL OR c.closed_at >= $2)
         AND EXISTS (SELECT FROM contact_attempt a WHERE a.case_id = c.id AND a.occurred_at < $2)
         AND NOT EXISTS (SELECT FROM contact_attempt a WHERE a.case_id = c.id AND a.occurred_at < $2 AND a.is_reached)`,
  },
  'first-contact-to-needs-assessment': {
    taken: `
      SELECT reached.at AS began_at, assessed.at AS ended_at
        FROM (SELECT case_id, min(completed_at) AS at FROM assessment
               WHERE kind = 'needs' AND completed_at < $2 GROUP BY case_id HAVING min(completed_at) >= $1) assessed
        JOIN LATERAL (SELECT min(a.occurred_at) AS at FROM contact_attempt a
                       WHERE a.case_id = assessed.case_id AND a.is_reached AND a.occurred_at <= assessed.at) reached
          ON reached.at IS NOT NULL`,
    waiting: `
      SELECT min(a.occurred_at) AS began_at
        FROM contact_attempt a JOIN support_case c ON c.id = a.case_id
       WHERE a.is_reached AND a.wants_support AND a.occurred_at < $2
         AND (c.closed_at IS NULL OR c.closed_at >= $2)
         AND NOT EXISTS (SELECT FROM assessment n
                          WHERE n.case_id = a.case_id AND n.kind = 'needs' AND n.completed_at < $2)
       GROUP BY a.case_id`,
  },
  'agency-referral-to-decision': {
    taken: `
      SELECT sent_at AS began_at, decided_at AS ended_at FROM agency_referral
       WHERE kind = 'referral' AND decided_at >= $1 AND decided_at < $2`,
    waiting: `
      SELECT sent_at AS began_at FROM agency_referral
       WHERE kind = 'referral' AND sent_at < $2 AND (decided_at IS NULL OR decided_at >= $2)
         AND (closed_at IS NULL OR closed_at >= $2)`,
  },
};

/** From the opening of each case to the first call of a kind, where that call was in the period. */
function firstCall(calls: string, kind: string): string {
  return `
    SELECT c.opened_at AS began_at, called.at AS ended_at
      FROM (SELECT a.case_id, min(a.occurred_at) AS at FROM ${calls}
             WHERE ${kind} AND a.occurred_at < $2 GROUP BY a.case_id HAVING min(a.occurred_at) >= $1) called
      JOIN support_case c ON c.id = called.case_id`;
}
