import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Scenario } from '../../src/demo/scenario/scenario.js';
import { COLUMNS } from '../../src/demo/scenario/columns.js';
import { PLAIN_STYLE, writeCsv } from '../../src/demo/scenario/csv.js';
import { IntakeApplication } from '../platform/intake-application.js';
import { readAthenaFile } from '../support/scenario-reading.js';

let intake: IntakeApplication;
beforeAll(async () => {
  intake = await IntakeApplication.open();
});
afterAll(() => intake.close());

/** Messy rows of a few days: duplicates, versions, older versions that come late, rejects, contradictions. */
function messyRows(seed: number): string[][] {
  const scenario = new Scenario({
    seed,
    from: '2019-04-01',
    to: '2019-04-05',
    athena: 60,
    internal: 0,
    self: 0,
    other: 0,
  });
  return [...scenario.days()].flatMap(({ athenaFile }) => {
    const { header, lines } = readAthenaFile(athenaFile.csv);
    return lines.map(({ cells, row }) =>
      row ? COLUMNS.map((column) => cells[header.indexOf(column)]!) : cells,
    );
  });
}

function fileOf(rows: string[][]): string {
  const lines = rows.map((cells) => ({ cells }));
  return writeCsv(lines, { ...PLAIN_STYLE, extractId: 'E-1' });
}

const DUMPED = [
  'person',
  'person_identifier',
  'incident',
  'party',
  'suspect_key',
  'contact_point',
  'support_case',
  'case_allocation',
].concat([
  'case_event',
  'task',
  'referral',
  'referral_version',
  'safe_contact_note',
  'access_grant',
  'case_restriction',
]);

async function dump(): Promise<string[]> {
  const tables = DUMPED.map(
    (table) => `SELECT '${table}' || md5(string_agg(t::text, ' ' ORDER BY t::text)) AS line FROM ${table} t`,
  );
  return (await intake.rows<{ line: string }>(tables.join(' UNION ALL '))).map(({ line }) => line);
}

/** What must not depend on the order of arrival. */
async function endState(): Promise<unknown[]> {
  return intake.rows(`
    SELECT r.source_key AS key, r.content_sha256 AS content, r.last_updated_at AS updated,
           (SELECT array_agg(m.key ORDER BY m.key) FROM jsonb_each_text(r.markers) m WHERE m.value = 'yes') AS markers,
           (SELECT array_agg(o::text ORDER BY o::text) FROM jsonb_array_elements(r.offences_seen -> 'codes') o) AS offences,
           (SELECT array_agg(c ORDER BY c) FROM unnest(r.relationship_codes) c) AS relationships,
           (SELECT array_agg(s.kind || s.key ORDER BY s.kind, s.key) FROM suspect_key s WHERE s.incident_id = r.incident_id) AS suspects,
           (SELECT min(o.source_key) FROM referral o WHERE o.case_id = r.case_id) AS "caseOf",
           (SELECT min(o.source_key) FROM referral o WHERE o.person_id = r.person_id) AS "personOf",
           (SELECT i.crime_reference FROM incident i WHERE i.id = r.incident_id) AS crime, r.restricted
      FROM referral r ORDER BY r.source_key`);
}

/** Rows about which the order decides who came first: contradictions, which a person settles. */
async function contradictory(): Promise<number> {
  return intake.number(
    `SELECT count(*) FROM intake_row WHERE disposition = 'quarantined' AND reason_code NOT LIKE '%-malformed'`,
  );
}

describe('whatever comes in', () => {
  it('I1: every row ends in exactly one disposition, and the totals equal the file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10_000 }), async (seed) => {
        await intake.empty();
        const rows = messyRows(seed);
        const { receipt, rowCount, id } = await intake.feed(fileOf(rows));
        expect(rowCount).toBe(rows.length);
        expect(Object.values(receipt.counts).reduce((sum, count) => sum + count)).toBe(rows.length);
        expect(await intake.number(`SELECT count(disposition) FROM intake_row WHERE file_id = '${id}'`)).toBe(
          rows.length,
        );
      }),
      { numRuns: 5 },
    );
  }, 120_000);

  it('I2: the same file again changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10_000 }), async (seed) => {
        await intake.empty();
        const rows = messyRows(seed);
        const file = fileOf(rows);
        const first = await intake.feed(file);
        const [before, announced] = [
          await dump(),
          await intake.number(`SELECT count(*) FROM outbox_event WHERE name = 'referrals.accepted'`),
        ];
        const { receipt } = await intake.feed(file);
        expect(await dump()).toEqual(before);
        expect(
          await intake.number(`SELECT count(*) FROM outbox_event WHERE name = 'referrals.accepted'`),
        ).toBe(announced);
        const { created, joined, updated, unchanged, quarantined, rejected } = first.receipt.counts;
        expect(receipt.counts).toEqual({
          created: 0,
          joined: 0,
          updated: 0,
          unchanged: created + joined + updated + unchanged + quarantined,
          quarantined: 0,
          rejected,
        });
      }),
      { numRuns: 4 },
    );
  }, 120_000);

  it('I2: rows that come again in any order end in the same place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 10_000 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        async (seed, chance) => {
          await intake.empty();
          const rows = messyRows(seed);
          await intake.feed(fileOf(rows));
          const [straight, isContradictory] = [await endState(), (await contradictory()) > 0];
          fc.pre(!isContradictory);
          await intake.empty();
          const order = rows.map((row) => ({ row, at: chance.next().value as number }));
          const shuffled = order.sort((one, other) => one.at - other.at).map(({ row }) => row);
          const half = Math.floor(shuffled.length / 2);
          await intake.feed(fileOf(shuffled.slice(0, half)));
          await intake.feed(fileOf(shuffled));
          expect(await endState()).toEqual(straight);
        },
      ),
      { numRuns: 6 },
    );
  }, 180_000);
});
