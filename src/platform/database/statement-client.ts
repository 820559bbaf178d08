import { createHash } from 'node:crypto';
import pg from 'pg';

/** Uses of a text on one connection after which the server keeps its plan; the JDBC driver's figures, like the next. */
const PREPARED_AT_USE = 5;
const MOST_PREPARED = 256;

type Send = (...given: unknown[]) => unknown;

/**
 * A connection that sends a statement without waiting for the answers to those before it, sends what is given in one
 * moment in one packet, and lets the server keep the plan of a text that comes again and again.
 *
 * The statements still run one after the other in their order; after one that fails, the rest of its transaction fails
 * with 25P02. A statement that reads through a cursor is refused.
 */
export class StatementClient extends pg.Client {
  private readonly uses = new Map<string, number>();
  private prepared = 0;
  private isGathering = false;

  constructor(config?: string | pg.ClientConfig) {
    super({ ...(typeof config === 'string' ? { connectionString: config } : config), pipeline: true });
    const send = this.query.bind(this) as Send;
    const sendNamed: Send = (statement, values, ...rest) => {
      this.gather();
      const name =
        typeof statement === 'string' && Array.isArray(values) ? this.nameOf(statement) : undefined;
      return name === undefined
        ? send(statement, values, ...rest)
        : send({ name, text: statement, values }, ...rest);
    };
    this.query = sendNamed as typeof this.query;
  }

  /** A name for a text that the server should remember; none for one that is new or where there are too many. */
  private nameOf(text: string): string | undefined {
    const use = (this.uses.get(text) ?? 0) + 1;
    if (use > PREPARED_AT_USE) return nameOfText(text);
    if (use === PREPARED_AT_USE) {
      if (this.prepared >= MOST_PREPARED) return undefined;
      this.prepared += 1;
    } else if (this.uses.size > 4 * MOST_PREPARED) this.forgetRareTexts();
    this.uses.set(text, use);
    return use === PREPARED_AT_USE ? nameOfText(text) : undefined;
  }

  private forgetRareTexts(): void {
    for (const [text, use] of this.uses) if (use < PREPARED_AT_USE) this.uses.delete(text);
  }

  /** Holds back what is written until everybody who writes in this moment has written. */
  private gather(): void {
    if (this.isGathering) return;
    const { stream } = this.connection;
    this.isGathering = true;
    stream.cork();
    process.nextTick(() => {
      this.isGathering = false;
      stream.uncork();
    });
  }
}

const names = new Map<string, string>();

function nameOfText(text: string): string {
  const known = names.get(text);
  if (known) return known;
  if (names.size > 4 * MOST_PREPARED) names.clear();
  const name = `text.${createHash('sha1').update(text).digest('hex')}`;
  names.set(text, name);
  return name;
}
