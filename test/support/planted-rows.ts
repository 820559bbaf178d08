import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';

/** A column of a table as the catalogue describes it. */
export interface Column {
  name: string;
  type: string;
  isNeeded: boolean;
  /** Table whose key the column holds. */
  refersTo: string | null;
}

type Values = Record<string, string | number | boolean>;

/** A table with the person it belongs to, in an order in which what is referred to comes first. */
export interface Planting {
  personId: string;
  restricted: boolean;
  /** Ids of the rows, by table. */
  ids: Record<string, string>;
}

/** What checks ask for beyond types, keys and lists of allowed values. */
const WANTED: Record<string, () => Values> = {
  person: () => ({ surname: 'Invented-Planted' }),
  support_case: () => ({ reference: reference(), next_action_due_at: '2031-01-01T00:00:00Z' }),
  case_event: () => ({ kind: 'case.opened' }),
  contact_point: () => ({ invalid_code: 'planted' }),
  contact_plan: () => ({ result: 'held', reasons: '{planted}' }),
  message: () => ({ ...TEMPLATE }),
  contact_attempt: () => ({ result: 'answered-victim', wants_support: true }),
  message_batch: () => ({ kind: 'no-needs-letter' }),
  support_plan: () => ({ owner: 'planted', next_check_in_at: '2031-01-01T00:00:00Z' }),
  agency_consent: () => ({ is_gillick_competent: false, gillick_assessed_on: '2019-04-01', ...GILLICK }),
  agency_referral: () => ({ lawful_basis: 'planted', protects: 'under-18', ...ACKNOWLEDGED_BY }),
  outcome_result: () => ({ result: 'improved' }),
  transition_step: () => ({ step: 'plan', due_on: '2031-01-01' }),
  entitlement_status: () => ({ bases: '{planted}', known_until: 'infinity' }),
};
/** Columns that may be blank and are not, by the table that they refer to. */
const ALSO_REFERS: Record<string, Record<string, string>> = {
  justice_event: { party_id: 'party' },
  entitlement_clock: { start_referral_id: 'referral' },
};
/** Tables that are known by the key of another one. */
const KEYED_BY: Record<string, string> = { entitlement_victim: 'party' };
const GILLICK = { gillick_assessor_sealed: 'planted', gillick_reasons_sealed: 'planted' };
const ACKNOWLEDGED_BY = { acknowledgement_due_at: '2031-01-01T00:00:00Z' };
const PLANTED_COLLEAGUE = `
  INSERT INTO staff_member (subject, display_name, roles, first_seen_at, last_seen_at)
  VALUES ('planted', 'planted', '{}', '2030-01-01', '2030-01-01') ON CONFLICT DO NOTHING`;
const TEMPLATE = { template_code: 'planted', template_version: 1, language: 'en' };

/** Tables with a column `person_id`, and `person` itself. */
export async function personTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class c
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
        AND (relname = 'person' OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid
              AND a.attname = 'person_id' AND NOT a.attisdropped)) ORDER BY relname`,
  );
  return rows.map(({ name }) => name);
}

/** Columns of a table that hold what a row needs, with what each refers to. */
export async function columnsOf(client: pg.Client, table: string): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type,
            a.attnotnull AND NOT a.atthasdef AS "isNeeded",
            (SELECT confrelid::regclass::text FROM pg_constraint f
              WHERE f.conrelid = a.attrelid AND f.contype = 'f' AND f.conkey = ARRAY[a.attnum]) AS "refersTo"
       FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum`,
    [table],
  );
  return rows;
}

/**
 * Plants one row of an invented person in every table that has people, and in those that they refer to, as the
 * catalogue describes them: a table of a later migration gets its row without a word here.
 */
export class Planter {
  private constructor(
    private readonly client: pg.Client,
    readonly tables: string[],
    private readonly columns: Map<string, Column[]>,
    private readonly allowed: Map<string, string>,
  ) {}

