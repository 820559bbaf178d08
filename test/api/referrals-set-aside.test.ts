import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { IntakeApplication, NOW } from '../platform/intake-application.js';
import { ALEX, csv } from '../platform/intake-rows.js';
import { refused } from '../support/http.js';

type Caller = Awaited<ReturnType<IntakeApplication['as']>>;

let intake: IntakeApplication;
let officer: Caller;
let coordinator: Caller;
beforeAll(async () => {
  intake = await IntakeApplication.open();
  officer = await intake.as('referrer');
  coordinator = await intake.as('coordinator');
});
afterEach(async () => {
  await intake.empty();
  intake.clock.set(NOW);
});
afterAll(() => intake.close());

const PERSON = { kind: 'individual', givenName: 'Alex', surname: 'Example', dateOfBirth: '1985-03-14' };
const BODY = {
  pathway: 'internal',
  senderReference: 'INVENTED-1',
  role: 'victim',
  person: PERSON,
  incident: { forceIdentifier: '22', crimeReference: ALEX.crimeReference },
};
/** Three contents under one reference that follow each other without a contradiction. */
const [PLAIN, CHANGED, CHANGED_AGAIN] = [BODY, marked('vulnerable'), marked('noContact')];
/** Contradicts whoever is held under the reference. */
const OTHER = {
  ...BODY,
  person: { ...PERSON, givenName: 'Robin', surname: 'Other', dateOfBirth: '1970-01-02' },
};
/** Contradicts the extract, where that knows the id as somebody else's. */
const MISNAMED = { ...OTHER, person: { ...OTHER.person, personId: 'P-1' } };

function marked(marker: string) {
  return { ...BODY, markers: { [marker]: true } };
}

/** What the officer is told and then sees, without what differs from run to run. */
async function toldOf(...bodies: object[]): Promise<object[]> {
  const told: object[] = [];
  const ids: string[] = [];
  for (const body of bodies) {
    intake.clock.set(new Date(intake.clock.now().getTime() + 1000));
    const answer = await officer.post('/referrals', body);
    const id = answer.body.id as string;
    const seen = await officer.get(`/referrals/${id}`).expect(200);
    const listed = await officer.get('/referrals').expect(200);
    if (!ids.includes(id)) ids.push(id);
    told.push({
      status: answer.status,
      location: answer.headers.location === `/api/v1/referrals/${id}`,
      answer: { ...answer.body, id: ids.indexOf(id) },
      seen: { ...seen.body, id: ids.indexOf(seen.body.id) },
      listed: listed.body.items.map((item: { id: string }) => ({ ...item, id: ids.indexOf(item.id) })),
    });
  }
  return told;
}

async function afresh(): Promise<void> {
  await intake.empty();
  intake.clock.set(NOW);
}

const kept = () => intake.number(`SELECT count(*) FROM intake_row`);

