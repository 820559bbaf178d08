import type { FileRow } from './read-file.js';

/** Rows written by one statement while a file comes in. */
const ROWS_AT_ONCE = 1000;

/** Writes rows in batches, one after the other, while those of the next batch are being read. */
export class Staging {
  private count = 0;
  private waiting: FileRow[] = [];
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly write: (rows: readonly FileRow[]) => Promise<void>) {}

  /** How many rows were added. */
  get rowCount(): number {
    return this.count;
  }

  /** Waits where two batches would be under way. @throws what the batch before failed with */
  async add(row: FileRow): Promise<void> {
    this.count += 1;
    this.waiting.push(row);
    if (this.waiting.length === ROWS_AT_ONCE) await this.flush();
  }

  /** Writes what waits, and returns when everything is written. */
  async finish(): Promise<void> {
    await this.flush();
    await this.writing;
  }

  /** Returns when nothing is being written any more, whatever came of it. */
  async settled(): Promise<void> {
    await this.writing.catch(() => undefined);
  }

  private async flush(): Promise<void> {
    await this.writing;
    this.writing = this.write(this.waiting);
    this.waiting = [];
    // Whoever waits for it next hears of a failure; until then it is no unhandled one.
    this.writing.catch(() => undefined);
  }
}
