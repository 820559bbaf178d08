import type { BenchRun } from './bench-run.js';
import { rowCount } from './final-rows.js';
import { importedExtract, importFresh } from './imported-extract.js';
import type { Finding, Measure } from './measure.js';
import { seconds } from './report.js';
import { saveOneByOne } from './save-one-by-one.js';
import { firstRows } from './scenario-extract.js';

const SAMPLE_ROWS = 1_000;

/** How far an import is ahead of writing its rows one by one. */
export const intakeVersusOrm: Measure = {
  name: 'intake-vs-orm',
  what: 'the same import',
  yardstick:
    'one TypeORM save() for each final row and table, same role, a sample scaled by the number of final rows',
  unit: 'x',
  goal: { relation: 'at least', bound: 20 },
  isLong: false,
  run: measureIntakeVersusOrm,
};

async function measureIntakeVersusOrm(bench: BenchRun): Promise<Finding> {
  const { cluster, extract, times, tables } = await importedExtract(bench);
  bench.progress.step(`importing a sample of ${SAMPLE_ROWS} rows`);
  const sample = await importFresh(cluster, firstRows(extract, SAMPLE_ROWS));
  const [whole, part] = [rowCount(tables), rowCount(sample.tables)];
  bench.progress.step(`saving ${part} final rows of the sample one by one`);
  const saved = await saveOneByOne(cluster, sample.tables);
  const scaled = (saved.eachByItself * whole) / part;
  return {
    measured: times.whole,
    yardstick: scaled,
    value: scaled / times.whole,
    n: extract.rows.length,
    seed: bench.seed,
    notes: [
      `save() of ${part} final rows, those of the first ${SAMPLE_ROWS} received: ${seconds(saved.eachByItself)}, scaled to ${whole}; each commits by itself, as TypeORM does unless told otherwise`,
      `with one transaction a table: ${seconds(saved.tableByTable)}, which makes the import ${((saved.tableByTable * whole) / part / times.whole).toFixed(1)} times faster`,
      'not counted against save(): upload, reading, judging, sealing',
    ],
  };
}
