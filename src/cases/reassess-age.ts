import { Injectable } from '@nestjs/common';
import { serviceActor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Job, type JobIds } from '../platform/queues/job.decorator.js';
import type { Day } from '../platform/working-days/calendar-days.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { OffenceRules } from '../reference-data/offence-rules.js';
import { RetentionClasses } from '../reference-data/retention-classes.js';
import { isOfFullAgeOn } from '../victims/contact-safety/full-age.js';
import { ContinueStay } from './continue-stay.js';
import { FollowUps } from './follow-ups.js';
import { PRIORITY_POINTS, type PriorityReason, reasonsOfCohorts } from './priority.js';
import { caseToChange, recordEvent } from './seen-case.js';
import type { SupportCase } from './support-case.entity.js';

interface PersonRow {
  id: string;
  kind: 'individual' | 'organisation';
  dateOfBirth: Day | null;
  openCaseId: string | null;
}

interface CrimeRow {
  occurredAt: Date | null;
  offences: { offenceCode?: string | null; homeOfficeClass?: string | null; nfibCode?: string | null }[];
}

interface Terms {
  cohorts: string[];
  priorityReasons: PriorityReason[];
}

const AGENT = serviceActor('worker', 'reassess-age');
const MAY_BE_CHILD: PriorityReason = 'child-or-age-unknown';

/**
 * What follows for the case of somebody who, by another birth date, is or may be a child, or was one at the offence: it
 * is more urgent, is kept as a child's, and whoever has it looks anew at whom to contact. Nothing is ever taken back:
 * that a child turned out to be an adult is for a person to weigh. Where their case is closed, a decision on the birth
 * date begins one that continues it, so that somebody looks. Doing it again changes nothing.
 */
@Injectable()
export class ReassessAge {
  constructor(
    private readonly database: Database,
    private readonly followUps: FollowUps,
    private readonly stays: ContinueStay,
    private readonly offences: OffenceRules,
    private readonly retention: RetentionClasses,
  ) {}

  /** Ids: `personId`, and `correctionId` of a colleague's decision, which then becomes somebody's task. */
  @Job('reassess-age')
  async reassess({ personId, correctionId }: JobIds): Promise<void> {
    await this.database.inTransaction(AGENT, async (tx) => {
      const person = await tx.queryOne<PersonRow>(PERSON, [personId]);
      if (!person || person.kind === 'organisation') return;
      const crimes = await tx.query<CrimeRow>(CRIMES, [personId]);
      if (!mayBeChild(tx, person, crimes)) return;
      const cohorts = this.cohortsOf(person, crimes);
      await this.keep(tx, String(personId), cohorts);
      const sourceId = correctionId === undefined ? null : String(correctionId);
      const toAsk = sourceId && !(await isAsked(tx, String(personId), sourceId)) ? sourceId : null;
      const supportCase = await this.openCase(tx, person, cohorts, toAsk);
      if (!supportCase) return;
      await raise(tx, supportCase, cohorts);
      if (toAsk) await this.ask(tx, supportCase, toAsk);
      await tx.audit({
        ...{ action: 'case.reassess-age', targetType: 'case', targetIds: [supportCase.id] },
        personIds: [supportCase.personId],
      });
    });
  }

  /** The open case; where there is none and somebody is to look, one that continues the last. */
  private async openCase(
    tx: Transaction,
    { id, openCaseId }: PersonRow,
    cohorts: readonly string[],
    toAsk: string | null,
  ): Promise<SupportCase | null> {
    if (openCaseId !== null) return caseToChange(tx, openCaseId);
    if (toAsk === null) return null;
    return this.stays.begin(tx, id, { cohorts, task: { kind: 'look-at-age', sourceId: toAsk } });
  }

  private cohortsOf({ dateOfBirth }: PersonRow, crimes: readonly CrimeRow[]): string[] {
    const found = crimes.flatMap(({ occurredAt, offences }) => {
      const day = occurredAt && londonDayOf(occurredAt);
      const wasChild = dateOfBirth === null || day === null ? null : !isOfFullAgeOn(dateOfBirth, day);
      return offences.flatMap(({ offenceCode, homeOfficeClass, nfibCode }) => {
        const codes = { crimeOffenceCode: offenceCode, homeOfficeClassification: homeOfficeClass, nfibCode };
        const rule = day && this.offences.ruleFor(codes, day);
        return rule ? this.offences.cohortsOf(rule, wasChild) : [];
      });
    });
    return [...new Set(found)];
  }

