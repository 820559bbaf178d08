import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Metrics } from '../health/metrics.js';
import { Readiness } from '../health/readiness.js';
import { Log } from '../logging/log.js';
import { OutboxRelay, RELAY_BATCH } from './outbox-relay.js';

const POLL_MS = 1_000;
const GATHER_MS = 10;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
const COUNT_EVERY_PASSES = 10;

/**
 * Relays as soon as something of this process was announced, and looks once a second for what others announced.
 * While the queue or the database is away it tries ever more slowly; the events wait in PostgreSQL.
 */
@Injectable()
export class RelayLoop {
  private isRunning = false;
  private isWanted = false;
  private failures = 0;
  private passes = 0;
  private wake: () => void = () => undefined;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly relay: OutboxRelay,
    private readonly database: Database,
    private readonly log: Log,
    private readonly metrics: Metrics,
    private readonly readiness: Readiness,
  ) {}

  start(): void {
    this.isRunning = true;
    this.database.onCommit(() => this.nudge());
    this.readiness.add('outbox', () => Promise.resolve(this.failures === 0));
    this.loop = this.run();
  }

  /** Ends the pass under way and begins no other. */
  async stop(): Promise<void> {
    this.isRunning = false;
    this.wake();
    await this.loop;
  }

  private nudge(): void {
    this.isWanted = true;
    if (this.failures === 0) this.wake();
  }

  private async run(): Promise<void> {
    while (this.isRunning) {
      this.isWanted = false;
      await this.pass();
      if (this.failures > 0)
        await this.rest(Math.min(FIRST_PAUSE_MS * 2 ** (this.failures - 1), LONGEST_PAUSE_MS));
      else if (!this.isWanted) await this.rest(POLL_MS);
      // What is announced in the same moment goes together.
      if (this.isWanted) await pause(GATHER_MS);
    }
  }

  private async pass(): Promise<void> {
    try {
      while ((await this.relay.relay()) === RELAY_BATCH && this.isRunning);
      if (this.passes % COUNT_EVERY_PASSES === 0) this.metrics.outboxWaiting.set(await this.relay.waiting());
      this.passes += 1;
      if (this.failures > 0) this.log.info('outbox.relayed-again', { failures: this.failures });
      this.failures = 0;
    } catch (error) {
      this.failures += 1;
      this.log.warn('outbox.not-relayed', { failures: this.failures, ...this.log.describe(error) });
    }
  }

  private async rest(milliseconds: number): Promise<void> {
    if (!this.isRunning) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      timer = setTimeout(resolve, milliseconds);
    });
    clearTimeout(timer);
    this.wake = () => undefined;
  }
}
