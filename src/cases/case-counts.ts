import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { CaseCountsResponse } from './case-counts-response.js';
import { coveredToday } from './staff-cover.js';

/** How many open cases there are under each filter of the worklist. */
@Injectable()
export class CaseCounts {
  constructor(private readonly database: Database) {}

  /** Of the cases that the actor may see: what is hidden counts nowhere. */
  open(actor: Actor): Promise<CaseCountsResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const mine = [actor.subject, ...(await coveredToday(tx, actor.subject))];
      const counts = await tx.queryOne<CaseCountsResponse>(COUNTS, [mine, tx.now]);
      await tx.audit({ action: 'case.counted', targetType: 'case', targetIds: [], personIds: [] });
      return counts!;
    });
  }
}

const COUNTS = `
  WITH open_case AS MATERIALIZED (
    SELECT allocated_to, allocated_team, cohorts, next_action_due_at FROM support_case WHERE closed_at IS NULL),
  by_team AS (SELECT allocated_team AS code, count(*)::int AS count FROM open_case GROUP BY 1),
  by_cohort AS (SELECT cohort AS code, count(*)::int AS count FROM open_case, unnest(cohorts) AS cohort GROUP BY 1)
  SELECT count(*)::int AS open, count(*) FILTER (WHERE next_action_due_at < $2)::int AS overdue,
         count(*) FILTER (WHERE allocated_to = ANY ($1::text[]))::int AS mine,
         count(*) FILTER (WHERE allocated_to IS NULL)::int AS nobodys,
         (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.code), '[]') FROM by_team t) AS "byTeam",
         (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.code), '[]') FROM by_cohort t) AS "byCohort"
    FROM open_case`;
