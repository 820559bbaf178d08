import { Injectable } from '@nestjs/common';
import { happenedAt } from '../cases/happened-at.js';
import { belongingTo, caseToChange, recordEvent } from '../cases/seen-case.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { Conflict, Invalid } from '../platform/problems/problem.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { holdsOn } from '../reference-data/policy/dated.js';
import { type JudgedOutcome, judgeOutcome, type OutcomeAnswer } from './outcome-change.js';
import { type OutcomeFramework, OutcomeFrameworks } from './outcome-frameworks.js';
import type { AssessOutcomesRequest, OutcomeAnswerRequest } from './outcome-requests.js';
import type { OutcomeAssessmentResponse } from './outcome-responses.js';

type Judged = JudgedOutcome & { outcome: string };

/** Writes down where somebody stands on the outcomes of a framework, and what has changed since the entry. */
@Injectable()
export class AssessOutcomes {
  constructor(
    private readonly database: Database,
    private readonly frameworks: OutcomeFrameworks,
  ) {}

  /**
   * A closed case takes corrections only.
   * @throws NotFound; Invalid naming the field; Conflict `case-closed`, `already-superseded`
   */
  record(actor: Actor, caseId: string, request: AssessOutcomesRequest): Promise<OutcomeAssessmentResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      const supersedes = request.supersedes?.toLowerCase() ?? null;
      if (supersedes === null) supportCase.mustBeOpen();
      const notBefore = { at: supportCase.openedAt, code: 'before-the-case' } as const;
      const assessedAt = happenedAt(tx, request.assessedAt, 'assessedAt', notBefore);
      const framework = this.frameworkOn(request.framework, assessedAt);
      if (supersedes !== null) await mustFitCorrected(tx, caseId, supersedes, request);
      const judged = judgeAll(framework, request, await baselinesOf(tx, caseId, request.framework));
      const { reportedBy } = request;
      const written = { id: newId(), assessedAt, supersedes, reportedBy };
      await insert(tx, supportCase, request, { ...written, judged });
      await tell(tx, supportCase, request, written.id);
      return {
        ...{ id: written.id, caseId, framework: request.framework, moment: request.moment, reportedBy },
        ...{ assessedAt: assessedAt.toISOString(), recordedAt: tx.now.toISOString() },
        ...{ recordedBy: actor.subject, supersedes, supersededBy: null, results: judged },
      };
    });
  }

  private frameworkOn(code: string, at: Date): OutcomeFramework {
    const framework = this.frameworks.find(code);
    if (!framework)
      throw Invalid.field('framework', 'unknown-framework', 'There is no such outcome framework.');
    if (!holdsOn(framework, londonDayOf(at)))
      throw Invalid.field('framework', 'not-valid-on-the-day', 'The framework does not hold on that day.');
    return framework;
  }
}

/** @throws Invalid naming the answer that is not one of the framework, or not in order */
function judgeAll(
  { scale, outcomes }: OutcomeFramework,
  { moment, results }: AssessOutcomesRequest,
  baselines: ReadonlyMap<string, number>,
): Judged[] {
  return results.map((answer, index) => {
    const { outcome } = answer;
    const field = `results[${index}]`;
    if (!outcomes.some(({ code }) => code === outcome))
      throw Invalid.field(`${field}.outcome`, 'unknown-outcome', 'The framework has no such outcome.');
    if (results.findIndex((other) => other.outcome === outcome) < index)
      throw Invalid.field(`${field}.outcome`, 'outcome-twice', 'The outcome was answered before.');
    const baseline = baselines.get(outcome) ?? null;
    return { outcome, ...judgeOutcome({ scale, moment, baseline }, answerOf(answer), field) };
  });
}

function answerOf({ entryScore, exitScore, result }: OutcomeAnswerRequest): OutcomeAnswer {
  return { entryScore: entryScore ?? null, exitScore: exitScore ?? null, result: result ?? null };
}

async function baselinesOf(tx: Transaction, caseId: string, framework: string): Promise<Map<string, number>> {
  const rows = await tx.query<{ outcome: string; score: number }>(BASELINES, [caseId, framework]);
  return new Map(rows.map(({ outcome, score }) => [outcome, score]));
}

/** @throws Invalid; Conflict `already-superseded` */
async function mustFitCorrected(
  tx: Transaction,
  caseId: string,
  id: string,
  { framework, moment }: AssessOutcomesRequest,
): Promise<void> {
  const corrected = await tx.queryOne<{ framework: string; moment: string; isCorrected: boolean }>(
    `SELECT framework, moment, EXISTS (SELECT FROM outcome_assessment l WHERE l.supersedes = a.id) AS "isCorrected"
       FROM outcome_assessment a WHERE id = $1 AND case_id = $2`,
    [id, caseId],
  );
  if (!corrected)
    throw Invalid.field('supersedes', 'unknown-assessment', 'The case has no such outcome assessment.');
  if (corrected.isCorrected)
    throw new Conflict('already-superseded', 'It was corrected already: correct its correction.');
  const message = 'A correction is of the same framework and moment.';
  if (corrected.framework !== framework) throw Invalid.field('framework', 'differs-from-corrected', message);
  if (corrected.moment !== moment) throw Invalid.field('moment', 'differs-from-corrected', message);
}

async function insert(
  tx: Transaction,
  supportCase: SupportCase,
  { framework, moment, reportedBy }: AssessOutcomesRequest,
  { id, assessedAt, supersedes, judged }: Written,
): Promise<void> {
  await tx.insert('outcome_assessment', [
    {
      ...{ id, ...belongingTo(supportCase), framework, moment, reported_by: reportedBy, supersedes },
      ...{ assessed_at: assessedAt, recorded_at: tx.now, recorded_by: tx.actor.subject },
    },
  ]);
  await tx.insert(
    'outcome_result',
    judged.map(({ outcome, result, entryScore, exitScore, isCeiling }) => ({
      ...{ assessment_id: id, outcome, ...belongingTo(supportCase), result },
      ...{ entry_score: entryScore, exit_score: exitScore, is_ceiling: isCeiling },
    })),
  );
}

interface Written {
  id: string;
  assessedAt: Date;
  supersedes: string | null;
  judged: Judged[];
}

async function tell(
  tx: Transaction,
  supportCase: SupportCase,
  { framework, moment, supersedes }: AssessOutcomesRequest,
  id: string,
): Promise<void> {
  const kind = supersedes === undefined ? 'outcomes.assessed' : 'outcomes.corrected';
  await recordEvent(tx, supportCase, kind, { outcomeAssessmentId: id, framework, moment });
  await tx.audit({
    action: 'outcome-assessment.record',
    targetType: 'outcome-assessment',
    targetIds: [id],
    personIds: [supportCase.personId],
  });
}

const BASELINES = `
  SELECT DISTINCT ON (r.outcome) r.outcome, r.entry_score AS score
    FROM outcome_assessment a JOIN outcome_result r ON r.assessment_id = a.id
   WHERE a.case_id = $1 AND a.framework = $2 AND a.moment = 'entry'
     AND NOT EXISTS (SELECT FROM outcome_assessment l WHERE l.supersedes = a.id)
   ORDER BY r.outcome, a.assessed_at DESC, a.id DESC`;
