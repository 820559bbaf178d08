import { parseArgs } from 'node:util';
import type { Measure } from './measure.js';

/** The command line cannot be followed. */
export class UsageError extends Error {}

/** What the command line asks for. */
export interface BenchCommand<T> {
  measures: T[];
  asJson: boolean;
  isQuick: boolean;
  seed: number;
}

const DEFAULT_SEED = 20190401;

/**
 * Reads `[NAME...] [--json] [--seed N] [--quick]`. Without a name it means all measures that are not long; measures
 * run in their own order, each once.
 * @throws UsageError
 */
export function readBenchCommand<T extends Pick<Measure, 'name' | 'isLong'>>(
  args: string[],
  known: readonly T[],
): BenchCommand<T> {
  const { values, positionals } = parsed(args);
  const unknown = positionals.find((name) => !known.some((measure) => measure.name === name));
  if (unknown !== undefined) throw new UsageError(`There is no measure "${unknown}".`);
  const isWanted = ({ name, isLong }: T) => (positionals.length > 0 ? positionals.includes(name) : !isLong);
  return {
    measures: known.filter(isWanted),
    asJson: values.json,
    isQuick: values.quick,
    seed: seedFrom(values.seed),
  };
}

/** What can be asked for. */
export function usage(known: readonly Pick<Measure, 'name' | 'what' | 'isLong'>[]): string {
  const width = Math.max(...known.map(({ name }) => name.length));
  const lines = known.map(
    ({ name, what, isLong }) => `  ${name.padEnd(width)}  ${what}${isLong ? ' (long: only by name)' : ''}`,
  );
  return ['Usage: npm run bench -- [NAME...] [--json] [--seed N] [--quick]', 'Measures:', ...lines].join(
    '\n',
  );
}

function parsed(args: string[]) {
  const options = {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(DEFAULT_SEED) },
  } as const;
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function seedFrom(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed)) throw new UsageError('A seed is a whole number.');
  return seed;
}
