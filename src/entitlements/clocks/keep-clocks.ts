import { Injectable } from '@nestjs/common';
import { serviceActor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Log } from '../../platform/logging/log.js';
import type { JobIds } from '../../platform/queues/job.decorator.js';
import { Job } from '../../platform/queues/job.decorator.js';
import { slicesOf } from '../../platform/slices.js';
import { earlierStays } from '../victims/stays.js';
import { BuildClocks } from './build-clocks.js';

const AGENT = serviceActor('worker', 'entitlements');
/** A batch holds what it writes about until it ends: whoever works on one of these cases waits for no more than that. */
const AT_ONCE = 100;
/** As many as a person may wait for; more are left to the sweep. */
const FEW = 20;
/** An import that brought something so lately is still at work, and is not slowed. */
const IMPORT_AT_WORK_MS = 30_000;
/** Nobody waits longer than this for an import. */
const WAITS_AT_MOST_MS = 15 * 60_000;

/** Keeps clocks up to date: at once where little happened, else marked crime by marked crime, off the way of imports. */
@Injectable()
export class KeepClocks {
  private isSweeping = false;

  constructor(
    private readonly database: Database,
    private readonly build: BuildClocks,
    private readonly log: Log,
  ) {}

  @Job('count-entitlements')
  async afterEvents({ incidentIds = [] }: JobIds): Promise<void> {
    const ids = [incidentIds].flat();
    await this.mark(ids, (tx) => tx.query(MARK, [tx.now, ids]));
    if (ids.length <= FEW) await this.database.inTransaction(AGENT, (tx) => this.build.of(tx, ids));
  }

  @Job('mark-referred-people')
  afterReferrals({ personIds = [] }: JobIds): Promise<void> {
    const ids = [personIds].flat();
    return this.mark(ids, (tx) => tx.query(MARK_PEOPLE, [tx.now, ids]));
  }

  @Job('mark-changed-person')
  afterPersonChanged({ personId = [] }: JobIds): Promise<void> {
    const ids = [personId].flat();
    return this.mark(ids, (tx) => tx.query(MARK_PEOPLE, [tx.now, ids]));
  }

  @Job('mark-assessed-case')
  afterAssessment({ caseId = [] }: JobIds): Promise<void> {
    const ids = [caseId].flat();
    return this.mark(ids, (tx) => tx.query(MARK_CASES, [tx.now, ids]));
  }

  @Job('mark-continued-case')
  afterReopening(ids: JobIds): Promise<void> {
    return this.afterAssessment(ids);
  }

  /** Clocks that had run out by then stay as they were counted. */
  @Job('mark-open-clocks')
  afterHolidaysChanged(): Promise<void> {
    return this.database.inTransaction(AGENT, async (tx) => {
      await tx.query(MARK_OPEN, [tx.now]);
    });
  }

  @Job('mark-sent-letters')
  afterLettersAndCalls(): Promise<void> {
    return this.database.inTransaction(AGENT, async (tx) => {
      await tx.query(MARK_LETTERS, [tx.now]);
    });
  }

  /** One sweep at a time in a process: another would wait for this one's batches. */
  @Job('sweep-entitlements')
  async sweepOnce(): Promise<void> {
    if (this.isSweeping) return;
    this.isSweeping = true;
    try {
      await this.sweep();
    } finally {
      this.isSweeping = false;
    }
  }

  /**
   * Batch by batch. Which are marked is read when nobody else builds: what another process has counted is not counted
   * again. What cannot be counted stays marked, is left out of the next batches and keeps no other waiting.
   */
  async sweep(): Promise<void> {
    const failed: string[] = [];
    for (let batch = await this.countMarked(failed); batch > 0; batch = await this.countMarked(failed));
  }

  private async mark(ids: readonly string[], work: (tx: Transaction) => Promise<unknown>): Promise<void> {
    if (ids.length > 0) await this.database.inTransaction(AGENT, work);
  }

