import type { Cell, Table } from '../definition/sheet-columns.js';
import { safeCell } from './safe-cell.js';
import { archiveOf } from './xlsx.js';

/** The sheets as one CSV file each, in a ZIP; the same tables always give the same bytes. */
export function csvArchiveOf(tables: readonly Table[]): Buffer {
  const files = tables.map((table): [string, Uint8Array] => [
    `${table.sheet}.csv`,
    new TextEncoder().encode(csvOf(table)),
  ]);
  return archiveOf(Object.fromEntries(files));
}

function csvOf({ columns, rows }: Table): string {
  return [columns.map(({ name }) => name), ...rows]
    .map((cells) => `${cells.map(quoted).join(',')}\r\n`)
    .join('');
}

function quoted(cell: Cell): string {
  const value = safeCell(cell);
  return typeof value === 'number' ? String(value) : `"${value.replaceAll('"', '""')}"`;
}
