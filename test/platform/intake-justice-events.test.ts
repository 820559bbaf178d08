import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AwaitingRows } from '../../src/intake/justice-events/release-awaiting.js';
import { IntakeApplication } from './intake-application.js';
import { ALEX, csv, SAM } from './intake-rows.js';
import { ARRESTED, type EventRow, feedEvents, INFORMED } from './justice-event-rows.js';

let intake: IntakeApplication;
beforeAll(async () => {
  intake = await IntakeApplication.open();
});
beforeEach(async () => {
  await intake.empty();
  await intake.feed(csv(ALEX));
});
afterAll(() => intake.close());

const feed = (...rows: EventRow[]) => feedEvents(intake, ...rows);
const NONE = { created: 0, joined: 0, updated: 0, unchanged: 0, quarantined: 0, rejected: 0 };

const held = () =>
  intake.rows<{ kind: string; reference: string; occurredAt: Date; answers: boolean }>(
    `SELECT kind, source_reference AS reference, occurred_at AS "occurredAt", answers_event_id IS NOT NULL AS answers
       FROM current_justice_event ORDER BY source_reference`,
  );
const reasons = async (id: string) =>
  (
    await intake.rows<{ reason: string | null }>(
      `SELECT coalesce(reason_code, disposition) AS reason FROM intake_row WHERE file_id = $1 ORDER BY row_number`,
      [id],
    )
  ).map(({ reason }) => reason);
const referred = async () => {
  const [row] = await intake.rows<{ ids: string[] }>('SELECT array_agg(id) AS ids FROM person');
  await intake.get(AwaitingRows).run({ personIds: row!.ids });
};

