import { COLUMNS } from './columns.js';
import type { AthenaRow, Column } from './columns.js';

/** How a day's file is written down. */
export interface FileStyle {
  /** The run of the extract, the same on every row of the file. */
  extractId: string;
  columns: readonly Column[];
  isEverythingQuoted: boolean;
  lineEnd: '\n' | '\r\n';
  hasByteOrderMark: boolean;
  hasLastLineEnd: boolean;
}

/** A line that is no proper row: its cells are written as they are, however many. */
export interface CrookedLine {
  cells: readonly string[];
}

/** The usual file: the layout's order, quotes only where needed. */
export const PLAIN_STYLE: Omit<FileStyle, 'extractId'> = {
  columns: COLUMNS,
  isEverythingQuoted: false,
  lineEnd: '\n',
  hasByteOrderMark: false,
  hasLastLineEnd: true,
};

/** The text of a file: a header and its rows (RFC 4180, UTF-8). */
export function writeCsv(rows: readonly (AthenaRow | CrookedLine)[], style: FileStyle): string {
  const cellsOf = (row: AthenaRow | CrookedLine): readonly string[] =>
    isCrooked(row)
      ? row.cells
      : style.columns.map((column) => (column === 'extractId' ? style.extractId : row[column]));
  const quoted = (cell: string): string => (style.isEverythingQuoted ? inQuotes(cell) : quotedIfNeeded(cell));
  const lines = [style.columns, ...rows.map(cellsOf)].map((cells) => cells.map(quoted).join(','));
  return `${style.hasByteOrderMark ? '\uFEFF' : ''}${lines.join(style.lineEnd)}${style.hasLastLineEnd ? style.lineEnd : ''}`;
}

function isCrooked(row: AthenaRow | CrookedLine): row is CrookedLine {
  return 'cells' in row;
}

function quotedIfNeeded(cell: string): string {
  return /[",\r\n]/.test(cell) ? inQuotes(cell) : cell;
}

function inQuotes(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
