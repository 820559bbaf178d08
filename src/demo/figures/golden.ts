import type { CodeLine } from '../../reporting/victims-code/code-lines.js';
import type { CodeReport } from '../../reporting/victims-code/victims-code-report.js';
import { funnelOf } from '../quarter-return.js';
import type { PeriodFigures } from './period-figures.js';

/** Figures that are to come out the same each time, nested by their names; a leaf is a figure or a line of them. */
export interface Golden {
  [name: string]: string | number | Golden;
}

/** What of a period is compared, by the names of its files. */
export function goldenOf({
  code,
  board,
  quarter,
}: PeriodFigures): Record<'board-report' | 'quarter', Golden> {
  return {
    'board-report': { 'every count': reportIn(code), 'as published to the Board': reportIn(board) },
    quarter: {
      ...{ from: quarter.draft.from, to: quarter.draft.to, funnel: funnelOf(quarter.draft) },
      rules: Object.fromEntries(quarter.draft.rules.map(({ rule, result }) => [rule, result])),
    },
  };
}

/** Where two differ, one line each. */
export function differencesOf(found: Golden, expected: Golden, path = ''): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  return names.flatMap((name) => {
    const [is, was] = [found[name], expected[name]];
    const at = path === '' ? name : `${path} / ${name}`;
    if (typeof is === 'object' && typeof was === 'object') return differencesOf(is, was, at);
    if (is === was) return [];
    return [`${at}: ${inWords(is)}, golden ${inWords(was)}`];
  });
}

function inWords(value: Golden[string] | undefined): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value ?? 'nothing');
}

function reportIn({ from, to, sections }: CodeReport): Golden {
  const shown = sections.map(({ status, total, tables }) => {
    const lines = tables.map((table) => [
      table.dimension,
      Object.fromEntries(table.lines.map((line) => [line.key, lineIn(line)])),
    ]);
    return [status, { total: lineIn(total), ...(Object.fromEntries(lines) as Golden) }];
  });
  return { from, to, ...(Object.fromEntries(shown) as Golden) };
}

/** Without counts of nothing: a line of text, so that what changed can be read in a comparison of versions. */
function lineIn({ now, ...line }: CodeLine): string {
  return now === null ? countsIn(line) : `${countsIn(line)} | now ${countsIn(now)}`;
}

function countsIn({ rate, lowerBound, counts }: Pick<CodeLine, 'rate' | 'lowerBound' | 'counts'>): string {
  const shown = Object.entries(counts).filter(([, count]) => count !== 0);
  const rates = `rate ${rate ?? '-'}, at least ${lowerBound ?? '-'}`;
  return [rates, ...shown.map(([column, count]) => `${column} ${count}`)].join(', ');
}