describe('a sender whose referral a person must look at', () => {
  it('is told the same as of one that nothing contradicts, however often it comes', async () => {
    const ordinary = await toldOf(PLAIN, CHANGED, CHANGED, PLAIN, PLAIN, CHANGED, CHANGED_AGAIN);
    await afresh();
    expect(await toldOf(PLAIN, OTHER, OTHER, PLAIN, PLAIN, OTHER, CHANGED_AGAIN)).toEqual(ordinary);
    expect(await kept()).toBe(1);
  });

  it('is told the same where the first that it sends is set aside', async () => {
    const ordinary = await toldOf(PLAIN, PLAIN, CHANGED, PLAIN, CHANGED, CHANGED);
    await afresh();
    await intake.feed(csv(ALEX));
    expect(await toldOf(MISNAMED, MISNAMED, CHANGED, MISNAMED, CHANGED, CHANGED)).toEqual(ordinary);
    expect(await intake.number(`SELECT count(*) FROM intake_file WHERE feed = 'direct'`)).toBe(1);
  });

  it('sees it once it was released under the id that it knows, as received when it was sent', async () => {
    await intake.feed(csv(ALEX));
    await toldOf(MISNAMED);
    const { body: before } = await officer.get('/referrals').expect(200);
    const id = before.items[0].id as string;
    intake.clock.set(new Date(NOW.getTime() + 60_000));
    await coordinator.post(`/imports/${id}/rows/1/decision`, { decision: 'release' }).expect(200);
    expect((await officer.get('/referrals').expect(200)).body).toEqual(before);
    const { body: again } = await officer.post('/referrals', MISNAMED).expect(201);
    expect(again).toMatchObject({ id, disposition: 'unchanged' });
    expect(await intake.number(`SELECT count(*) FROM intake_file WHERE feed = 'direct'`)).toBe(1);
  });

  it('sees one that was discarded as closed, and is told that it is known when it comes again', async () => {
    await intake.feed(csv(ALEX));
    await toldOf(MISNAMED);
    const { body: before } = await officer.get('/referrals').expect(200);
    const [{ id }] = before.items as [{ id: string }];
    await coordinator.post(`/imports/${id}/rows/1/decision`, { decision: 'discard' }).expect(200);
    const closed = { ...before.items[0], status: 'closed' };
    expect((await officer.get(`/referrals/${id}`).expect(200)).body).toEqual({ ...closed, details: null });
    expect((await officer.get('/referrals').expect(200)).body.items).toEqual([closed]);
    expect((await officer.get('/referrals?pathway=self').expect(200)).body.items).toEqual([]);
    const { body: again } = await officer.post('/referrals', MISNAMED).expect(201);
    expect(again).toMatchObject({ id, disposition: 'unchanged' });
    expect(await intake.number(`SELECT count(*) FROM intake_file WHERE feed = 'direct'`)).toBe(1);
    expect(await intake.number(`SELECT count(*) FROM intake_row WHERE content_sealed IS NOT NULL`)).toBe(0);
  });

  it('is nobody else', async () => {
    await intake.feed(csv(ALEX));
    const { body } = await officer.post('/referrals', MISNAMED).expect(201);
    const other = await intake.as('dev-referrer-2');
    await other.get(`/referrals/${body.id}`).expect(refused(404, 'not-found'));
    expect((await other.post('/referrals', MISNAMED).expect(201)).body).toMatchObject({
      disposition: 'created',
    });
    expect(await intake.number(`SELECT count(*) FROM intake_file WHERE feed = 'direct'`)).toBe(2);
  });
});

describe('who works with people', () => {
  it('is told which row waits, and what was decided on it', async () => {
    await intake.feed(csv(ALEX));
    const send = async (status: number) =>
      (await coordinator.post('/referrals', MISNAMED).expect(status)).body as { importId: string };
    const first = await send(202);
    expect(first).toMatchObject({ id: null, disposition: 'quarantined' });
    expect(await send(202)).toEqual(first);
    const decision = `/imports/${first.importId}/rows/1/decision`;
    await coordinator.post(decision, { decision: 'discard' }).expect(200);
    expect(await send(201)).toEqual({ ...first, disposition: 'unchanged' });
  });

  it('is told the referral of what was released', async () => {
    await intake.feed(csv(ALEX));
    const { body: first } = await coordinator.post('/referrals', MISNAMED).expect(202);
    await coordinator.post(`/imports/${first.importId}/rows/1/decision`, { decision: 'release' }).expect(200);
    const { body } = await coordinator.post('/referrals', MISNAMED).expect(201);
    expect(body).toMatchObject({
      disposition: 'unchanged',
      caseReference: expect.stringMatching(/^VAL-/),
      importId: null,
    });
    await coordinator.get(`/referrals/${body.id}`).expect(200);
  });
});

describe('GET /referrals/{id} of what nobody sent', () => {
  it('notes nothing', async () => {
    const unknown = '/referrals/0190a1b2-0000-7000-8000-00000000dead';
    for (const caller of [officer, coordinator]) await caller.get(unknown).expect(refused(404, 'not-found'));
    expect(await intake.number(`SELECT count(*) FROM audit_entry`)).toBe(0);
  });
});
