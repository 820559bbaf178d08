import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { serviceActor } from '../../src/platform/access/actor.js';
import { SettableClock } from '../../src/platform/clock.js';
import { newId } from '../../src/platform/ids.js';
import { type OpenDatabase, openDatabase } from '../platform/queue-application.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';

const NINE = new Date('2019-04-01T09:00:00Z');
const ACTOR = serviceActor('worker', 'bulk-statements');

/** What an array literal could take for something else. */
const awkward = fc.constantFrom(
  ...[
    '',
    ' ',
    'NULL',
    'null',
    '{',
    '}',
    '{}',
    '{NULL}',
    ',',
    '"',
    '""',
    '\\',
    '\\"',
    '"\\',
    "'",
    '\n',
    '\t',
    'é',
  ],
);
/** PostgreSQL keeps every text but one with NUL. */
const text = fc.oneof(
  awkward,
  fc.array(awkward, { maxLength: 4 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }).map((any) => any.replaceAll('\0', '')),
);
const instant = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59Z'),
  noInvalidDate: true,
});

describe('bulk statements write exactly what they were given', () => {
  let fresh: FreshDatabase;
  let opened: OpenDatabase;

  beforeAll(async () => {
    fresh = await freshDatabase();
    opened = await openDatabase(fresh.applicationUrl, new SettableClock(NINE));
  });
  afterAll(async () => {
    await opened.close();
    await fresh.drop();
  });

  it('texts, lists of texts, nulls, instants', async () => {
    const given = fc.record({
      display_name: text,
      roles: fc.array(text, { maxLength: 4 }),
      team: fc.option(text),
      first_seen_at: instant,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(given, { minLength: 1, maxLength: 5 }), (all) =>
        opened.database.inTransaction(ACTOR, async (tx) => {
          const rows = all.map((row) => ({ ...row, subject: newId(), last_seen_at: tx.now }));
          await tx.insert('staff_member', rows);
          const held = await tx.query(
            'SELECT * FROM staff_member WHERE subject = ANY ($1) ORDER BY subject',
            [rows.map(({ subject }) => subject)],
          );
          expect(held).toEqual(rows.toSorted((one, other) => (one.subject < other.subject ? -1 : 1)));
        }),
      ),
      { numRuns: 150 },
    );
  });

  it('objects as jsonb, in an insert and in an update', async () => {
    const payload = fc.dictionary(text, fc.oneof(text, fc.array(text, { maxLength: 3 })), { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(payload, payload, (first, second) =>
        opened.database.inTransaction(ACTOR, async (tx) => {
          const id = newId();
          const held = () => tx.queryOne('SELECT payload FROM outbox_event WHERE id = $1', [id]);
          const event = { id, name: 'bulk.written', occurred_at: tx.now };
          await tx.insert('outbox_event', [{ ...event, payload: first }]);
          expect(await held()).toEqual({ payload: JSON.parse(JSON.stringify(first)) });
          await tx.update('outbox_event', ['id'], [{ id, payload: second }]);
          expect(await held()).toEqual({ payload: JSON.parse(JSON.stringify(second)) });
        }),
      ),
      { numRuns: 100 },
    );
  });
});
