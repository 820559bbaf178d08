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
  values: (string | null)[];
}

/** What an inserted column says: the same in every row, or a text of its own in each. */
type Column = { name: string; texts: (string | null)[]; isSame: boolean };

/** Fewer rows travel as arrays whatever they say, so that a table has few statements. */
const ROWS_TO_COMPARE = 20;

/**
 * One statement for all rows: each column travels as one array, so that its text is the same however many they are; in
 * an insert, a column that says the same in every row travels once.
 */
export function bulkStatement(change: BulkChange, types: ColumnTypes): BulkStatement {
  const compared = columnsOf(change);
  const isOneTooMany = preparedFor(change, compared, types) === null;
  const columns = isOneTooMany ? compared.map((column) => ({ ...column, isSame: false })) : compared;
  const prepared = preparedFor(change, columns, types)!;
  return {
    ...prepared,
    values: columns.map(({ texts, isSame }) => (isSame ? texts[0]! : arrayLiteral(texts))),
  };
}

function columnsOf(change: BulkChange): Column[] {
  const { rows, key } = change;
  const isCompared = !key && (rows.length === 1 || rows.length >= ROWS_TO_COMPARE);
  const columns = Object.keys(rows[0]!).map((name) => {
    const texts = textsOf(rows, name);
    return { name, texts, isSame: isCompared && texts.every((text) => text === texts[0]) };
  });
  // Without an array, one row would be inserted instead of many.
  if (rows.length > 1 && columns.every(({ isSame }) => isSame)) columns[0]!.isSame = false;
  return columns;
}

/** The server keeps every text that a connection ever used: so many of a table may let columns travel once. */
const MOST_TEXTS_OF_A_TABLE = 64;
const MOST_REMEMBERED = 1000;
const remembered = new WeakMap<ColumnTypes, Map<string, { name: string; text: string }>>();

/** The text and name of a change: made once for all changes to the same columns. Null where it would be one too many. */
function preparedFor(
  change: BulkChange,
  columns: Column[],
  types: ColumnTypes,
): { name: string; text: string } | null {
  const known = remembered.get(types) ?? new Map<string, { name: string; text: string }>();
  remembered.set(types, known);
  const described = columns.map(({ name, isSame }) => (isSame ? `${name}=` : name));
  const asked = JSON.stringify([change.table, described, change.key ? [change.key, change.taking] : null]);
  const same = known.get(asked);
  if (same) return same;
  if (known.size >= MOST_TEXTS_OF_A_TABLE && columns.some(({ isSame }) => isSame)) return null;
  const names = columns.map(({ name }) => name);
  const text = change.key
    ? updateText(change.table, names, change.key, change.taking, types)
    : insertText(change.table, columns, types);
  const prepared = { name: `bulk.${createHash('sha1').update(text).digest('hex')}`, text };
  if (known.size < MOST_REMEMBERED) known.set(asked, prepared);
  return prepared;
}

function insertText(table: string, columns: Column[], types: ColumnTypes): string {
  const values = columns.map(({ name, isSame }, index) =>
    isSame ? `$${index + 1}::${types.typeOf(name)}` : valueOf(name, types),
  );
  const arrays = columns.flatMap(({ name, isSame }, index) => (isSame ? [] : [{ name, index }]));
  const from = arrays.length > 0 ? ` FROM ${given(arrays, types)}` : '';
  return `INSERT INTO "${table}" (${listed(columns)}) SELECT ${values.join(', ')}${from}`;
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
  const arrays = names.map((name, index) => ({ name, index }));
  return `UPDATE "${table}" AS changed SET ${set.join(', ')} FROM ${given(arrays, types)} WHERE ${found}`;
}

/** Columns travel as arrays of their own type, which spares a cast of each value; arrays of arrays as texts. */
function given(columns: { name: string; index: number }[], types: ColumnTypes): string {
  const arrays = columns.map(({ name, index }) => {
    const type = types.typeOf(name);
    return `$${index + 1}::${type.endsWith('[]') ? 'text' : type}[]`;
  });
  return `unnest(${arrays.join(', ')}) AS given(${listed(columns)})`;
}

function valueOf(name: string, types: ColumnTypes): string {
  const type = types.typeOf(name);
  return type.endsWith('[]') ? `given."${name}"::${type}` : `given."${name}"`;
}

function listed(columns: readonly { name: string }[]): string {
  return columns.map(({ name }) => `"${name}"`).join(', ');
}

function textsOf(rows: readonly Row[], name: string): (string | null)[] {
  // Most instants of a column are the same one, the transaction's.
  let [last, lastText] = [null as Date | null, ''];
  return rows.map((row) => {
    const value = row[name];
    if (!(value instanceof Date)) return asText(value);
    if (value !== last) [last, lastText] = [value, value.toISOString()];
    return lastText;
  });
}

function asText(value: Exclude<ColumnValue, Date>): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return arrayLiteral(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
