import { parse } from 'csv-parse/sync';
import { COLUMNS } from '../../src/demo/scenario/columns.js';
import { PLAIN_STYLE, writeCsv } from '../../src/demo/scenario/csv.js';
import { Scenario } from '../../src/demo/scenario/scenario.js';
import type { BenchRun } from './bench-run.js';

/** The referrals of 1 April to 16 August 2019 (VAL report to the Police and Crime Panel, 10 September 2019, para 12). */
const PERIOD = {
  from: '2019-04-01',
  to: '2019-08-16',
  athena: 25_561,
  internal: 959,
  self: 159,
  other: 16,
};
const ROWS_WHEN_QUICK = 3_000;

/** Rows of the invented Athena extracts in one file: cells in the layout's order, crooked rows as they came. */
export interface Extract {
  rows: readonly (readonly string[])[];
  csv: string;
}

/**
 * The daily extracts of the whole period, one after the other, as one file: new, changed, repeated and unusable rows
 * in the mixture they came in.
 */
export function scenarioExtract(bench: BenchRun): Promise<Extract> {
  return bench.once('scenario extract', () => {
    bench.progress.step('inventing the extracts');
    const days = new Scenario({ seed: bench.seed, ...PERIOD }).days();
    const rows = [...days].flatMap(({ athenaFile }) => rowsOf(athenaFile.csv));
    return Promise.resolve(extractOf(bench.isQuick ? rows.slice(0, ROWS_WHEN_QUICK) : rows));
  });
}

/** The first rows of an extract as a file of their own. */
export function firstRows({ rows }: Extract, count: number): Extract {
  return extractOf(rows.slice(0, count));
}

/** Cells as `COPY` takes them: so many in each row, and no NUL. */
export function mended({ rows }: Extract): string[][] {
  return rows.map((row) => COLUMNS.map((_, column) => (row[column] ?? '').replaceAll('\u0000', '')));
}

/** The text of a file without its header. */
export function csvWithoutHeader(rows: readonly (readonly string[])[]): string {
  const whole = csvOf(rows);
  return whole.slice(whole.indexOf('\n') + 1);
}

function rowsOf(csv: string): string[][] {
  const [header = [], ...rows] = parse(csv, { bom: true, relaxColumnCount: true });
  const places = COLUMNS.map((column) => header.indexOf(column));
  return rows.map((cells) =>
    cells.length === header.length ? places.map((place) => cells[place] ?? '') : cells,
  );
}

function extractOf(rows: readonly (readonly string[])[]): Extract {
  return { rows, csv: csvOf(rows) };
}

function csvOf(rows: readonly (readonly string[])[]): string {
  return writeCsv(
    rows.map((cells) => ({ cells })),
    { ...PLAIN_STYLE, extractId: '' },
  );
}
