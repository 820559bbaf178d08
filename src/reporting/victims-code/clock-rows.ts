import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { type Page, pageOf, readCursor } from '../../platform/http/paging.js';
import { type ClockFilters, FILTERED, filterParameters, READ_AS } from './clock-filters.js';
import {
  AGE_BAND,
  clockParameters,
  CLOCKS,
  COHORT_MASK,
  IN_PERIOD,
  type ReportPeriod,
} from './clock-source.js';
import { ageOf, cohortOf } from './dimensions.js';
import { ReportSettings } from './report-settings.js';

/** A clock behind a figure. */
export interface ClockRow {
  id: string;
  caseId: string | null;
  personId: string;
  incidentId: string;
  ruleId: string;
  limitCode: string;
  cohort: string;
  ageBand: string;
  dutyHolder: string;
  statusAtStart: string;
  statusNow: string;
  startedOn: string;
  dueOn: string | null;
  satisfiedOn: string | null;
  /** By the status known when it started; null where that depends on an assessment that nobody made. */
  state: string | null;
  stateNow: string | null;
  victimReported: string | null;
}

type FoundRow = Omit<ClockRow, 'cohort' | 'ageBand'> & { cohortMask: number; band: number };

/** Opens a figure of the report to the clocks that it counts. */
@Injectable()
export class ClockRows {
  constructor(
    private readonly database: Database,
    private readonly settings: ReportSettings,
  ) {}

  /** A page of clocks as the actor sees them: those of people who are hidden from them are not there. */
  page(
    actor: Actor,
    periodOf: (now: Date) => ReportPeriod,
    filters: ClockFilters,
    { limit, after }: { limit: number; after?: string },
  ): Promise<Page<ClockRow>> {
    const cursor = readCursor(after, ['id']);
    return this.database.inTransaction(actor, async (tx) => {
      const period = periodOf(tx.now);
      const rows = await tx.query<FoundRow>(ROWS, [
        ...clockParameters(period, this.settings),
        ...filterParameters(filters, this.settings),
        ...[cursor?.[0] ?? null, limit + 1],
      ]);
      const page = pageOf(
        rows,
        limit,
        ({ id }) => [id],
        ({ cohortMask, band, ...row }) => ({ ...row, ...this.groupsOf(cohortMask, band) }),
      );
      await tx.audit({
        action: 'code-report.open',
        targetType: 'entitlement-clock',
        targetIds: page.items.map(({ id }) => id),
        personIds: page.items.map(({ personId }) => personId),
        fields: [period.from, period.to],
      });
      return page;
    });
  }

  private groupsOf(cohortMask: number, band: number): Pick<ClockRow, 'cohort' | 'ageBand'> {
    const { cohorts } = this.settings.file;
    return { cohort: cohortOf(cohortMask, cohorts), ageBand: ageOf(band, this.settings) };
  }
}

const ROWS = `
  SELECT c.id, c.case_id AS "caseId", c.person_id AS "personId", c.incident_id AS "incidentId", c.rule_id AS "ruleId",
         c.limit_code AS "limitCode", c.duty_holder AS "dutyHolder", c.status_at_start AS "statusAtStart",
         c.status_now AS "statusNow", c.started_on::text AS "startedOn", c.due_on::text AS "dueOn",
         CASE WHEN c.satisfied_at <= $1 THEN c.satisfied_on::text END AS "satisfiedOn", s.at_start AS state,
         s.now AS "stateNow", CASE WHEN c.victim_reported_at <= $1 THEN c.victim_reported END AS "victimReported",
         ${COHORT_MASK} AS "cohortMask", ${AGE_BAND} AS band
    ${CLOCKS}
    ${READ_AS}
   WHERE ${IN_PERIOD} AND ${FILTERED} AND ($23::uuid IS NULL OR c.id > $23) ORDER BY c.id LIMIT $24::int`;
