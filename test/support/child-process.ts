import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { runFolder } from './shared.js';

/**
 * Starts a program whose output goes to a file, which outlives it and which any test file may read. What a test
 * forgets to stop is ended with the run.
 */
export function startProcess(
  command: string[],
  options: { outputFile: string; cwd?: string; env?: Record<string, string | undefined> },
): ChildProcess {
  const [program, ...args] = command as [string, ...string[]];
  const output = openSync(options.outputFile, 'a');
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  child.unref();
  const remembered = join(runFolder(), 'processes', String(child.pid));
  if (child.pid) writeFileSync(remembered, '');
  child.once('exit', () => rmSync(remembered, { force: true }));
  return child;
}

/** Sends a signal and waits until the process has ended. Returns its exit code; null if the signal ended it. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  child.kill(signal);
  return ended;
}

/** A port on which nobody listens. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? done(address.port) : fail(new Error('no port')),
      );
    });
  });
}
