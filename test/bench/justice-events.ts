import { BenchCluster } from './bench-cluster.js';
import type { BenchRun } from './bench-run.js';
import type { CopyAndInsertTimes } from './copy-and-insert.js';
import { type AddedRows, addedSince, eventsByCopy } from './events-by-copy.js';
import { type EventFile, eventFileFor } from './event-rows.js';
import { finalRows, rowCount } from './final-rows.js';
import type { ImportTimes } from './import-through-service.js';
import type { Finding, Measure } from './measure.js';
import { seconds } from './report.js';
import { type Extract, firstRows, scenarioExtract } from './scenario-extract.js';

const ROUNDS = 2;
/** Five events each. */
const CRIMES = { whole: 5_000, quick: 400 };
/** Some rows of an extract repeat a crime, or cannot be used. */
const REFERRALS_PER_CRIME = 1.5;

/** How near a file of justice events comes to what PostgreSQL alone needs for the same rows. */
export const justiceEvents: Measure = {
  name: 'justice-events',
  what: 'import of a file of justice events of known crimes: upload, staging, every row’s disposition, finished receipt',
  yardstick: 'COPY of the same rows into a plain table, INSERT ... SELECT of the same final rows, same role',
  unit: 'x',
  goal: { relation: 'at most', bound: 3 },
  isLong: false,
  run: measureEvents,
};

interface Round extends AddedRows {
  file: EventFile;
  times: ImportTimes;
  yardstick: CopyAndInsertTimes;
}

async function measureEvents(bench: BenchRun): Promise<Finding> {
  const crimes = bench.isQuick ? CRIMES.quick : CRIMES.whole;
  const referrals = firstRows(await scenarioExtract(bench), Math.ceil(crimes * REFERRALS_PER_CRIME));
  const cluster = await BenchCluster.ofRun(bench);
  const rounds: Round[] = [];
  const most = bench.isQuick ? 1 : ROUNDS;
  for (let round = 1; round <= most; round += 1) {
    bench.progress.step(`importing events of ${crimes} crimes, ${round} of ${most}`);
    const imported = await importEvents(cluster, referrals, crimes);
    bench.progress.step(
      `COPY and INSERT ... SELECT of ${rowCount(imported.added)} final rows, ${round} of ${most}`,
    );
    rounds.push({ ...imported, yardstick: await eventsByCopy(cluster, imported.file, imported) });
  }
  return found(rounds, bench.seed);
}

function found(rounds: readonly Round[], seed: number): Finding {
  const [{ times, file, added }] = [...rounds].sort((one, other) => one.times.whole - other.times.whole) as [
    Round,
  ];
  const [{ yardstick }] = [...rounds].sort((one, other) => one.yardstick.whole - other.yardstick.whole) as [
    Round,
  ];
  const { upload, processing } = times;
  return {
    measured: times.whole,
    yardstick: yardstick.whole,
    value: times.whole / yardstick.whole,
    n: file.rows.length,
    seed,
    notes: [
      `upload to staged rows ${seconds(upload.seconds)} (Node itself busy ${seconds(upload.busy)}), rows to receipt ${seconds(processing.seconds)} (${seconds(processing.busy)})`,
      `COPY ${seconds(yardstick.copy)}, INSERT ... SELECT of ${rowCount(added)} rows in ${added.length} tables ${seconds(yardstick.insert)}`,
      `the fastest of ${rounds.length} each in turns, into a database that knows the crimes, every commit safe on disk`,
    ],
  };
}

/** Imports referrals, and then what happened in their crimes; only that is timed. */
async function importEvents(
  cluster: BenchCluster,
  referrals: Extract,
  crimes: number,
): Promise<Omit<Round, 'yardstick'>> {
  // Loaded when needed: other measures should not wait for the whole application.
  const { withImports } = await import('./import-through-service.js');
  const database = await cluster.freshDatabase();
  try {
    return await withImports(database, async (importing) => {
      await importing(cluster, referrals);
      const before = await finalRows(database.superuserUrl);
      const file = await eventFileFor(database.superuserUrl, crimes);
      const times = await importing(cluster, { csv: file.csv, feed: 'justice-events' });
      mustBeCreated(times, file);
      const added = addedSince(before, await finalRows(database.superuserUrl));
      return { file, times, before, added };
    });
  } finally {
    await database.drop();
  }
}

/** A file that is set aside would be fast. */
function mustBeCreated({ receipt }: ImportTimes, { rows }: EventFile): void {
  const { created } = (receipt.receipt as { counts: { created: number } }).counts;
  if (created !== rows.length) throw new Error(`${created} of ${rows.length} events were taken in`);
}
