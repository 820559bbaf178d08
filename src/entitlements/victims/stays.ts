/**
 * Part of a recursive statement: some cases, each with itself and with every case that continues it, as after a
 * reopening or news of danger.
 *
 * @param cases a query of ids of cases
 */
export function laterStays(cases: string): string {
  return `
  later_stay(first_id, case_id) AS (
    SELECT given.id, given.id FROM (${cases}) given(id)
    UNION ALL
    SELECT s.first_id, c.id FROM later_stay s JOIN support_case c ON c.reopened_from = s.case_id)`;
}

/**
 * Part of a recursive statement: some cases, each with itself and with every case that it continues.
 *
 * @param cases a query of ids of cases
 */
export function earlierStays(cases: string): string {
  return `
  stay(last_id, case_id) AS (
    SELECT given.id, given.id FROM (${cases}) given(id)
    UNION ALL
    SELECT s.last_id, c.reopened_from FROM stay s JOIN support_case c ON c.id = s.case_id
     WHERE c.reopened_from IS NOT NULL)`;
}