  static async open(client: pg.Client): Promise<Planter> {
    const tables = await personTables(client);
    const columns = new Map<string, Column[]>();
    const waiting = [...tables];
    for (let table = waiting.shift(); table; table = waiting.shift()) {
      if (columns.has(table)) continue;
      const found = await columnsOf(client, table);
      columns.set(table, found);
      waiting.push(...found.flatMap(({ refersTo, isNeeded }) => (refersTo && isNeeded ? [refersTo] : [])));
    }
    await client.query(
      `INSERT INTO message_template VALUES ('planted', 1, 'en', 'email', '-', '-', '-', '2019-01-01', NULL, 'ours')
       ON CONFLICT DO NOTHING`,
    );
    await client.query(PLANTED_COLLEAGUE);
    return new Planter(client, tables, columns, await allowedValues(client));
  }

  async plant(restricted: boolean, wanted: Record<string, Values> = {}): Promise<Planting> {
    const planting: Planting = { personId: randomUUID(), restricted, ids: {} };
    planting.ids.person = planting.personId;
    await this.insert('person', { restricted, ...wanted.person }, planting, planting.personId);
    for (const table of this.tables) await this.ensure(table, planting, wanted);
    return planting;
  }

  /** Values for one more row of a planted person in a table, its key new. */
  rowFor(table: string, planting: Planting, given: Values = {}): Values {
    const isAbout = this.of(table).some(({ name }) => name === 'person_id');
    const owner: Values = isAbout ? { person_id: planting.personId, restricted: planting.restricted } : {};
    const values: Values = { ...WANTED[table]?.(), ...owner, ...given };
    for (const [column, other] of Object.entries(ALSO_REFERS[table] ?? {}))
      values[column] ??= planting.ids[other]!;
    for (const column of this.of(table)) {
      if (column.isNeeded && !(column.name in values)) {
        values[column.name] = this.valueOf(table, column, planting);
      }
    }
    return values;
  }

  of(table: string): Column[] {
    return this.columns.get(table) ?? [];
  }

  private async ensure(table: string, planting: Planting, wanted: Record<string, Values>): Promise<void> {
    if (planting.ids[table]) return;
    const id = randomUUID();
    planting.ids[table] = id;
    for (const { refersTo, isNeeded } of this.of(table)) {
      if (refersTo && isNeeded) await this.ensure(refersTo, planting, wanted);
    }
    for (const other of Object.values(ALSO_REFERS[table] ?? {})) await this.ensure(other, planting, wanted);
    planting.ids[table] = planting.ids[KEYED_BY[table] ?? table]!;
    await this.insert(table, wanted[table] ?? {}, planting, id);
  }

  private async insert(table: string, given: Values, planting: Planting, id: string): Promise<void> {
    const key: Values = this.of(table).some(({ name }) => name === 'id') ? { id } : {};
    await insertRow(this.client, table, this.rowFor(table, planting, { ...key, ...given }));
  }

  private valueOf(
    table: string,
    { name, type, refersTo }: Column,
    planting: Planting,
  ): string | number | boolean {
    if (refersTo) return planting.ids[refersTo] ?? '';
    const allowed = this.allowed.get(`${table}.${name}`);
    if (allowed !== undefined) return allowed;
    if (type === 'uuid') return randomUUID();
    if (type === 'integer' || type === 'bigint') return 1;
    if (type === 'boolean') return false;
    if (type === 'jsonb' || type.endsWith('[]')) return '{}';
    if (type.startsWith('timestamp')) return '2030-01-01T00:00:00Z';
    return type === 'date' ? '2030-01-01' : `planted-${randomBytes(6).toString('hex')}`;
  }
}

/** Inserts one row as whoever the client is. */
export function insertRow(client: pg.Client, table: string, values: Values): Promise<pg.QueryResult> {
  const names = Object.keys(values);
  return client.query(
    `INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')})
     VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(values),
  );
}

/** The first value that a check of one column lists, by `table.column`. */
async function allowedValues(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ place: string; definition: string }>(
    `SELECT format('%s.%s', c.conrelid::regclass, a.attname) AS place, pg_get_constraintdef(c.oid) AS definition
       FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]
      WHERE c.contype = 'c' AND c.connamespace = 'public'::regnamespace`,
  );
  const firsts = rows.map(({ place, definition }) => [place, /ANY \(ARRAY\['([^']+)'/.exec(definition)?.[1]]);
  return new Map(firsts.filter((found): found is [string, string] => found[1] !== undefined));
}

function reference(): string {
  const letters = [...randomBytes(8)].map((byte) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte % 32]);
  return `VAL-${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}
