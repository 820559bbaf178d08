type Query = (sql: string, parameters: unknown[]) => Promise<Record<string, unknown>[]>;

/** The column types of one table. */
export class ColumnTypes {
  constructor(
    private readonly table: string,
    private readonly types: ReadonlyMap<string, string>,
  ) {}

  /** The SQL type of a column; an unknown column is a programming error and throws. */
  typeOf(column: string): string {
    const type = this.types.get(column);
    if (!type) throw new Error(`table ${this.table} has no column ${column}`);
    return type;
  }
}

/** Column types from the catalogue, read once for each table. */
export class TableColumns {
  private readonly known = new Map<string, ColumnTypes>();

  async of(table: string, query: Query): Promise<ColumnTypes> {
    const known = this.known.get(table);
    if (known) return known;
    const rows = await query(
      `SELECT attname AS name, format_type(atttypid, atttypmod) AS type
         FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
      [table],
    );
    const types = new ColumnTypes(table, new Map(rows.map((row) => [String(row.name), String(row.type)])));
    this.known.set(table, types);
    return types;
  }
}
