import type { Worker } from 'node:worker_threads';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { BlindIndex } from '../platform/crypto/blind-index.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Log } from '../platform/logging/log.js';
import { startThread } from '../platform/thread.js';
import { ReferencePolicy } from '../reference-data/policy/reference-policy.js';
import type { ReadRow } from './read-row.js';
import { readingsOf } from './readings-text.js';
import type { FileOfWaitingRows, WaitingRow } from './waiting-rows.js';

/** What the thread is started with. Keys are key objects: copied in memory, and shown by no log. */
export interface ReadingGiven {
  fieldKeys: FieldEncryption['keyring'];
  blindIndexKey: BlindIndex['key'];
  policy: Omit<ReferencePolicy, 'codesOf'>;
}

/** Rows that the thread is asked to read as at `now`. */
export interface RowsToRead {
  question: number;
  file: FileOfWaitingRows;
  rows: WaitingRow[];
  now: Date;
}

/** What it answers; no text where not all of them could be read. */
export interface RowsRead {
  question: number;
  text: string | null;
}

/** Kept so long after its last rows; a file of several chunks has one thread. */
const KEPT_FOR_MS = 30_000;

/** A thread that reads waiting rows while this one works others. Started when it is needed, and ended when it is not. */
@Injectable()
export class ReadingThread implements OnModuleDestroy {
  private thread: Worker | null = null;
  private ending: NodeJS.Timeout | undefined;
  private isStopping = false;
  private questions = 0;
  private readonly asked = new Map<number, (text: string | null) => void>();

  constructor(
    private readonly encryption: FieldEncryption,
    private readonly index: BlindIndex,
    private readonly policy: ReferencePolicy,
    private readonly log: Log,
  ) {}

  /** Starts the thread, so that it has loaded its modules when it is asked. */
  prepare(): void {
    if (!this.isStopping) this.keep(this.thread ?? this.start());
  }

  /** Null where not all of them could be read, or the thread ended: whoever then reads them itself learns why. */
  async read(
    { id, feed, columns, receivedBy }: FileOfWaitingRows,
    rows: WaitingRow[],
    now: Date,
  ): Promise<ReadRow[] | null> {
    if (this.isStopping) return null;
    const thread = this.thread ?? this.start();
    this.questions += 1;
    const asked: RowsToRead = {
      question: this.questions,
      file: { id, feed, columns, receivedBy },
      rows,
      now,
    };
    const text = await new Promise<string | null>((answer) => {
      this.asked.set(asked.question, answer);
      thread.postMessage(asked, []);
    });
    this.keep(thread);
    return text === null ? null : readingsOf(text);
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.ending);
    await this.thread?.terminate();
  }

  private start(): Worker {
    const given: ReadingGiven = {
      fieldKeys: this.encryption.keyring,
      blindIndexKey: this.index.key,
      policy: this.policy,
    };
    const thread = startThread(new URL('./read-rows.thread.js', import.meta.url), given);
    thread.on('message', ({ question, text }: RowsRead) => this.answer(question, text));
    thread.on('error', (error) => this.log.error('intake.reading-thread-failed', this.log.describe(error)));
    thread.on('exit', () => this.ended(thread));
    // It never keeps alive a process that has nothing else to do.
    thread.unref();
    this.thread = thread;
    return thread;
  }

  private answer(question: number, text: string | null): void {
    this.asked.get(question)?.(text);
    this.asked.delete(question);
  }

  private ended(thread: Worker): void {
    if (this.thread !== thread) return;
    this.thread = null;
    for (const question of this.asked.keys()) this.answer(question, null);
  }

  private keep(thread: Worker): void {
    clearTimeout(this.ending);
    this.ending = setTimeout(() => {
      if (this.asked.size === 0) void thread.terminate();
      else this.keep(thread);
    }, KEPT_FOR_MS).unref();
  }
}
