import type { Worker } from 'node:worker_threads';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Conflict, type FieldProblem } from '../../../platform/problems/problem.js';
import { startThread } from '../../../platform/thread.js';
import type { DaySpan } from '../../measures/period.js';
import type { CodeReport } from '../victims-code-report.js';
import type { HiddenSections } from './hidden-sections.js';

/** What was published of a period, its cells as the text that lies in the database. */
export interface VersionText extends DaySpan {
  version: number;
  cells: string;
}

/** What the thread is started with: counts, and nobody's. */
export interface CountsToHide {
  exact: CodeReport<number>;
  /** What was published of the same year, in that order. */
  history: readonly VersionText[];
  below: number;
}

/** What it answers. */
export type SearchEnded =
  { hidden: HiddenSections } | { refused: { code: string; detail: string; fields?: FieldProblem[] } };

/** Looks in a thread of its own for what the Board is not shown: it takes seconds, in which others want answers. */
@Injectable()
export class HidingThread implements OnModuleDestroy {
  private readonly running = new Set<Worker>();

  /** @throws Conflict `would-disclose`; Error where the thread ended before it answered */
  async hide(given: CountsToHide): Promise<HiddenSections> {
    const thread = startThread(new URL('./hide-counts.thread.js', import.meta.url), given);
    // It never keeps alive a process that has nothing else to do.
    thread.unref();
    this.running.add(thread);
    try {
      const ended = await endOf(thread);
      if ('hidden' in ended) return ended.hidden;
      throw new Conflict(ended.refused.code, ended.refused.detail, ended.refused.fields);
    } finally {
      this.running.delete(thread);
    }
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.running].map((thread) => thread.terminate()));
  }
}

function endOf(thread: Worker): Promise<SearchEnded> {
  return new Promise((done, failed) => {
    thread.once('message', done);
    thread.once('error', failed);
    thread.once('exit', () =>
      failed(new Error('The thread that looks for what to hide ended before it did')),
    );
  });
}
