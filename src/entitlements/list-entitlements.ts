import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { type Page, pageOf, readCursor } from '../platform/http/paging.js';
import { addDays } from '../platform/working-days/calendar-days.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { DISPLAY_NAME } from '../victims/display-name.js';
import type { ClockState } from './clocks/clock.js';
import type { EntitlementItemResponse } from './entitlement-responses.js';
import type { EntitlementQuery } from './entitlement-requests.js';

type ItemRow = Omit<EntitlementItemResponse, 'startedAt'> & { startedAt: Date; sortsOn: string };

/** A duty that still runs by one limit was due by the other no longer ago than this: the longest limit there is. */
const LONGEST_LIMIT_DAYS = 120;
const RUNNING: readonly ClockState[] = ['pending', 'due-soon'];
const OPEN: readonly ClockState[] = [...RUNNING, 'breached'];

/** Duties of one state, over all cases that the actor may see. */
@Injectable()
export class ListEntitlements {
  constructor(private readonly database: Database) {}

  /** What is due first comes first, and what has no limit last; looking is audited with the ids that were shown. */
  page(actor: Actor, query: EntitlementQuery): Promise<Page<EntitlementItemResponse>> {
    return this.database.inTransaction(actor, async (tx) => {
      const { sql, parameters } = statementOf(query, tx.now);
      const rows = await tx.query<ItemRow>(sql, parameters);
      const page = pageOf(rows, query.limit, (row) => [row.sortsOn, row.id], toItem);
      await tx.audit({
        action: 'entitlement.listed',
        targetType: 'entitlement',
        targetIds: page.items.map(({ id }) => id),
        personIds: page.items.map(({ personId }) => personId),
      });
      return page;
    });
  }
}

function toItem(row: ItemRow): EntitlementItemResponse {
  const { id, caseId, caseReference, personId, personName, incidentId, ruleId, limitCode } = row;
  const { entitlement, dutyHolder, dueOn, statusAtStart, stateByStandard, stateByEnhanced, victimReported } =
    row;
  return {
    ...{
      id,
      caseId,
      caseReference,
      personId,
      personName,
      incidentId,
      ruleId,
      limitCode,
      entitlement,
      dutyHolder,
    },
    ...{ startedAt: row.startedAt.toISOString(), dueOn, statusAtStart },
    ...{ stateByStandard, stateByEnhanced, victimReported },
  };
}

const DUE = `coalesce(c.due_on, 'infinity')`;

/** The page is cut before names are joined to it: the planner cannot guess how much the row policies let through. */
function statementOf({ state, dutyHolder, ruleId, after, limit }: EntitlementQuery, now: Date) {
  const parameters: unknown[] = [now, state];
  const bound = (value: unknown) => `$${parameters.push(value)}`;
  const parts = [
    `SELECT c.*, ${DUE} AS sorts_on, s.by_standard, s.by_enhanced
       FROM entitlement_clock c CROSS JOIN LATERAL val_entitlement_states(c, $1::timestamptz) s
      WHERE c.case_id IS NOT NULL AND c.started_at <= $1
        AND CASE WHEN c.status_at_start = 'not-assessed' THEN $2::text IN (s.by_standard, s.by_enhanced)
                 ELSE s.at_start = $2 END`,
  ];
  if (OPEN.includes(state))
    parts.push('AND c.satisfied_at IS NULL AND (c.excluded_reason IS NULL OR c.excluded_at IS NOT NULL)');
  const today = londonDayOf(now);
  if (RUNNING.includes(state))
    parts.push(`AND ${DUE} >= ${bound(addDays(today, -LONGEST_LIMIT_DAYS))}::date`);
  if (state === 'breached' || state === 'no-evidence') parts.push(`AND ${DUE} < ${bound(today)}::date`);
  if (dutyHolder !== undefined) parts.push(`AND c.duty_holder = ${bound(dutyHolder)}`);
  if (ruleId !== undefined) parts.push(`AND c.rule_id = ${bound(ruleId)}`);
  const [on, id] = readCursor(after, ['string', 'id']) ?? [];
  if (on !== undefined) parts.push(`AND (${DUE}, c.id) > (${bound(dayOf(on))}::date, ${bound(id)}::uuid)`);
  parts.push(`ORDER BY ${DUE}, c.id LIMIT ${bound(limit + 1)}`);
  return { sql: `${SHOWN} FROM (${parts.join(' ')}) c ${JOINED} ORDER BY c.sorts_on, c.id`, parameters };
}

/** A day of a cursor; anything else than a day or its end of all days is not from this list. */
function dayOf(value: unknown): string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : 'infinity';
}

const SHOWN = `
  SELECT c.id, c.case_id AS "caseId", f.reference AS "caseReference", c.person_id AS "personId",
         ${DISPLAY_NAME} AS "personName", c.incident_id AS "incidentId", c.rule_id AS "ruleId",
         c.limit_code AS "limitCode", l.label AS entitlement, c.duty_holder AS "dutyHolder", c.started_at AS "startedAt",
         c.due_on::text AS "dueOn", c.status_at_start AS "statusAtStart", c.by_standard AS "stateByStandard",
         c.by_enhanced AS "stateByEnhanced", c.victim_reported AS "victimReported", c.sorts_on::text AS "sortsOn"`;
const JOINED = `
  JOIN support_case f ON f.id = c.case_id
  JOIN person p ON p.id = c.person_id
  JOIN code_limit l ON l.rule_id = c.rule_id AND l.effective_from = c.rule_from AND l.limit_code = c.limit_code`;
