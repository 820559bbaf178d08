/**
 * SQL that migrations use to fence tables in.
 *
 * Every transaction of the application sets, for itself alone, `val.scope` (everything, people, sent, none),
 * `val.subject` (who asks) and `val.granted` (the restricted people that the subject was let in to).
 * With none of them set a fenced table is empty.
 */

/**
 * Whether the transaction's scope is one of these. The comparison stands inside the sub-select on purpose: it is made
 * once a statement, and the planner then takes the policy for one that lets rows through. Compared outside, it takes
 * every fenced table for nearly empty and reads it whole where an index would do.
 */
export function scopeIs(...scopes: ('everything' | 'people' | 'sent' | 'ledger')[]): string {
  return `(SELECT current_setting('val.scope', true) IN (${scopes.map((scope) => `'${scope}'`).join(', ')}))`;
}

const SUBJECT = `(SELECT current_setting('val.subject', true))`;
const GRANTED = `((SELECT current_setting('val.granted', true))::uuid[])`;

/** Rows without a person, for every transaction that says who asks. */
export const WHOEVER_ASKS = `(SELECT coalesce(current_setting('val.scope', true), '') <> '')`;

/** Rows for internal actors only. */
export const INTERNAL_ONLY = scopeIs('everything');

/** Rows that anyone who works with people may see. */
export const CASEWORK = scopeIs('everything', 'people');

/** Rows about one person: hidden from everyone but their members while that person is restricted. */
export function aboutPerson(personColumn = 'person_id'): string {
  const unlessHidden = `NOT restricted OR ${personColumn} = ANY (${GRANTED})`;
  return `${scopeIs('everything')} OR (${scopeIs('people')} AND (${unlessHidden}))`;
}

/** As `aboutPerson`, and the sender sees what it sent. */
export function aboutPersonOrSentBy(column: string): string {
  return `${aboutPerson()} OR (${scopeIs('sent')} AND ${column} = ${SUBJECT})`;
}

/** Rows that belong to one signed-in subject. */
export function ownedBy(column: string): string {
  return `${scopeIs('everything')} OR ${column} = ${SUBJECT}`;
}

/** Turns row-level security on, also for the table's owner, with one rule for reading and writing. */
export function fence(table: string, visible: string, writable = visible): string {
  return `
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY ${table}_fence ON ${table} USING (${visible}) WITH CHECK (${writable});`;
}

/**
 * The columns that tie a row to a person. `restricted` repeats the person's own flag: the foreign key makes a
 * wrong copy impossible and carries a change to every row in the statement that makes it.
 */
export function personColumns(nullable = false): string {
  return `
    person_id uuid ${nullable ? '' : 'NOT NULL'},
    restricted boolean NOT NULL DEFAULT false,
    FOREIGN KEY (person_id, restricted) REFERENCES person (id, restricted) ON UPDATE CASCADE`;
}

/** Forbids changing and deleting rows, save for the named columns. */
export function appendOnly(table: string, ...mayChange: string[]): string {
  return `
    CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION val_append_only(${mayChange.map((column) => `'${column}'`).join(', ')});
    CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table}
      FOR EACH STATEMENT EXECUTE FUNCTION val_append_only();`;
}

/** What the application role may do with a table. */
export function grant(table: string, ...rights: ('SELECT' | 'INSERT' | 'UPDATE' | 'DELETE')[]): string {
  return `GRANT ${rights.join(', ')} ON ${table} TO val_app;`;
}
