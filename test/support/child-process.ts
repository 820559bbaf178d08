import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
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

const LOWEST_PORT = 15_000;
const HIGHEST_PORT = 30_000;

/**
 * A port on which nobody listens, below those that systems hand out by themselves: a service that is down for a moment
 * finds it free again, and its clients meet nobody else there.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer().once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
}
