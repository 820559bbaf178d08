import { QueryFailedError } from 'typeorm';

/** SQL with a name of its own, at most 63 characters. */
export interface PreparedStatement {
  name: string;
  text: string;
  /**
   * The plan goes by no parameter and is kept, and reads by index. For statements about a few rows that take longer to
   * plan than to run: left to itself, the server plans them anew each time, because it would save a little for a list
   * of one id; and what it once planned for an empty table would read all of one that has grown since.
   */
  isPlannedOnce?: boolean;
}

/** For no more ids than this, planning a large statement takes longer than running it. */
export const FEW_IDS = 20;
const PLAN_ONCE = 'SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off';
const PLAN_AS_USUAL = 'SET LOCAL plan_cache_mode = auto; SET LOCAL enable_seqscan = on';

/** What a transaction needs of its connection: statements run in the order in which they are given. */
export interface StatementConnection {
  query(text: string, values?: unknown[]): Promise<Answer>;
  query(statement: { name: string; text: string; values: unknown[] }): Promise<Answer>;
}

interface Answer {
  rows: unknown[];
  command: string;
}

/** What PostgreSQL says of whatever comes after the statement that failed. */
const AFTER_A_FAILURE = new Set(['25P02', '26000']);

/** The server ended a transaction without carrying it out, and no statement of it said why. */
export class NotCommitted extends Error {
  constructor() {
    super('the transaction was not committed');
  }
}

/**
 * A statement with a value that cannot be bound never reaches the server, which would commit without it: the client says
 * so a tick later, and a tick after that everybody has heard it.
 */
async function whatWasGivenIsSent(): Promise<void> {
  for (let tick = 0; tick < 2; tick += 1) await new Promise<void>((resolve) => process.nextTick(resolve));
}

/**
 * The statements of one transaction. A statement whose answer nobody needs at once is left under way: it travels with
 * the next, and what it failed with is thrown at the end.
 */
export class Statements {
  private readonly underway: Promise<unknown>[] = [];
  private hasFailed = false;

  constructor(private readonly connection: StatementConnection) {}

  /** Begins with a statement. The first of the work travels with both. */
  begin(first: PreparedStatement, values: unknown[]): void {
    this.leave(this.connection.query('BEGIN'));
    this.leave(this.prepared(first, values));
  }

  /** Runs SQL with bound parameters and answers its rows. */
  async query(sql: string, values: unknown[]): Promise<unknown[]> {
    try {
      return (await this.connection.query(sql, values.length > 0 ? values : undefined)).rows;
    } catch (error) {
      throw new QueryFailedError(sql, values, error as Error);
    }
  }

  /** As `query`; the connection keeps the statement's plan under its name. */
  async prepared({ name, text, isPlannedOnce }: PreparedStatement, values: unknown[]): Promise<unknown[]> {
    try {
      if (isPlannedOnce) this.leave(this.connection.query(PLAN_ONCE));
      const answer = this.connection.query({ name, text, values });
      if (isPlannedOnce) this.leave(this.connection.query(PLAN_AS_USUAL));
      return (await answer).rows;
    } catch (error) {
      throw new QueryFailedError(text, values, error as Error);
    }
  }

  /** Leaves something under way until the end. */
  leave(answer: Promise<unknown>): void {
    answer.catch(() => (this.hasFailed = true));
    this.underway.push(answer);
  }

  /** Commits together with whatever is under way. @throws what the first of it failed with */
  async commit(): Promise<void> {
    await whatWasGivenIsSent();
    if (this.hasFailed) await Promise.all(this.underway);
    const committed = this.connection.query('COMMIT');
    this.leave(committed);
    await Promise.all(this.underway);
    if ((await committed).command !== 'COMMIT') throw new NotCommitted();
  }

  /** Rolls back, and answers what the transaction really failed with: later statements only say that one did. */
  async rollBack(thrown: unknown): Promise<unknown> {
    this.leave(this.connection.query('ROLLBACK'));
    const ended = await Promise.allSettled(this.underway);
    if (!AFTER_A_FAILURE.has(String((thrown as { code?: unknown } | null)?.code))) return thrown;
    const first = ended.find((one) => one.status === 'rejected');
    return first ? first.reason : thrown;
  }
}
