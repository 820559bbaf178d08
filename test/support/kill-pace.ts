import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../dist/src/', import.meta.url));

/** At what time and how fast a service lives. */
export interface Pace {
  /** How far its clock is ahead of the machine's when it starts. */
  aheadMs?: number;
  /** How many of its seconds one second takes. */
  times?: number;
}

/**
 * The environment that lets a service live at another time and at a faster pace: sweeps ring every two seconds, a dead
 * worker's jobs are free after two, and its clock runs as it is told. Nothing else is changed, and it is the compiled
 * service itself that starts.
 */
export function pacedEnvironment({ aheadMs = 0, times = 1 }: Pace): Record<string, string> {
  const source = `
    import { SystemClock } from 'file://${DIST}platform/clock.js';
    import { JOBS } from 'file://${DIST}platform/queues/job-list.js';
    import { WORKER_OPTIONS } from 'file://${DIST}platform/queues/job-options.js';
    const now = SystemClock.prototype.now;
    const startedAt = Date.now();
    SystemClock.prototype.now = function () {
      const at = now.call(this).getTime();
      return new Date(at + ${Math.round(aheadMs)} + (at - startedAt) * ${times - 1});
    };
    for (const name of ['sweep-intake', 'sweep-contact', 'seal-audit']) JOBS[name].everySeconds = 2;
    Object.assign(WORKER_OPTIONS, { lockDuration: 2000, stalledInterval: 1000 });`;
  const address = `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`;
  return { NODE_OPTIONS: `--import=${address}` };
}
