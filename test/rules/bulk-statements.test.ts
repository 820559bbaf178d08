import { describe, expect, it } from '@jest/globals';
import { bulkStatement, type Row } from '../../src/platform/database/bulk-statements.js';
import { ColumnTypes } from '../../src/platform/database/table-columns.js';

const COLUMNS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

/** A table that no statement was made for yet. */
function table(): ColumnTypes {
  return new ColumnTypes(
    'sample',
    new Map([...COLUMNS.map((name) => [name, 'text'] as const), ['l', 'text[]']]),
  );
}

const rowsOf = (count: number, values: (index: number) => Row) =>
  Array.from({ length: count }, (_, index) => values(index));

describe('a bulk insert', () => {
  it('sends a column once that says the same in every row', () => {
    const rows = rowsOf(30, (index) => ({ a: `a${index}`, b: 'same', l: ['x', 'y'] }));
    const { text, values } = bulkStatement({ table: 'sample', rows }, table());
    expect(text).toBe(
      'INSERT INTO "sample" ("a", "b", "l") SELECT given."a", $2::text, $3::text[] FROM unnest($1::text[]) AS given("a")',
    );
    expect(values.slice(1)).toEqual(['same', '{"x","y"}']);
  });

  it('takes a value that is nowhere given as null, not as a text', () => {
    const rows = rowsOf(30, (index) => ({ a: `a${index}`, b: null, c: undefined }));
    expect(bulkStatement({ table: 'sample', rows }, table()).values.slice(1)).toEqual([null, null]);
  });

  it('inserts as many rows as are given although all say the same', () => {
    const rows = rowsOf(30, () => ({ a: 'same', b: 'same' }));
    const { text, values } = bulkStatement({ table: 'sample', rows }, table());
    expect(text).toContain('FROM unnest($1::text[])');
    expect(values[0]).toBe(`{${Array<string>(30).fill('"same"').join()}}`);
  });

  it('has few texts for one table, whatever columns happen to say the same', () => {
    const types = table();
    const texts = Array.from({ length: 2 ** COLUMNS.length }, (_, mask) => {
      const rows = rowsOf(30, (index) =>
        Object.fromEntries(
          COLUMNS.map((name, bit) => [name, mask & (1 << bit) ? 'same' : `${name}${index}`]),
        ),
      );
      const { text, values } = bulkStatement({ table: 'sample', rows }, types);
      const sent = values.filter((value) => value!.startsWith('{')).length;
      expect(text.match(/::text\[\]/g)).toHaveLength(sent);
      return text;
    });
    expect(new Set(texts).size).toBeLessThanOrEqual(65);
  });

  it('needs no array for one row', () => {
    const { text, values } = bulkStatement({ table: 'sample', rows: [{ a: 'one', l: [] }] }, table());
    expect(text).toBe('INSERT INTO "sample" ("a", "l") SELECT $1::text, $2::text[]');
    expect(values).toEqual(['one', '{}']);
  });
});
