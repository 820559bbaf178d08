import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CaseworkApplication } from '../support/casework-application.js';
import { recorded, toldTo } from '../support/justice-events.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;
let arrest: string;

beforeAll(async () => {
  casework = await CaseworkApplication.open();
});
beforeEach(async () => {
  ada = await casework.people.add();
  arrest = await recorded(casework, ada);
});
afterAll(() => casework.close());

/** Inserts a copy of the arrest that differs in some columns. */
function insert(change: Record<string, unknown>): Promise<object[]> {
  const id = randomUUID();
  return casework.rows(
    `INSERT INTO justice_event SELECT (jsonb_populate_record(e, $2::jsonb)).* FROM justice_event e WHERE e.id = $1`,
    arrest,
    JSON.stringify({ id, original_id: id, ...change }),
  );
}

const correction = {
  original_id: undefined as unknown,
  supersedes_id: undefined as unknown,
  correction_reason: 'x',
};
const correcting = (id: string) => ({ ...correction, original_id: arrest, supersedes_id: id });

describe('the ledger of justice events', () => {
  it('is never changed and never emptied', async () => {
    for (const sql of [
      `UPDATE justice_event SET kind = 'suspect.interviewed'`,
      'UPDATE justice_event SET withdrawn = true',
      'DELETE FROM justice_event',
      'TRUNCATE justice_event CASCADE',
    ])
      await expect(casework.rows(sql)).rejects.toThrow('never changed or removed');
  });

  it('takes one correction of a version, which ends it', async () => {
    await insert(correcting(arrest));
    const [before] = await casework.rows<{ ended: boolean }>(
      'SELECT superseded_at IS NOT NULL AS ended FROM justice_event WHERE id = $1',
      arrest,
    );
    expect(before).toEqual({ ended: true });
    await expect(insert(correcting(arrest))).rejects.toThrow('newest version');
    const other = await casework.people.add();
    const elsewhere = await recorded(casework, other);
    await expect(insert(correcting(elsewhere))).rejects.toThrow('newest version');
  });

  it('concerns victims of its own crime', async () => {
    const other = await casework.people.add();
    const of = ({ partyId, personId }: Somebody) => ({ party_id: partyId, person_id: personId });
    await insert(of(ada));
    await expect(insert(of(other))).rejects.toThrow('victim of its own incident');
    await expect(insert({ ...of(ada), person_id: other.personId })).rejects.toThrow('victim of its own');
  });

  it('holds nothing of the future, and of a victim only what victims say', async () => {
    await expect(insert({ occurred_at: '2199-01-01T00:00:00Z' })).rejects.toThrow('check constraint');
    await expect(insert({ source: 'victim' })).rejects.toThrow('check constraint');
    await expect(insert({ withdrawn: true })).rejects.toThrow('check constraint');
    await expect(insert({ feed: 'invented' })).rejects.toThrow('check constraint');
  });

  it('holds an event of a feed once', async () => {
    const reference = randomUUID();
    await insert({ feed: 'invented', source_reference: reference });
    await expect(insert({ feed: 'invented', source_reference: reference })).rejects.toThrow('duplicate key');
    await insert({ feed: 'other-invented', source_reference: reference });
  });

  it('shows the application nothing of hidden victims', async () => {
    const told = await recorded(casework, ada, toldTo(ada));
    await casework.people.restrict(ada, []);
    const [row] = await casework.rows('SELECT restricted FROM justice_event WHERE id = $1', told);
    expect(row).toEqual({ restricted: true });
  });
});
