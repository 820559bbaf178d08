import 'reflect-metadata';
import { BenchRun } from './bench-run.js';
import { readBenchCommand, usage, UsageError } from './bench-command.js';
import { MEASURES } from './measures.js';
import { Progress } from './progress.js';
import { holds, jsonLine, type Result, table } from './report.js';

/**
 * `npm run bench -- [NAME...] [--json] [--seed N] [--quick]`: measures what the service is held to. Ends with 1 where a
 * measure does not hold, with 2 where the command line cannot be followed.
 */
async function main(): Promise<number> {
  const { measures, asJson, isQuick, seed } = readBenchCommand(process.argv.slice(2), MEASURES);
  const progress = new Progress(measures.length);
  const bench = new BenchRun(seed, isQuick, progress);
  removeOnSignals(bench);
  const results: Result[] = [];
  try {
    for (const measure of measures) {
      progress.begin(measure.name, results.length);
      const result = { measure, finding: await measure.run(bench) };
      results.push(result);
      if (asJson) process.stdout.write(`${jsonLine(result)}\n`);
    }
  } finally {
    progress.end();
    await bench.close();
  }
  if (!asJson) process.stdout.write(`\n${table(results)}\n`);
  return results.every(holds) ? 0 : 1;
}

function removeOnSignals(bench: BenchRun): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void bench.close().finally(() => process.exit(130));
    });
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n${usage(MEASURES)}\n`);
  process.exitCode = 2;
}
