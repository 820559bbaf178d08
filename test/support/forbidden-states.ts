/** What no case may ever be, each as a statement that finds those that are. */
const FORBIDDEN: Record<string, string> = {
  'open, and nobody’s': `SELECT id FROM support_case c WHERE closed_at IS NULL AND (next_action_due_at IS NULL OR NOT EXISTS
    (SELECT FROM task t WHERE t.case_id = c.id AND t.completed_at IS NULL AND t.cancelled_at IS NULL AND t.due_at IS NOT NULL
        AND (t.owner IS NOT NULL OR t.team IS NOT NULL)))`,
  'closed, with something open': `SELECT c.id FROM support_case c WHERE c.closed_at IS NOT NULL AND (
    NOT EXISTS (SELECT FROM case_closure x WHERE x.case_id = c.id AND x.reason = c.closure_reason)
    OR EXISTS (SELECT FROM task t JOIN case_closure x ON x.case_id = t.case_id
                WHERE t.case_id = c.id AND t.completed_at IS NULL AND t.cancelled_at IS NULL
                  AND NOT (t.kind IN ('chase-safeguarding', 'escalate-safeguarding')
                           AND 'safeguarding-referrals' = ANY (x.handed_over)))
    OR EXISTS (SELECT FROM case_allocation a WHERE a.case_id = c.id AND a.ended_at IS NULL)
    OR EXISTS (SELECT FROM support_plan p WHERE p.case_id = c.id AND p.state = 'active'))`,
  'closed, with a referral that nobody goes on with': `SELECT c.case_id FROM case_closure c JOIN agency_referral r ON r.case_id = c.case_id
    WHERE r.state IN ('sent', 'acknowledged', 'accepted') AND NOT 'agency-referrals' = ANY (c.handed_over)`,
  'supported, and closed without outcome or reason': `SELECT c.case_id FROM case_closure c JOIN assessment a ON a.case_id = c.case_id
    WHERE a.kind = 'needs' AND c.outcome_assessment_id IS NULL AND c.no_outcome_reason IS NULL`,
  'unreached, in danger, and closed by one alone': `SELECT c.id FROM support_case c JOIN case_closure x ON x.case_id = c.id
    WHERE c.cohorts @> '{msht}' AND x.approved_by IS NULL
      AND NOT EXISTS (SELECT FROM contact_attempt t WHERE t.case_id = c.id AND t.is_reached)`,
  'open twice for one person': `SELECT person_id FROM support_case WHERE closed_at IS NULL GROUP BY 1 HAVING count(*) > 1`,
  'called too often': `SELECT case_id FROM contact_attempt GROUP BY 1 HAVING count(number) > 3`,
  'asked for two decisions on contact at a time': `SELECT case_id FROM task
    WHERE kind IN ('decide-unreached', 'decide-safe-contact') AND completed_at IS NULL AND cancelled_at IS NULL
    GROUP BY 1 HAVING count(*) > 1`,
  'closed over news that nobody looked at': `SELECT case_id FROM task
    WHERE kind IN ('look-at-age', 'look-at-changed-referral', 'look-at-joined-referral') AND outcome_code = 'case-closed'`,
  'continued twice': `SELECT reopened_from FROM support_case WHERE reopened_from IS NOT NULL GROUP BY 1 HAVING count(*) > 1`,
  'begun before what it continues was closed': `SELECT c.id FROM support_case c JOIN support_case b ON b.id = c.reopened_from
    WHERE b.closed_at IS NULL OR c.opened_at < b.closed_at OR b.person_id <> c.person_id`,
  'continued, and nobody knows why': `SELECT id FROM support_case c WHERE reopened_from IS NOT NULL
      AND NOT EXISTS (SELECT FROM case_reopening r WHERE r.case_id = c.id AND r.from_case_id = c.reopened_from)`,
  'with a plan that answers nothing': `SELECT p.id FROM support_plan p JOIN assessment a ON a.id = p.assessment_id
    WHERE a.kind = 'needs' OR a.case_id <> p.case_id`,
};

const ANY_FORBIDDEN = Object.values(FORBIDDEN)
  .map((sql, index) => `SELECT ($1::text[])[${index + 1}] AS what WHERE EXISTS (${sql})`)
  .join(' UNION ALL ');

/** Which of the things that no case may be, some case is. */
export async function forbiddenStates(
  rows: (sql: string, ...parameters: unknown[]) => Promise<object[]>,
): Promise<string[]> {
  const found = (await rows(ANY_FORBIDDEN, Object.keys(FORBIDDEN))) as { what: string }[];
  return found.map(({ what }) => what);
}