describe('a file of justice events', () => {
  it('becomes events of the crimes that it names, with a receipt that balances', async () => {
    const { receipt, rowCount } = await feed(INFORMED, ARRESTED);
    expect(receipt).toMatchObject({ counts: { ...NONE, created: 2 }, isBalanced: true, toDecide: 0 });
    expect(rowCount).toBe(2);
    expect(await held()).toEqual([
      {
        kind: 'suspect.arrested',
        reference: 'EV-1',
        occurredAt: new Date('2019-04-01T13:00:00Z'),
        answers: false,
      },
      {
        kind: 'victim.informed',
        reference: 'EV-2',
        occurredAt: new Date('2019-04-01T15:00:00Z'),
        answers: true,
      },
    ]);
    expect(await intake.number(`SELECT count(*) FROM case_event WHERE kind = 'justice-event.recorded'`)).toBe(
      2,
    );
    expect(
      await intake.number(`SELECT count(*) FROM outbox_event WHERE name = 'justice-events.recorded'`),
    ).toBe(1);
    expect(
      await intake.number(`SELECT count(*) FROM audit_entry WHERE action = 'justice-events.taken-in'`),
    ).toBe(1);
  });

  it('changes nothing when it comes again', async () => {
    await feed(ARRESTED, INFORMED);
    const { receipt } = await feed(ARRESTED, INFORMED);
    expect(receipt).toMatchObject({ counts: { ...NONE, unchanged: 2 }, isAllUnchanged: true });
    expect(await intake.number('SELECT count(*) FROM justice_event')).toBe(2);
    expect(
      await intake.number(`SELECT count(*) FROM outbox_event WHERE name = 'justice-events.recorded'`),
    ).toBe(1);
  });

  it('corrects what changed, in one file too, and leaves what is older', async () => {
    const later = {
      ...ARRESTED,
      occurredDateTime: '2019-04-01T13:30:00',
      lastUpdatedDateTime: '2019-04-01T17:00:00',
    };
    const { receipt } = await feed(ARRESTED, later);
    expect(receipt.counts).toEqual({ ...NONE, created: 1, updated: 1 });
    expect((await feed({ ...ARRESTED, suspectKey: 'S-1' })).receipt.counts).toEqual({
      ...NONE,
      unchanged: 1,
    });
    expect(await held()).toMatchObject([{ occurredAt: new Date('2019-04-01T12:30:00Z') }]);
    const gone = { ...later, eventWithdrawn: 'true', lastUpdatedDateTime: '2019-04-01T18:00:00' };
    expect((await feed(gone)).receipt.counts).toEqual({ ...NONE, updated: 1 });
    expect(await held()).toEqual([]);
    expect(await intake.number('SELECT count(*) FROM justice_event')).toBe(3);
  });

  it('holds an event of a crime that is not known until the crime comes', async () => {
    const early = { ...ARRESTED, crimeReference: '22/10002/19' };
    const { receipt, id } = await feed(early, {
      ...early,
      ...{ eventReference: 'EV-2', eventKind: 'victim.informed' },
    });
    expect(receipt).toMatchObject({ counts: { ...NONE, quarantined: 2 }, toDecide: 2 });
    expect(await reasons(id)).toEqual(['crime-unknown', 'crime-unknown']);
    await intake.feed(csv(SAM));
    await referred();
    expect(await held()).toHaveLength(2);
    const after = await intake.receipt(id);
    expect(after.receipt).toMatchObject({ counts: { quarantined: 2 }, toDecide: 0, isBalanced: true });
    expect((await feed(early)).receipt.counts).toEqual({ ...NONE, unchanged: 1 });
  });

  it('withdraws nothing by a row that names another crime, known or not, however often it comes', async () => {
    await intake.feed(csv(SAM));
    const gone = { ...ARRESTED, eventWithdrawn: 'true', lastUpdatedDateTime: '2019-04-01T18:00:00' };
    const unknown = { ...gone, crimeReference: '22/99999/19' };
    const other = { ...gone, crimeReference: SAM.crimeReference };
    const first = await feed(unknown, other, ARRESTED);
    expect(await reasons(first.id)).toEqual(['crime-unknown', 'nothing-to-withdraw', 'created']);
    const again = await feed(unknown, other, ARRESTED);
    expect(again.receipt.counts).toEqual({ ...NONE, unchanged: 3 });
    expect(await held()).toHaveLength(1);
    const early = await feed({ ...gone, eventReference: 'EV-2' }, { ...ARRESTED, eventReference: 'EV-2' });
    expect(early.receipt).toMatchObject({ toDecide: 0, isBalanced: true });
    expect(await held()).toHaveLength(1);
  });

  it('takes tellings that answer tellings in at once, in whatever order they come', async () => {
    const telling = (reference: string, answersReference: string) => ({
      ...{ ...INFORMED, eventReference: reference, answersReference },
    });
    const rows = [telling('EV-4', 'EV-3'), telling('EV-3', 'EV-2'), INFORMED, ARRESTED];
    expect((await feed(...rows)).receipt.counts).toEqual({ ...NONE, created: 4 });
    expect((await feed(...rows)).receipt.counts).toEqual({ ...NONE, unchanged: 4 });
  });

  it('takes in whatever waited for a crime, however much that is', async () => {
    const of = { ...ARRESTED, crimeReference: SAM.crimeReference };
    const many = Array.from({ length: 1100 }, (_, at) => ({
      ...of,
      eventReference: `EV-${at}`,
      suspectKey: `S-${at}`,
    }));
    const { id } = await feed(...many);
    await intake.feed(csv(SAM));
    await referred();
    expect(await held()).toHaveLength(1100);
    expect((await intake.receipt(id)).receipt).toMatchObject({ toDecide: 0, isBalanced: true });
  });

  it('holds a telling until what it answers comes, and a victim until they are referred', async () => {
    const other = { ...INFORMED, eventReference: 'EV-3', victimOnCrimeId: 'VOC-9', answersReference: '' };
    const { id } = await feed(INFORMED, other);
    expect(await reasons(id)).toEqual(['answered-event-unknown', 'victim-unknown']);
    await feed(ARRESTED);
    expect((await held()).map(({ reference }) => reference)).toEqual(['EV-1', 'EV-2']);
    await intake.feed(csv({ ...SAM, crimeReference: ALEX.crimeReference, victimOnCrimeId: 'VOC-9' }));
    await referred();
    expect((await held()).map(({ reference }) => reference)).toEqual(['EV-1', 'EV-2', 'EV-3']);
  });

  it('sets aside what cannot be, and rejects what cannot be used', async () => {
    const of = (reference: string, change: EventRow) => ({
      ...ARRESTED,
      eventReference: reference,
      ...change,
    });
    const { id, receipt } = await feed(
      of('A', { eventKind: 'suspect.thanked' }),
      of('B', { occurredDateTime: '2019-04-03T10:00:00' }),
      of('C', { occurredDateTime: '2019-03-30' }),
      of('D', { eventKind: 'victim.informed', victimOnCrimeId: 'VOC-9' }),
      of('E', { eventSource: 'the-neighbours' }),
      of('F', { suspectKey: 'Invented' }),
      of('G', { eventKind: '' }),
      of('H', { lastUpdatedDateTime: 'yesterday' }),
      of('I', { eventWithdrawn: 'true' }),
      of('J', { eventKind: 'victim.informed', eventSource: 'victim' }),
    );
    expect(await reasons(id)).toEqual([
      ...['kind-unknown', 'in-the-future', 'before-the-offence', 'victim-unknown', 'eventSource-unknown'],
      ...['suspect-key-format', 'eventKind-missing', 'lastUpdatedDateTime-unreadable', 'nothing-to-withdraw'],
      'outcome-unknown',
    ]);
    expect(receipt).toMatchObject({ counts: { ...NONE, quarantined: 8, rejected: 2 }, isBalanced: true });
    expect(await held()).toEqual([]);
  });

  it('takes the only victim for the one who was told, and chooses nobody among several', async () => {
    await feed(ARRESTED, INFORMED);
    await intake.feed(csv({ ...SAM, crimeReference: ALEX.crimeReference }));
    const { id } = await feed(
      { ...INFORMED, eventReference: 'EV-3' },
      { ...INFORMED, eventReference: 'EV-4', personId: 'P-2' },
    );
    expect(await reasons(id)).toEqual(['victim-not-named', 'created']);
  });

  it('refuses a file of another layout whole', async () => {
    await expect(intake.feed(csv(ALEX), 'invented.csv', 'justice-events')).rejects.toMatchObject({
      code: 'layout-not-known',
    });
  });
});

