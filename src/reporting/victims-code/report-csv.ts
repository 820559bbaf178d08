import type { CodeLine } from './code-lines.js';
import { columnsFor } from './columns.js';
import type { CodeReport } from './victims-code-report.js';

const FORMULA = /^[=+\-@\t\r]/;

/** Every line of the report as a row: the section, by what it is divided, the line, and one count a column. */
export function reportCsv(report: CodeReport): string {
  const columns = columnsFor(report.questions.map(({ code }) => code)).map(({ key }) => key);
  const headings = ['from', 'to', 'asOf', 'version', 'status', 'dimension', 'key', 'label'];
  const asOf = new Date(report.asOf).toISOString();
  const head = [report.from, report.to, asOf, String(report.published?.version ?? '')];
  const rows = report.sections.flatMap(({ status, total, tables }) => [
    cells(status, 'total', total),
    ...tables.flatMap(({ dimension, lines }) => lines.map((line) => cells(status, dimension, line))),
  ]);
  return [[...headings, ...columns, 'rate', 'lowerBound', 'footnotes'], ...rows].map(csvLine).join('');

  function cells(status: string, dimension: string, line: CodeLine): (string | number)[] {
    const rule = dimension === 'rule' ? report.rules.find(({ key }) => key === line.key) : undefined;
    const counts = columns.map((column) => line.counts[column] ?? 0);
    const rates = [line.rate ?? '', line.lowerBound ?? ''];
    return [
      ...head,
      status,
      dimension,
      line.key,
      line.label,
      ...counts,
      ...rates,
      rule?.footnotes.join(' ') ?? '',
    ];
  }
}

/** A spreadsheet must not take a cell for a formula. */
function csvLine(cells: readonly (string | number)[]): string {
  const written = cells.map((cell) => {
    if (typeof cell === 'number') return String(cell);
    return `"${(FORMULA.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`;
  });
  return `${written.join(',')}\r\n`;
}
