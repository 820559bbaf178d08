import type { VersionTable } from '../../src/reporting/victims-code/board/version-table.js';
import { CELLS, lineOf, sumsOf } from './board-tables.js';
import { solved } from './solving-sums.js';

/** A table of the history: which period it is of, 3 being the quarter of 0, 1 and 2. */
export interface PublishedTable extends VersionTable {
  period: number;
}

/**
 * What somebody who kept every version can tell who takes a line for unchanged wherever it is: small counts, and
 * small differences between versions, or between a quarter and its months as they stood when one of them was published.
 * Each version has its own unknown counts; that some are equal, and what two differ by, are sums of them.
 */
export function toldApart(history: readonly PublishedTable[], below: number): string[] {
  const known = history.flatMap(({ counts, hidden }) =>
    counts.map((count, cell) => (hidden.has(cell) ? null : count)),
  );
  const sums = sumsOf(history.length);
  const secrets = new Map<number, string>();
  const isSmall = (count: number) => Math.abs(count) > 0 && Math.abs(count) < below;
  const compare = (whole: number, parts: readonly number[], isAll: boolean) => {
    const leftAt = (cell: number) =>
      parts.reduce((left, part) => left - history[part]!.counts[cell]!, history[whole]!.counts[cell]!);
    const isUnchanged = (cell: number) => lineOf(cell).every((other) => leftAt(other) === 0);
    for (let cell = 0; cell < CELLS; cell += 1) {
      const left = leftAt(cell);
      const sum = [whole, ...parts].map((version) => version * CELLS + cell);
      if (isAll && isUnchanged(cell)) sums.push(sum);
      if (!isSmall(left)) continue;
      secrets.set(known.length, `${left} between ${whole} and ${parts.join(', ')} at ${cell}`);
      sums.push([...sum, known.length]);
      known.push(null);
    }
  };
  history.forEach(({ period, counts }, version) => {
    counts.forEach((count, cell) => {
      if (isSmall(count)) secrets.set(version * CELLS + cell, `${count} of ${version} at ${cell}`);
    });
    for (let older = 0; older < version; older += 1)
      if (history[older]!.period === period) compare(version, [older], true);
    const [quarter, ...months] = [3, 0, 1, 2].map((one) =>
      history.findLastIndex((table, at) => at <= version && table.period === one),
    ) as [number, ...number[]];
    const published = months.filter((month) => month >= 0);
    if (quarter >= 0 && published.length > 0) compare(quarter, published, published.length === 3);
  });
  const shown = [...secrets].filter(([cell]) => known[cell] !== null && known[cell] !== undefined);
  return [
    ...solved(known, sums).flatMap((cell) => secrets.get(cell) ?? []),
    ...shown.map(([, secret]) => secret),
  ];
}