  /** How many were marked and had not failed before. @param failed gets those that fail now */
  private async countMarked(failed: string[]): Promise<number> {
    let batch: string[] = [];
    try {
      await this.database.inTransaction(AGENT, async (tx) => {
        await this.build.alone(tx);
        batch = await marked(tx, failed);
        if (batch.length > 0) await this.build.of(tx, batch);
      });
    } catch (error) {
      if (batch.length === 0) throw error;
      failed.push(...(await this.countParts(batch, error)));
    }
    return batch.length;
  }

  /** Half by half what failed together. Answers which fail alone too. */
  private async countParts(incidentIds: readonly string[], reason: unknown): Promise<string[]> {
    const [incidentId] = incidentIds;
    if (incidentIds.length === 1) {
      this.log.error('entitlements.not-counted', { incidentId, ...this.log.describe(reason) });
      return [...incidentIds];
    }
    const failed: string[] = [];
    for (const half of slicesOf(incidentIds, Math.ceil(incidentIds.length / 2))) {
      const counting = this.database.inTransaction(AGENT, (tx) => this.build.of(tx, half));
      await counting.catch(async (error: unknown) => failed.push(...(await this.countParts(half, error))));
    }
    return failed;
  }
}

async function marked(tx: Transaction, except: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(MARKED, [
    AT_ONCE,
    new Date(tx.now.getTime() - IMPORT_AT_WORK_MS),
    new Date(tx.now.getTime() - WAITS_AT_MOST_MS),
    except,
  ]);
  return rows.map(({ id }) => id);
}

const MARKING = `INSERT INTO entitlement_mark (incident_id, marked_at)`;
const ONCE = `ON CONFLICT (incident_id) DO UPDATE SET marked_at = least(entitlement_mark.marked_at, excluded.marked_at)`;
const MARK = `${MARKING} SELECT id, $1::timestamptz FROM incident WHERE id = ANY ($2::uuid[]) ORDER BY id ${ONCE}`;
const MARK_PEOPLE = `${MARKING}
  SELECT DISTINCT incident_id, $1::timestamptz FROM party
   WHERE person_id = ANY ($2::uuid[]) AND role IN ('victim', 'family-member') ORDER BY incident_id ${ONCE}`;
const MARK_CASES = `
  WITH RECURSIVE ${earlierStays('SELECT unnest($2::uuid[])')}
  ${MARKING}
  SELECT DISTINCT r.incident_id, $1::timestamptz FROM stay s JOIN referral r ON r.case_id = s.case_id
   ORDER BY r.incident_id ${ONCE}`;
const MARK_OPEN = `${MARKING}
  SELECT DISTINCT incident_id, $1::timestamptz FROM entitlement_clock
   WHERE satisfied_at IS NULL AND excluded_reason IS NULL
     AND greatest(due_standard_on, due_enhanced_on) >= ($1::timestamptz AT TIME ZONE 'Europe/London')::date
  UNION
  SELECT c.incident_id, $1::timestamptz FROM task t JOIN entitlement_clock c ON c.id = t.source_id
   WHERE t.source = 'entitlements' AND t.completed_at IS NULL AND t.cancelled_at IS NULL
   ORDER BY 1 ${ONCE}`;
/** A duty without a limit is a task as soon as the person wants support. */
const MARK_LETTERS = `${MARKING}
  SELECT DISTINCT v.incident_id, $1::timestamptz
    FROM message m JOIN entitlement_victim v ON v.case_id = m.case_id
   WHERE m.template_code = 'letter-no-needs' AND m.state IN ('sent', 'delivered')
     AND m.sent_at > $1::timestamptz - interval '3 hours'
  UNION
  SELECT v.incident_id, $1::timestamptz
    FROM contact_attempt a JOIN entitlement_victim v ON v.case_id = a.case_id
   WHERE a.is_reached AND a.recorded_at > $1::timestamptz - interval '3 hours'
   ORDER BY 1 ${ONCE}`;

const MARKED = `
  SELECT incident_id AS id FROM entitlement_mark
   WHERE (marked_at < $3 OR NOT EXISTS (SELECT FROM intake_file WHERE state = 'accepted' AND progress_at > $2))
     AND incident_id <> ALL ($4::uuid[])
   ORDER BY marked_at, incident_id LIMIT $1`;
