import { createHash } from 'node:crypto';
import { arrayLiteral } from './array-literal.js';
import type { ColumnTypes } from './table-columns.js';

/** A value that a bulk statement can write. Objects become jsonb. */
export type ColumnValue = string | number | boolean | bigint | Date | null | undefined | string[] | object;
export type Row = Record<string, ColumnValue>;

/** Which of the values given an update takes: all, those that are not null, or those where the row has none. */
export type Taking = 'all' | 'where-given' | 'where-blank';

/** Rows to insert, or to update where they are found by their `key` columns. All have the columns of the first. */
export type BulkChange =
  | { table: string; rows: readonly Row[]; key?: undefined }
  | { table: string; rows: readonly Row[]; key: readonly string[]; taking: Taking };

/** SQL with a name of its own, and its parameters. */
export interface BulkStatement {
  name: string;
  text: string;
  values: string[];
}

/** One statement for all rows: each column travels as one array, so that its text is the same however many they are. */
export function bulkStatement(change: BulkChange, types: ColumnTypes): BulkStatement {
  const names = Object.keys(change.rows[0]!);
  const values = names.map((name) => columnLiteral(change.rows, name));
  return { ...preparedFor(change, names, types), values };
}

const MOST_REMEMBERED = 1000;
const remembered = new WeakMap<ColumnTypes, Map<string, { name: string; text: string }>>();

/** The text and name of a change: made once for all changes to the same columns. */
function preparedFor(
  change: BulkChange,
  names: string[],
  types: ColumnTypes,
): { name: string; text: string } {
  const known = remembered.get(types) ?? new Map<string, { name: string; text: string }>();
  remembered.set(types, known);
  const columns = JSON.stringify([change.table, names, change.key ? [change.key, change.taking] : null]);
  const same = known.get(columns);
  if (same) return same;
  const text = change.key
    ? updateText(change.table, names, change.key, change.taking, types)
    : insertText(change.table, names, types);
  const prepared = { name: `bulk.${createHash('sha1').update(text).digest('hex')}`, text };
  if (known.size < MOST_REMEMBERED) known.set(columns, prepared);
  return prepared;
}

function insertText(table: string, names: string[], types: ColumnTypes): string {
  const values = names.map((name) => valueOf(name, types)).join(', ');
  return `INSERT INTO "${table}" (${listed(names)}) SELECT ${values} FROM ${given(names, types)}`;
}

function updateText(
  table: string,
  names: string[],
  key: readonly string[],
  taking: Taking,
  types: ColumnTypes,
): string {
  const taken = (name: string) =>
    ({
      all: valueOf(name, types),
      'where-given': `coalesce(${valueOf(name, types)}, changed."${name}")`,
      'where-blank': `coalesce(changed."${name}", ${valueOf(name, types)})`,
    })[taking];
  const set = names.filter((name) => !key.includes(name)).map((name) => `"${name}" = ${taken(name)}`);
  const found = key.map((name) => `changed."${name}" = given."${name}"`).join(' AND ');
  return `UPDATE "${table}" AS changed SET ${set.join(', ')} FROM ${given(names, types)} WHERE ${found}`;
}

/** Columns travel as arrays of their own type, which spares a cast of each value; arrays of arrays as texts. */
function given(names: string[], types: ColumnTypes): string {
  const arrays = names.map((name, index) => {
    const type = types.typeOf(name);
    return `$${index + 1}::${type.endsWith('[]') ? 'text' : type}[]`;
  });
  return `unnest(${arrays.join(', ')}) AS given(${listed(names)})`;
}

function valueOf(name: string, types: ColumnTypes): string {
  const type = types.typeOf(name);
  return type.endsWith('[]') ? `given."${name}"::${type}` : `given."${name}"`;
}

function listed(names: string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

function columnLiteral(rows: readonly Row[], name: string): string {
  // Most instants of a column are the same one, the transaction's.
  let [last, lastText] = [null as Date | null, ''];
  const texts = rows.map((row) => {
    const value = row[name];
    if (!(value instanceof Date)) return asText(value);
    if (value !== last) [last, lastText] = [value, value.toISOString()];
    return lastText;
  });
  return arrayLiteral(texts);
}

function asText(value: Exclude<ColumnValue, Date>): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return arrayLiteral(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
