import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import { ARREST, pathOf, recorded, setOffence, toldTo } from '../support/justice-events.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open();
});
beforeEach(async () => {
  ada = await casework.people.add();
});
afterAll(() => casework.close());

const record = (body: object, who: 'coordinator' | 'team-leader' | 'referrer' = 'coordinator') =>
  casework.api.as(who).post(pathOf(ada), body);
const idOf = ({ body }: { body: unknown }) => (body as { id: string }).id;
const lines = () =>
  casework.rows<{ kind: string; details: object; occurredAt: Date }>(
    `SELECT kind, details, occurred_at AS "occurredAt" FROM case_event WHERE case_id = $1 AND kind LIKE 'justice-event%'`,
    ada.caseId,
  );

describe('POST /incidents/{id}/justice-events', () => {
  it('may concern a bereaved relative, and is on the timeline of their case', async () => {
    await casework.rows(`UPDATE party SET role = 'family-member' WHERE id = $1`, ada.partyId);
    await record(toldTo(ada)).expect(201);
    expect(await lines()).toMatchObject([{ kind: 'justice-event.recorded' }]);
    const ben = await casework.people.add();
    await casework.rows(`UPDATE party SET role = 'witness' WHERE id = $1`, ben.partyId);
    const body = toldTo(ben);
    await casework.api
      .as('coordinator')
      .post(pathOf(ben), body)
      .expect(refused(400, 'invalid-request', 'partyId'));
  });

  it('writes the event, the timeline, the audit and the announcement together', async () => {
    const { body } = await record({ ...ARREST, suspectKey: 'S-1', sourceReference: 'INVENTED-1' }).expect(
      201,
    );
    expect(body).toMatchObject({
      ...{ kind: 'suspect.arrested', precision: 'instant', occurredAt: '2026-01-05T10:00:00.000Z' },
      ...{
        suspectKey: 'S-1',
        feed: null,
        partyId: null,
        supersedesId: null,
        isWithdrawn: false,
        outcome: null,
      },
    });
    const id = idOf({ body });
    expect(body).toMatchObject({ originalId: id, recordedBy: 'dev-coordinator-1' });
    expect(await lines()).toEqual([
      {
        kind: 'justice-event.recorded',
        occurredAt: new Date('2026-01-05T10:00:00Z'),
        details: {
          ...{ incidentId: ada.incidentId, justiceEventId: id },
          ...{ kind: 'suspect.arrested', source: 'police', outcome: null },
        },
      },
    ]);
    const audited = await casework.rows(
      `SELECT action, person_ids FROM audit_entry WHERE target_ids @> ARRAY[$1::uuid]`,
      id,
    );
    expect(audited).toEqual([{ action: 'justice-event.recorded', person_ids: [ada.personId] }]);
    const announced = await casework.rows(
      `SELECT payload FROM outbox_event WHERE name = 'justice-events.recorded' AND payload::text LIKE $1`,
      `%${ada.incidentId}%`,
    );
    expect(announced).toEqual([{ payload: { incidentIds: [ada.incidentId] } }]);
  });

  it('keeps a day as a day, and what a telling answers by the first version of it', async () => {
    const arrest = await recorded(casework, ada);
    const told = { ...toldTo(ada), occurredAt: undefined, occurredOn: '2026-01-06', answersEventId: arrest };
    const { body } = await record({
      ...told,
      ...{ answersRule: '20-6A1', channel: 'phone', quality: [{ question: 'reasonsGiven', answer: 'no' }] },
      note: 'The officer rang, and read the reasons out.',
    }).expect(201);
    expect(body).toMatchObject({
      ...{ precision: 'day', occurredAt: '2026-01-06T00:00:00.000Z', answersEventId: arrest },
      ...{ partyId: ada.partyId, quality: [{ question: 'reasonsGiven', answer: 'no' }] },
    });
    const [note] = await casework.rows<{ sealed: string }>(
      'SELECT text_sealed AS sealed FROM justice_event_note WHERE event_id = $1',
      idOf({ body }),
    );
    expect(note!.sealed).not.toContain('officer');
  });

  it('takes what the victim says beside what the police recorded', async () => {
    await recorded(casework, ada, toldTo(ada));
    const { body } = await record({ ...toldTo(ada), source: 'victim', outcome: 'not-told' }).expect(201);
    expect(body).toMatchObject({ source: 'victim', outcome: 'not-told' });
    await record({ ...toldTo(ada), source: 'victim' }).expect(refused(400, 'invalid-request', 'outcome'));
  });

  it('refuses what cannot be, and names the field', async () => {
    await setOffence(casework, ada, '2026-01-02T08:00:00Z');
    await record({ ...ARREST, kind: 'suspect.thanked' }).expect(refused(422, 'kind-unknown', 'kind'));
    await record({ ...ARREST, occurredAt: '2199-01-01T00:00:00Z' }).expect(
      refused(400, 'invalid-request', 'occurredAt'),
    );
    await record({ ...ARREST, occurredAt: '2026-01-02T07:59:59Z' }).expect(
      refused(400, 'invalid-request', 'occurredAt'),
    );
    await record({ ...ARREST, occurredAt: undefined, occurredOn: '2026-01-01' }).expect(
      refused(400, 'invalid-request', 'occurredOn'),
    );
    await record({ ...ARREST, occurredAt: undefined, occurredOn: '2026-01-02' }).expect(201);
    await record({ ...ARREST, occurredOn: '2026-01-05' }).expect(
      refused(400, 'invalid-request', 'occurredAt'),
    );
  });

  it('takes victims and events of its own crime only', async () => {
    const other = await casework.people.add();
    const elsewhere = await recorded(casework, other);
    await record(toldTo(other)).expect(refused(400, 'invalid-request', 'partyId'));
    await record({ ...toldTo(ada), answersEventId: elsewhere }).expect(
      refused(400, 'invalid-request', 'answersEventId'),
    );
    await record({ ...ARREST, partyId: ada.partyId }).expect(refused(400, 'invalid-request', 'partyId'));
  });

  it('answers the same event under the same reference as it is held, and takes no other under it', async () => {
    const sent = { ...ARREST, sourceReference: 'INVENTED-2' };
    const first = await record(sent).expect(201);
    const again = await record(sent).expect(201);
    expect(again.body).toEqual(first.body);
    expect(await lines()).toHaveLength(1);
    await record({ ...sent, occurredAt: '2026-01-05T11:00:00Z' }).expect(
      refused(409, 'source-reference-taken', 'sourceReference'),
    );
  });

  it('asks before it takes what looks the same', async () => {
    await record(ARREST).expect(201);
    await record(ARREST).expect(refused(409, 'possible-duplicate', 'isAnother'));
    await record({ ...ARREST, occurredAt: undefined, occurredOn: '2026-01-05' }).expect(
      refused(409, 'possible-duplicate', 'isAnother'),
    );
    await record({ ...ARREST, isAnother: true }).expect(201);
    await record({ ...ARREST, suspectKey: 'S-2' }).expect(201);
  });

  it('is for coordinators and team leaders, and there is nothing where they see nobody', async () => {
    await record(ARREST, 'referrer').expect(403);
    await record({ ...ARREST, suspectKey: 'S-3' }, 'team-leader').expect(201);
    await casework.people.restrict(ada, []);
    await record(ARREST).expect(404);
    expect(await lines()).toHaveLength(1);
  });

  it('tells the cases of hidden victims too, and lets nobody name them', async () => {
    const ben = await casework.people.add({ incidentId: ada.incidentId });
    await casework.people.restrict(ben, []);
    await record(ARREST).expect(201);
    const told = await casework.rows(
      'SELECT 1 FROM case_event WHERE case_id = $1 AND kind = $2',
      ben.caseId,
      'justice-event.recorded',
    );
    expect(told).toHaveLength(1);
    await record(toldTo(ben)).expect(refused(400, 'invalid-request', 'partyId'));
  });
});
