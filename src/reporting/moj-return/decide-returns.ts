import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Actor, onBehalfOf } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Conflict, StaleEdit } from '../../platform/problems/problem.js';
import { mayBecome } from '../../platform/state-table.js';
import { sha256Of } from './compute-return.js';
import { ReturnPolicy } from './definition/return-policy.js';
import { blockingFailures, type CheckedRule } from './integrity/check-return.js';
import { ReadReturns } from './read-returns.js';
import type { ApproveReturnRequest } from './return-requests.js';
import type { ReturnResponse } from './return-responses.js';
import { type ReturnRow, returnRows, returnToChange } from './return-rows.js';
import { RETURN_TABLE, type ReturnState } from './return-states.js';
import { csvArchiveOf } from './workbook/csv.js';
import { workbookOf } from './workbook/xlsx.js';

/** Approves, submits and withdraws returns. */
@Injectable()
export class DecideReturns {
  constructor(
    private readonly database: Database,
    private readonly returns: ReadReturns,
    private readonly policy: ReturnPolicy,
  ) {}

  /**
   * A second person's word on exactly the figures that they read, which stand from then on.
   * @throws NotFound; StaleEdit; Conflict `return-decided`, `second-person-needed`, `definition-changed`, `figures-changed`,
   * `integrity-failed` with the rules, `superseded-since`, `another-approved`
   */
  approve(actor: Actor, id: string, version: number, request: ApproveReturnRequest): Promise<ReturnResponse> {
    return this.decide(actor, id, version, 'approved', async (tx, row) => {
      if (row.preparedBy === actor.subject)
        throw new Conflict('second-person-needed', 'Somebody else than who prepared it has to approve it.');
      if (row.definitionSha256 !== this.policy.definition.sha256)
        throw new Conflict('definition-changed', 'It was begun by another definition: begin it anew.');
      const figures = await this.returns.figuresOf(tx, row);
      const sha256 = sha256Of(figures);
      if (sha256 !== request.figuresSha256)
        throw new Conflict('figures-changed', 'The figures are not those that were read: read them again.');
      mustHold(figures.rules);
      await mustBeNext(tx, row);
      await tx.query(APPROVE, [id, tx.now, actor.subject, JSON.stringify(figures), sha256]);
      return 'return.approve';
    });
  }

  /** Locks it: its files are stored and served as they are for ever. @throws NotFound; StaleEdit; Conflict `return-not-approved`, `integrity-failed`, `superseded-since` */
  submit(actor: Actor, id: string, version: number): Promise<ReturnResponse> {
    return this.decide(actor, id, version, 'submitted', async (tx, row) => {
      const figures = await this.returns.figuresOf(tx, row);
      mustHold(figures.rules);
      await mustBeNext(tx, row);
      const submitted: ReturnRow = {
        ...row,
        state: 'submitted',
        submittedAt: tx.now,
        submittedBy: actor.subject,
      };
      const tables = await this.returns.tablesOf(tx, submitted, figures);
      const [workbook, csv] = [await workbookOf(tables), csvArchiveOf(tables)];
      await tx.query(SUBMIT, [...[id, tx.now, actor.subject, workbook, hashOf(workbook), csv, hashOf(csv)]]);
      return 'return.submit';
    });
  }

  /** Ends one that nobody will submit. @throws NotFound; StaleEdit; Conflict `return-decided` */
  withdraw(actor: Actor, id: string, version: number): Promise<ReturnResponse> {
    return this.decide(actor, id, version, 'withdrawn', async (tx) => {
      await tx.query(WITHDRAW, [id, tx.now, actor.subject]);
      return 'return.withdraw';
    });
  }

  private decide(
    actor: Actor,
    id: string,
    version: number,
    to: ReturnState,
    change: (tx: Transaction, row: ReturnRow) => Promise<string>,
  ): Promise<ReturnResponse> {
    return this.database.inTransaction(onBehalfOf(actor, 'reporting'), async (tx) => {
      const row = await returnToChange(tx, id);
      if (row.version !== version) throw new StaleEdit();
      if (!mayBecome(RETURN_TABLE, row.state, to)) {
        const code = to === 'submitted' ? 'return-not-approved' : 'return-decided';
        throw new Conflict(code, `The return is ${row.state}.`);
      }
      return this.returns.shown(tx, id, await change(tx, row));
    });
  }
}

/** @throws Conflict `integrity-failed` naming every rule that stands in the way, with both sides */
function mustHold(rules: readonly CheckedRule[]): void {
  const failures = blockingFailures(rules);
  if (failures.length === 0) return;
  const fields = failures.map(({ rule, text, shown }) => ({
    ...{ field: `rules.${rule}`, code: 'rule-failed' },
    message: `${text}: ${shown!.sheetA} ${shown!.valueA}, ${shown!.sheetB} ${shown!.valueB}`,
  }));
  throw new Conflict('integrity-failed', 'The figures do not agree with each other.', fields);
}

/** @throws Conflict `superseded-since`, `another-approved` */
async function mustBeNext(tx: Transaction, { id, definition, span, versionNo }: ReturnRow): Promise<void> {
  // Two approvals at once of one period wait for each other.
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `${definition} ${span.from} ${span.to}`,
  ]);
  const others = await returnRows(tx, 'othersOfThePeriod', [definition, span.kind, span.from, span.to, id]);
  if (others.some((other) => other.state === 'submitted' && other.versionNo >= versionNo))
    throw new Conflict('superseded-since', 'Another version was submitted since: begin a new one.');
  if (others.some((other) => other.state === 'approved'))
    throw new Conflict('another-approved', 'Another return of the period is approved: withdraw one of them.');
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const APPROVE = `
  UPDATE moj_return SET state = 'approved', approved_at = $2, approved_by = $3, figures = $4, figures_sha256 = $5,
                        version = version + 1
   WHERE id = $1`;

const SUBMIT = `
  UPDATE moj_return SET state = 'submitted', submitted_at = $2, submitted_by = $3, workbook = $4, workbook_sha256 = $5,
                        tables = $6, tables_sha256 = $7, version = version + 1
   WHERE id = $1`;

const WITHDRAW = `
  UPDATE moj_return SET state = 'withdrawn', withdrawn_at = $2, withdrawn_by = $3, version = version + 1 WHERE id = $1`;
