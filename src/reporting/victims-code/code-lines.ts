import type { CubeRow, Status } from './clock-cube.js';
import { columnsFor, type Count, type Counts, type Rates, ratesOf } from './columns.js';
import type { Dimension, DimensionCode } from './dimensions.js';

/** A line of the report: what was counted of duties that have something in common. */
export interface CodeLine<C extends Count = Count> extends Rates {
  key: string;
  label: string;
  counts: Counts<C>;
  /** The same by what is known now of enhanced rights; null where it differs in nothing. */
  now: (Rates & { counts: Counts<C> }) | null;
}

/** The lines of one way of dividing. */
export interface CodeTable<C extends Count = Count> {
  dimension: DimensionCode;
  label: string;
  addsUp: boolean;
  lines: CodeLine<C>[];
}

/** All duties towards victims with one status of enhanced rights when the clock started. */
export interface CodeSection<C extends Count = Count> {
  status: Status;
  total: CodeLine<C>;
  tables: CodeTable<C>[];
}

interface Tally {
  atStart: Map<string, number>;
  now: Map<string, number>;
}

/** Adds rows up into the lines of a section. */
export function sectionOf(
  rows: readonly CubeRow[],
  status: Status,
  dimensions: readonly Dimension[],
  questions: readonly string[],
): CodeSection<number> {
  const columns = columnsFor(questions);
  const total = newTally();
  const tables = dimensions.map((dimension) => ({ dimension, tallies: new Map<string, Tally>() }));
  for (const row of rows) {
    for (const now of [false, true]) {
      if ((now ? row.statusNow : row.statusAtStart) !== status) continue;
      add(total, row, now);
      tables.forEach(({ dimension, tallies }) =>
        dimension.keysOf(row, now).forEach((key) => add(tallyIn(tallies, key), row, now)),
      );
    }
  }
  const lineOf = (key: string, label: string, tally: Tally) => filled(key, label, tally, columns, status);
  return {
    status,
    total: lineOf('total', 'All', total),
    tables: tables.map(({ dimension, tallies }) => ({
      dimension: dimension.code,
      label: dimension.label,
      addsUp: dimension.addsUp,
      lines: inOrder(dimension, tallies).map((line) => lineOf(...line)),
    })),
  };
}

function newTally(): Tally {
  return { atStart: new Map(), now: new Map() };
}

function tallyIn(tallies: Map<string, Tally>, key: string): Tally {
  const tally = tallies.get(key) ?? newTally();
  tallies.set(key, tally);
  return tally;
}

function add(tally: Tally, row: CubeRow, now: boolean): void {
  const counts = now ? tally.now : tally.atStart;
  for (const [column, count] of now ? row.now : row.atStart)
    counts.set(column, (counts.get(column) ?? 0) + count);
}

function inOrder(dimension: Dimension, tallies: ReadonlyMap<string, Tally>): [string, string, Tally][] {
  const known = dimension.order.filter(({ code }) => tallies.has(code));
  const others = [...tallies.keys()]
    .filter((key) => !dimension.order.some(({ code }) => code === key))
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .map((code) => ({ code, label: code }));
  return [...known, ...others].map(({ code, label }) => [code, label, tallies.get(code)!]);
}

type Columns = readonly { key: string; under: string | null }[];

function filled(
  key: string,
  label: string,
  { atStart, now }: Tally,
  columns: Columns,
  status: Status,
): CodeLine<number> {
  const [counts, countsNow] = [addedUp(atStart, columns), addedUp(now, columns)];
  const differs = columns.some((column) => counts[column.key] !== countsNow[column.key]);
  return {
    key,
    label,
    counts,
    ...ratesFor(status, counts),
    now: differs ? { counts: countsNow, ...ratesFor(status, countsNow) } : null,
  };
}

/** Of victims whom nobody assessed only those duties are settled that both limits judge alike: no rate can be given. */
export function ratesFor(status: Status, counts: Counts): Rates {
  return status === 'not-assessed' ? { rate: null, lowerBound: null } : ratesOf(counts);
}

/** Each column with what it is made of; columns stand after what they are added into. */
function addedUp(leaves: ReadonlyMap<string, number>, columns: Columns): Counts<number> {
  const counts: Counts<number> = Object.fromEntries(columns.map(({ key }) => [key, leaves.get(key) ?? 0]));
  for (const { key, under } of columns.toReversed()) if (under !== null) counts[under]! += counts[key]!;
  return counts;
}
