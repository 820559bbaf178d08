import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../access/actor.js';
import { Clock } from '../clock.js';
import { AnsweredRequests } from './answered-requests.js';
import { type StatementConnection, Statements } from './statements.js';
import { TableColumns } from './table-columns.js';
import { Transaction } from './transaction.js';

/** A route promised an audit entry and its transaction wrote none: nothing is committed. */
export class AuditMissing extends Error {
  constructor(auditClass: string) {
    super(`a transaction of audit class ${auditClass} left no audit entry`);
  }
}

const WORTH_ANOTHER_TRY = new Set(['40001', '40P01']);
const TRIES = 3;
/** TypeORM must not begin a transaction of its own inside ours. */
const IN_TRANSACTION = { isTransactionActive: true, transactionDepth: 1 };

/** The only way to the database: scoped transactions. */
@Injectable()
export class Database {
  private readonly columns = new TableColumns();
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly answered: AnsweredRequests,
  ) {}

  /** Calls back after each commit of this process that announced something, so that the relay need not wait. */
  onCommit(listener: () => void): void {
    this.listeners.push(listener);
  }

  /**
   * Runs the work in one transaction that sees what the actor may see. Commits what the work returns, or nothing.
   * A request that carries an Idempotency-Key has its first answer stored in the same transaction; a repeat throws
   * `AlreadyAnswered`. Deadlocks and serialisation failures are tried again.
   */
  async inTransaction<T>(actor: Actor, work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(actor, work);
      } catch (error) {
        if (attempt >= TRIES || !WORTH_ANOTHER_TRY.has(codeOf(error))) throw error;
      }
    }
  }

  private async once<T>(actor: Actor, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const runner = Object.assign(this.dataSource.createQueryRunner(), IN_TRANSACTION);
    const statements = new Statements((await runner.connect()) as StatementConnection);
    try {
      const tx = new Transaction(runner.manager, statements, actor, this.clock.now(), this.columns);
      const result = await this.inside(tx, work);
      await statements.commit();
      if (tx.hasAnnounced) this.listeners.forEach((listener) => listener());
      return result;
    } catch (error) {
      throw await statements.rollBack(error);
    } finally {
      await runner.release();
    }
  }

  private async inside<T>(tx: Transaction, work: (tx: Transaction) => Promise<T>): Promise<T> {
    tx.open();
    await this.answered.reserve(tx);
    const result = await work(tx);
    this.answered.keep(tx, result);
    const auditClass = tx.actor.request?.auditClass ?? 'none';
    if (auditClass !== 'none' && !tx.isAudited) throw new AuditMissing(auditClass);
    return result;
  }
}

function codeOf(error: unknown): string {
  const { code, driverError } = (error ?? {}) as { code?: string; driverError?: { code?: string } };
  return driverError?.code ?? code ?? '';
}
