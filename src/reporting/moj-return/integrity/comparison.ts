import type { Cell, SheetName, Table } from '../definition/sheet-columns.js';
import type { ReturnDefinition } from '../definition/return-definition.js';
import type { NamedPeriod } from '../definition/return-periods.js';
import type { ReturnFacts, UnmappedCode } from '../sheets/computing.js';

/** Both sides of what a rule compares. */
export interface Comparison {
  sheetA: string;
  valueA: Cell;
  sheetB: string;
  valueB: Cell;
  isMet: boolean;
}

/** Figures of locked returns that this one is held against. */
export interface LockedBefore {
  /** Caseload at the end of the period before, by its newest locked return; null where there is none. */
  closing: number | null;
  /** Spent in the year by the end of the quarter before, in pence, by `stream|provider`; null where none is locked. */
  spentYear: Readonly<Record<string, number>> | null;
  /** Supported and received of the four quarters before; fewer where fewer are locked. */
  lastFour: readonly { supported: number; received: number }[];
}

/** Everything that integrity rules look at. */
export interface CheckedReturn {
  definition: ReturnDefinition;
  span: NamedPeriod;
  isOver: boolean;
  tables: readonly Table[];
  facts: ReturnFacts;
  unmapped: readonly UnmappedCode[];
  before: LockedBefore;
  /** Of a half or year, the sums of its quarters by measure, for flows alone; null for other periods. */
  quarterSums: ReadonlyMap<string, number> | null;
}

/** A rule's comparisons; none where there is nothing to compare. */
export type Check = (checked: CheckedReturn) => Comparison[];

/** A row by its columns. */
export type NamedRow = Readonly<Record<string, Cell>>;

export function rowsOf({ tables }: Pick<CheckedReturn, 'tables'>, sheet: SheetName): NamedRow[] {
  const table = tables.find((one) => one.sheet === sheet);
  if (!table) return [];
  return table.rows.map((cells) =>
    Object.fromEntries(table.columns.map(({ name }, at) => [name, cells[at]!])),
  );
}

/** The number in a cell; a marker counts nothing. */
export function numberIn(row: NamedRow, ...columns: string[]): number {
  return columns.reduce((sum, column) => sum + (typeof row[column] === 'number' ? row[column] : 0), 0);
}

export function sumOf(rows: readonly NamedRow[], ...columns: string[]): number {
  return rows.reduce((sum, row) => sum + numberIn(row, ...columns), 0);
}

/** A measure of the funnel. */
export function measured(checked: Pick<CheckedReturn, 'tables'>, code: string): number {
  const row = rowsOf(checked, 'Funnel').find(({ measure_code }) => measure_code === code);
  return row ? numberIn(row, 'value') : 0;
}

export function equal(sheetA: string, valueA: number, sheetB: string, valueB: number): Comparison {
  return { sheetA, valueA, sheetB, valueB, isMet: valueA === valueB };
}

export function atMost(sheetA: string, valueA: number, sheetB: string, valueB: number): Comparison {
  return { sheetA, valueA, sheetB, valueB, isMet: valueA <= valueB };
}

/** Rows by the value of a column. */
export function grouped(rows: readonly NamedRow[], column: string): Map<string, NamedRow[]> {
  const groups = new Map<string, NamedRow[]>();
  for (const row of rows) groups.set(String(row[column]), [...(groups.get(String(row[column])) ?? []), row]);
  return groups;
}