describe('what a person decides about a row of a justice event', () => {
  const decide = async (id: string, body: object, row = 1) =>
    (await intake.as('coordinator')).post(`/imports/${id}/rows/${row}/decision`, body);

  it('is the crime that it is of, the victim and the kind', async () => {
    const { id } = await feed({ ...ARRESTED, crimeReference: '22/99999/19', eventKind: 'suspect.held' });
    const [incident] = await intake.rows<{ id: string }>('SELECT id FROM incident');
    const still = await decide(id, { decision: 'release' });
    expect([still.status, (still.body as { code: string }).code]).toEqual([409, 'row-still-in-doubt']);
    const half = await decide(id, { decision: 'release', incidentId: incident!.id });
    expect(half.body).toMatchObject({ decision: null, reasonCode: 'kind-unknown' });
    const said = { decision: 'release', incidentId: incident!.id, eventKind: 'suspect.arrested' };
    const released = await decide(id, said);
    expect(released.body).toMatchObject({ decision: 'released', justiceEventId: expect.any(String) });
    expect(await held()).toMatchObject([{ kind: 'suspect.arrested', reference: 'EV-1' }]);
    const stray = await decide(id, {
      decision: 'release',
      incidentId: '0193a5b0-0000-7000-8000-00000000dead',
    });
    expect(stray.status).toBe(409);
  });

  it('is asked where a person had corrected the event', async () => {
    await feed(ARRESTED);
    await intake.rows(
      `INSERT INTO justice_event (id, incident_id, original_id, kind, occurred_at, precision, recorded_at, source, feed,
                                  source_reference, source_updated_at, supersedes_id, correction_reason, recorded_by)
       SELECT gen_random_uuid(), incident_id, original_id, kind, occurred_at - interval '1 h', precision, recorded_at, source,
              feed, source_reference, source_updated_at, id, 'entered-in-error', 'dev-coordinator-1' FROM justice_event`,
    );
    expect((await feed(ARRESTED)).receipt.counts).toEqual({ ...NONE, unchanged: 1 });
    const changed = { ...ARRESTED, suspectKey: 'S-1', lastUpdatedDateTime: '2019-04-01T19:00:00' };
    const { id } = await feed(changed);
    expect(await reasons(id)).toEqual(['corrected-by-a-person']);
    expect((await decide(id, { decision: 'release' })).status).toBe(200);
    expect(await held()).toMatchObject([{ occurredAt: new Date('2019-04-01T13:00:00Z') }]);
  });

  it('moves an event to another crime, or discards the row', async () => {
    await intake.feed(csv(SAM));
    await feed(ARRESTED);
    const moved = {
      ...ARRESTED,
      crimeReference: SAM.crimeReference,
      lastUpdatedDateTime: '2019-04-01T19:00:00',
    };
    const { id } = await feed(moved);
    expect(await reasons(id)).toEqual(['another-crime-under-this-key']);
    expect((await decide(id, { decision: 'release' })).status).toBe(200);
    const crimes = await intake.rows(
      `SELECT i.crime_reference AS crime FROM current_justice_event e JOIN incident i ON i.id = e.incident_id`,
    );
    expect(crimes).toEqual([{ crime: SAM.crimeReference }]);
    const other = await feed({ ...ARRESTED, eventReference: 'EV-9', eventKind: 'suspect.held' });
    const discarded = await decide(other.id, { decision: 'discard' });
    expect(discarded.body).toMatchObject({ decision: 'discarded', justiceEventId: null });
  });

  it('lets a withdrawal that names another crime withdraw', async () => {
    await feed(ARRESTED);
    const { id } = await feed({
      ...{ ...ARRESTED, crimeReference: '22/99999/19', eventWithdrawn: 'true' },
      lastUpdatedDateTime: '2019-04-01T18:00:00',
    });
    expect((await decide(id, { decision: 'release' })).status).toBe(409);
    const [incident] = await intake.rows<{ id: string }>('SELECT id FROM incident');
    const released = await decide(id, { decision: 'release', incidentId: incident!.id });
    expect(released.body).toMatchObject({ decision: 'released', justiceEventId: expect.any(String) });
    expect(await held()).toEqual([]);
  });

  it('is hidden from whoever may see nobody of the crime', async () => {
    const { id } = await feed({ ...INFORMED, answersReference: 'EV-0' });
    const [alex] = await intake.rows<{ id: string }>('SELECT id FROM person');
    const read = async () => (await intake.as('coordinator')).get(`/imports/${id}/rows/1`);
    expect(await read()).toMatchObject({ status: 200, body: { received: { eventReference: 'EV-2' } } });
    await intake.rows('UPDATE person SET restricted = true WHERE id = $1', [alex!.id]);
    expect((await read()).status).toBe(404);
    expect((await decide(id, { decision: 'discard' })).status).toBe(404);
  });
});
