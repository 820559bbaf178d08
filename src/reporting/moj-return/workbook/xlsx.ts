import { unzipSync, zipSync } from 'fflate';
import writeExcelFile from 'write-excel-file/node';
import type { Cell, Table } from '../definition/sheet-columns.js';
import { safeCell } from './safe-cell.js';

/** The time that every entry of an archive carries, so that the same sheets give the same bytes. */
const NO_TIME = new Date(1980, 0, 1);

/**
 * A workbook of plain tables from A1: numbers as numbers, everything else as text, nothing merged and nothing coloured.
 * The same tables always give the same bytes.
 */
export async function workbookOf(tables: readonly Table[]): Promise<Buffer> {
  const sheets = tables.map(({ sheet, columns, rows }) => ({
    sheet,
    data: [columns.map(({ name }) => name), ...rows].map((cells) => cells.map(toCell)),
  }));
  const written = await writeExcelFile(sheets).toBuffer();
  return archiveOf(unzipSync(new Uint8Array(written)));
}

/** A ZIP whose bytes follow from its files alone. */
export function archiveOf(files: Record<string, Uint8Array>): Buffer {
  const entries = Object.keys(files).sort();
  return Buffer.from(
    zipSync(Object.fromEntries(entries.map((name) => [name, [files[name]!, { mtime: NO_TIME, level: 6 }]]))),
  );
}

function toCell(cell: Cell) {
  const value = safeCell(cell);
  return typeof value === 'number' ? { value, type: Number } : { value, type: String };
}
