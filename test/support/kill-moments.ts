import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../src/demo/scenario/random.js';

/** Something that a test sees of a service at work. */
export type Sign = 'email' | 'request' | 'answer';

const PATIENCE_MS = 2500;
/** How long after the sign at most: a start takes seconds, the answer to a request a moment. */
const LONGEST_WAIT_MS = { start: 1500, time: 300, email: 300, request: 80, answer: 300 };

/**
 * Chooses the moments of death: while the service starts, or so long after it was ready, or shortly after it was seen
 * handing over an email, being asked or answering, when rows, plans and messages are on their way.
 */
export class KillMoments {
  private readonly seen: Record<Sign, number> = { email: 0, request: 0, answer: 0 };
  private watching: (() => void) | undefined;

  constructor(private readonly random: Random) {}

  /** Told of a sign. */
  note(sign: Sign): void {
    this.seen[sign] += 1;
    this.watching?.();
  }

  /** Waits for the next moment of death of a service that is being started. */
  async next(started: Promise<unknown>): Promise<void> {
    const kind = this.random.weighted([
      ['start', 2],
      ['time', 1],
      ['email', 4],
      ['request', 2],
      ['answer', 1],
    ] as const);
    const wait = this.random.between(0, LONGEST_WAIT_MS[kind]);
    const howMany = this.random.between(1, 4);
    if (kind !== 'start') await started;
    if (kind !== 'start' && kind !== 'time') await this.until(kind, this.seen[kind] + howMany);
    await pause(wait);
  }

  private async until(sign: Sign, count: number): Promise<void> {
    const patience = new AbortController();
    const enough = new Promise<void>((done) => {
      this.watching = () => this.seen[sign] >= count && done();
    });
    const late = pause(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([enough, late]);
    this.watching = undefined;
    patience.abort();
  }
}
