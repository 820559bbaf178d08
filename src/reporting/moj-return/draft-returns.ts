import { Injectable } from '@nestjs/common';
import { type Actor, onBehalfOf } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids.js';
import { Conflict, Forbidden, StaleEdit, Unprocessable } from '../../platform/problems/problem.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { holdsOn } from '../../reference-data/policy/dated.js';
import { ReturnPolicy } from './definition/return-policy.js';
import { periodFaults } from './definition/return-periods.js';
import { ReadReturns } from './read-returns.js';
import type { DraftReturnRequest, ExplanationsRequest, FinanceRequest } from './return-requests.js';
import type { ReturnResponse } from './return-responses.js';
import { type ReturnRow, returnRows, returnToChange } from './return-rows.js';

/** Begins returns, and keeps what a person adds to a draft. */
@Injectable()
export class DraftReturns {
  constructor(
    private readonly database: Database,
    private readonly policy: ReturnPolicy,
    private readonly returns: ReadReturns,
  ) {}

  /** @throws Unprocessable naming the field: the period fits no kind, or a reason is missing or not needed */
  begin(actor: Actor, request: DraftReturnRequest): Promise<ReturnResponse> {
    return this.database.inTransaction(onBehalfOf(actor, 'reporting'), async (tx) => {
      this.mustFit(tx, request);
      const { definition } = this.policy;
      const { kind, from, to, reason = null } = request;
      const [before] = await returnRows(tx, 'newestSubmitted', [definition.code, kind, from, to]);
      if (before && reason === null)
        throw refused(
          'reason',
          'required',
          'A return of the period was submitted: say why there is another.',
        );
      if (!before && reason !== null)
        throw refused('reason', 'not-needed', 'No return of the period was submitted yet.');
      const id = newId();
      await tx.insert('moj_return', [
        {
          ...{ id, definition: definition.code, definition_sha256: definition.sha256, kind, reason },
          ...{ period_from: from, period_to: to, version_no: (before?.versionNo ?? 0) + 1 },
          ...{
            supersedes: before?.id ?? null,
            state: 'draft',
            prepared_at: tx.now,
            prepared_by: actor.subject,
          },
        },
      ]);
      return this.returns.shown(tx, id, 'return.begin');
    });
  }

  /** Takes the place of every line. @throws NotFound; StaleEdit; Forbidden `preparer-only`; Conflict `return-decided`; Unprocessable */
  setFinance(actor: Actor, id: string, version: number, { lines }: FinanceRequest): Promise<ReturnResponse> {
    return this.edit(actor, id, version, 'return.set-finance', async (tx) => {
      this.mustBeListed(lines);
      await tx.query('DELETE FROM moj_return_finance WHERE return_id = $1', [id]);
      await tx.insert(
        'moj_return_finance',
        lines.map((line) => ({
          ...{
            return_id: id,
            stream: line.stream,
            provider: line.provider,
            allocation_pence: line.allocationPence,
          },
          ...{ spend_period_pence: line.spendPeriodPence, spend_year_pence: line.spendYearPence },
          ...{ forecast_pence: line.forecastPence ?? null, variance_reason: line.varianceReason ?? null },
        })),
      );
    });
  }

  /** Takes the place of every explanation. @throws as `setFinance` */
  explain(
    actor: Actor,
    id: string,
    version: number,
    { explanations }: ExplanationsRequest,
  ): Promise<ReturnResponse> {
    return this.edit(actor, id, version, 'return.explain', async (tx) => {
      const rules = this.policy.definition.file.rules.filter(({ explainable }) => explainable);
      explanations.forEach(({ about }, index) => {
        const isKnown = /^code:[a-z-]+:.+/.test(about) || rules.some(({ rule }) => about === `rule:${rule}`);
        const field = `explanations[${index}].about`;
        if (!isKnown)
          throw refused(field, 'not-explainable', 'Name a rule that may be explained, or a code.');
        if (explanations.findIndex((other) => other.about === about) < index)
          throw refused(field, 'stands-twice', 'It was explained before.');
      });
      await tx.query('DELETE FROM moj_return_explanation WHERE return_id = $1', [id]);
      const given = { return_id: id, given_by: actor.subject, given_at: tx.now };
      await tx.insert(
        'moj_return_explanation',
        explanations.map(({ about, text }) => ({ ...given, about, text })),
      );
    });
  }

  private edit(
    actor: Actor,
    id: string,
    version: number,
    action: string,
    change: (tx: Transaction) => Promise<void>,
  ): Promise<ReturnResponse> {
    return this.database.inTransaction(onBehalfOf(actor, 'reporting'), async (tx) => {
      const row = await returnToChange(tx, id);
      mustBeDraftOf(actor, row);
      if (row.version !== version) throw new StaleEdit();
      await change(tx);
      await tx.query('UPDATE moj_return SET version = version + 1 WHERE id = $1', [id]);
      return this.returns.shown(tx, id, action);
    });
  }

  private mustFit(tx: Transaction, { kind, from, to }: DraftReturnRequest): void {
    const { file } = this.policy.definition;
    const faults = periodFaults(
      file.periodKinds.find((one) => one.kind === kind)!,
      { from, to },
    );
    if (faults.length > 0) throw unprocessable(faults);
    if (!holdsOn(file, from))
      throw refused('from', 'not-valid-on-the-day', 'The definition does not hold on that day.');
    if (from > londonDayOf(tx.now)) throw refused('from', 'in-the-future', 'The period has not begun.');
  }

  private mustBeListed(lines: FinanceRequest['lines']): void {
    const { streams, providers } = this.policy.definition.file;
    lines.forEach(({ stream, provider }, index) => {
      const field = `lines[${index}]`;
      if (!streams.some((one) => one.stream === stream))
        throw refused(`${field}.stream`, 'unknown-stream', 'The definition has no such stream.');
      if (!providers.some((one) => one.provider === provider))
        throw refused(`${field}.provider`, 'unknown-provider', 'The definition has no such provider.');
      if (lines.findIndex((other) => other.stream === stream && other.provider === provider) < index)
        throw refused(`${field}.provider`, 'stands-twice', 'The stream of this provider stands before.');
    });
  }
}

/** @throws Conflict `return-decided`; Forbidden `preparer-only` */
function mustBeDraftOf(actor: Actor, { state, preparedBy }: ReturnRow): void {
  if (state !== 'draft') throw new Conflict('return-decided', `The return is ${state}.`);
  // Whoever approves must have had no hand in the figures.
  if (preparedBy !== actor.subject)
    throw new Forbidden('preparer-only', 'Only who prepares a return edits it.');
}

function refused(field: string, code: string, message: string): Unprocessable {
  return unprocessable([{ field, code, message }]);
}

function unprocessable(fields: ReturnType<typeof periodFaults>): Unprocessable {
  return new Unprocessable('return-not-possible', 'The return cannot be made like that.', fields);
}