  /** Person and cases are kept at least as long as a child's. */
  private async keep(tx: Transaction, personId: string, cohorts: readonly string[]): Promise<void> {
    const wanted = this.retention.classFor(cohorts, true);
    const { code, legalHold, reviewAfterMonths } = wanted;
    const weaker = this.retention.weakerThan(wanted);
    await tx.query(KEEP_CASES, [personId, code, weaker, legalHold, reviewAfterMonths, tx.now]);
    await tx.query(KEEP_PERSON, [personId, code, weaker]);
  }

  /** Whoever read the case before does not know of it. */
  private async ask(tx: Transaction, supportCase: SupportCase, correctionId: string): Promise<void> {
    const { dueAt } = this.followUps.workingDaysAfter(tx.now, 'callPersonWorkingDays');
    const task = { kind: 'look-at-age', source: 'casework', sourceId: correctionId, dueAt } as const;
    await this.followUps.add(tx, supportCase, task);
    await tx.query(CHANGED, [supportCase.id, tx.now]);
    await this.followUps.settle(tx, supportCase);
  }
}

/** Once for each decision, also after somebody has looked. */
async function isAsked(tx: Transaction, personId: string, correctionId: string): Promise<boolean> {
  const asked = await tx.queryOne(`SELECT id FROM task WHERE person_id = $1 AND source_id = $2 LIMIT 1`, [
    personId,
    correctionId,
  ]);
  return asked !== null;
}

function mayBeChild(tx: Transaction, { dateOfBirth }: PersonRow, crimes: readonly CrimeRow[]): boolean {
  if (!isOfFullAgeOn(dateOfBirth, londonDayOf(tx.now))) return true;
  return crimes.some(
    ({ occurredAt }) => occurredAt !== null && !isOfFullAgeOn(dateOfBirth, londonDayOf(occurredAt)),
  );
}

async function raise(tx: Transaction, supportCase: SupportCase, found: readonly string[]): Promise<void> {
  const held = (await tx.queryOne<Terms>(TERMS, [supportCase.id]))!;
  const cohorts = [...new Set([...held.cohorts, ...found])].sort();
  const reasons = [MAY_BE_CHILD, ...reasonsOfCohorts(cohorts)];
  const added = [...new Set(reasons)].filter((reason) => !held.priorityReasons.includes(reason));
  if (added.length === 0 && cohorts.length === held.cohorts.length) return;
  const points = added.reduce((sum, reason) => sum + PRIORITY_POINTS[reason], 0);
  await tx.query(RAISE, [supportCase.id, points, added, cohorts, tx.now]);
  await recordEvent(tx, supportCase, 'case.priority-raised', { reasons: added });
}

const PERSON = `
  SELECT p.id, p.kind, CASE WHEN p.birth_date_doubt IS NULL THEN p.date_of_birth::text END AS "dateOfBirth",
         (SELECT c.id FROM support_case c WHERE c.person_id = p.id AND c.closed_at IS NULL) AS "openCaseId"
    FROM person p WHERE p.id = $1 FOR UPDATE OF p`;

const CRIMES = `
  SELECT coalesce(i.occurred_from, i.reported_at) AS "occurredAt", r.offences_seen -> 'codes' AS offences
    FROM referral r JOIN incident i ON i.id = r.incident_id WHERE r.person_id = $1 ORDER BY r.id`;

const TERMS = `SELECT cohorts, priority_reasons AS "priorityReasons" FROM support_case WHERE id = $1`;

const RAISE = `
  UPDATE support_case
     SET priority = priority + $2, priority_reasons = priority_reasons || $3::text[], cohorts = $4,
         version = version + 1, updated_at = $5
   WHERE id = $1`;

const CHANGED = `UPDATE support_case SET version = version + 1, updated_at = $2 WHERE id = $1`;

const KEEP_CASES = `
  UPDATE support_case
     SET retention_class = $2, legal_hold = legal_hold OR (closed_at IS NOT NULL AND $4),
         review_due_on = greatest(review_due_on,
           CASE WHEN closed_at IS NOT NULL
                THEN ((closed_at AT TIME ZONE 'Europe/London')::date + make_interval(months => $5))::date END),
         updated_at = $6
   WHERE person_id = $1 AND retention_class = ANY ($3::text[])`;

/** A person is kept as long as any of their cases. */
const KEEP_PERSON = `
  UPDATE person p
     SET retention_class = CASE WHEN p.retention_class = ANY ($3::text[]) THEN $2 ELSE p.retention_class END,
         legal_hold = p.legal_hold OR coalesce(k.hold, false), review_due_on = greatest(p.review_due_on, k.due)
    FROM (SELECT bool_or(legal_hold) AS hold, max(review_due_on) AS due FROM support_case WHERE person_id = $1) k
   WHERE p.id = $1`;
