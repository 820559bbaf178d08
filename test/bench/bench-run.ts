import type { Progress } from './progress.js';

/** What the measures of one run share; what they start and make is stopped and removed at its end. */
export class BenchRun {
  private readonly shared = new Map<string, Promise<unknown>>();
  private readonly removals: (() => Promise<unknown>)[] = [];
  private isClosed = false;

  constructor(
    readonly seed: number,
    /** Fewer rows and rounds: shows that everything works, not how fast it is. */
    readonly isQuick: boolean,
    readonly progress: Progress,
  ) {}

  /** Makes something when it is first asked for. */
  once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const made = (this.shared.get(name) as Promise<T> | undefined) ?? make();
    this.shared.set(name, made);
    return made;
  }

  /** Leaves something to be stopped or removed at the end of the run, last things first. */
  atEnd(remove: () => Promise<unknown>): void {
    this.removals.push(remove);
  }

  /** Removes everything, once; goes on when one removal fails, and fails itself then. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    const failures: unknown[] = [];
    for (const remove of this.removals.reverse()) {
      await remove().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be removed');
  }
}
