import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { IntakeApplication } from '../platform/intake-application.js';
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
afterEach(() => intake.empty());
afterAll(() => intake.close());

const person = {
  kind: 'individual',
  givenName: 'Alex',
  surname: 'Example',
  dateOfBirth: '1985-03-14',
  mobileTelephone: '07700 900123',
};
const incident = { forceIdentifier: '22', crimeReference: ALEX.crimeReference, crimeOffenceCode: 'TH68001' };
const BODY = {
  pathway: 'internal',
  senderReference: 'INVENTED-1',
  role: 'victim',
  person,
  incident,
  markers: { vulnerable: true },
  suspects: [{ telephones: ['+447700900999'], sameAddress: true }],
  safeContactNotes: 'Weekdays before noon.',
  reasonForReferral: 'Asked for somebody to talk to.',
};

describe('POST /referrals', () => {
  it('opens a case, and tells an officer nothing of it', async () => {
    const { body, headers } = await officer.post('/referrals', BODY).expect(201);
    expect(body).toMatchObject({ disposition: 'created', caseId: null, caseReference: null, importId: null });
    expect(headers.location).toBe(`/api/v1/referrals/${body.id}`);
    const [referral] = await intake.rows(`SELECT pathway, feed, sent_by, markers FROM referral`);
    expect(referral).toMatchObject({
      pathway: 'internal',
      feed: 'direct',
      sent_by: 'dev-referrer-1',
      markers: { vulnerable: 'yes', suspectSameAddress: 'yes', domesticAbuse: 'blank' },
    });
    expect(
      await intake.number(`SELECT count(*) FROM safe_contact_note WHERE text_sealed NOT LIKE '%noon%'`),
    ).toBe(1);
  });

  it('joins the case of the extract, which an officer is not told', async () => {
    await intake.feed(csv(ALEX));
    const { body } = await officer.post('/referrals', BODY).expect(201);
    expect(body.disposition).toBe('created');
    const again = await coordinator
      .post('/referrals', { ...BODY, senderReference: 'C-1', pathway: 'self' })
      .expect(201);
    expect(again.body).toMatchObject({
      disposition: 'joined',
      caseReference: expect.stringMatching(/^VAL-/),
    });
    expect(await intake.number(`SELECT count(*) FROM support_case`)).toBe(1);
  });

  it('knows the same reference again', async () => {
    await officer.post('/referrals', BODY).expect(201);
    expect((await officer.post('/referrals', BODY).expect(201)).body.disposition).toBe('unchanged');
    intake.clock.set(new Date(intake.clock.now().getTime() + 1000));
    const changed = { ...BODY, markers: { vulnerable: true, noContact: true } };
    expect((await officer.post('/referrals', changed).expect(201)).body.disposition).toBe('updated');
    expect(await intake.number(`SELECT count(*) FROM referral`)).toBe(1);
  });

  it('keeps one that a person must look at, and lets them release it', async () => {
    await officer.post('/referrals', BODY).expect(201);
    const other = {
      ...BODY,
      person: { kind: 'individual', givenName: 'Robin', surname: 'Other', dateOfBirth: '1970-01-02' },
    };
    const { body } = await officer.post('/referrals', other).expect(201);
    expect(body).toMatchObject({ disposition: 'updated', importId: null });
    const { body: imports } = await coordinator.get('/imports?feed=direct').expect(200);
    const row = `/imports/${imports.items[0].id}/rows/1`;
    expect((await coordinator.get(row).expect(200)).body).toMatchObject({
      reasonCode: 'another-person-under-this-key',
      received: { person: { givenName: 'Robin' } },
    });
    await coordinator.post(`${row}/decision`, { decision: 'release' }).expect(200);
    expect(await intake.number(`SELECT count(*) FROM person`)).toBe(2);
    expect(await intake.rows(`SELECT DISTINCT sent_by FROM referral`)).toEqual([
      { sent_by: 'dev-referrer-1' },
    ]);
  });

  it('answers a sender alike, whether or not the id that it names is of somebody held', async () => {
    await intake.feed(csv(ALEX));
    const naming = (personId: string) => ({
      ...BODY,
      senderReference: personId,
      person: { ...person, personId, givenName: 'Robin', surname: 'Other', dateOfBirth: '1970-01-02' },
    });
    const shape = { disposition: 'created', caseId: null, caseReference: null, importId: null };
    const sent = [];
    for (const personId of ['P-1', 'P-99']) {
      const { body, headers } = await officer.post('/referrals', naming(personId)).expect(201);
      expect(body).toEqual({ ...shape, id: expect.any(String) });
      expect(headers.location).toBe(`/api/v1/referrals/${body.id}`);
      const { body: seen } = await officer.get(`/referrals/${body.id}`).expect(200);
      expect(seen).toMatchObject({ id: body.id, senderReference: personId, status: 'received' });
      sent.push(body.id);
    }
    const listed = await officer.get('/referrals').expect(200);
    expect(new Set(listed.body.items.map(({ id }: { id: string }) => id))).toEqual(new Set(sent));
    const other = await intake.as('dev-referrer-2');
    await other.get(`/referrals/${sent[0]}`).expect(refused(404, 'not-found'));
    await coordinator.post(`/imports/${sent[0]}/rows/1/decision`, { decision: 'release' }).expect(200);
    expect((await officer.get(`/referrals/${sent[0]}`).expect(200)).body.id).toBe(sent[0]);
    const { body: told } = await coordinator.post('/referrals', naming('P-1')).expect(202);
    expect(told).toMatchObject({ id: null, disposition: 'quarantined' });
  });

  it.each([
    [{ favourite: 1 }, 'favourite'],
    [{ pathway: 'athena' }, 'pathway'],
    [{ role: undefined }, 'role'],
    [{ person: { ...person, surname: ' ' } }, 'person.surname'],
    [{ person: { ...person, surname: undefined } }, 'person.surname'],
    [{ person: { ...person, surname: 'a\0b' } }, 'person.surname'],
    [{ person: { ...person, dateOfBirth: '2019-02-30' } }, 'person.dateOfBirth'],
    [{ person: { ...person, mobileTelephone: '123' } }, 'person.mobileTelephone'],
    [{ person: { kind: 'organisation' } }, 'person.organisationName'],
    [{ person: { ...person, personId: 'P-1' }, incident: undefined }, 'incident.forceIdentifier'],
    [{ incident: { ...incident, crimeReference: 'WM-1' } }, 'incident.crimeReference'],
    [{ incident: { ...incident, reportedDateTime: '2019-04-01' } }, 'incident.reportedDateTime'],
    [{ markers: { vulnerable: 'true' } }, 'markers.vulnerable'],
    [{ markers: { unheardOf: true } }, 'markers.unheardOf'],
    [{ suspects: [{ telephones: ['x'] }] }, 'suspects[0].telephones[0]'],
    [{ victimSupport: null }, 'victimSupport'],
  ])('refuses %j', async (change, field) => {
    await officer.post('/referrals', { ...BODY, ...change }).expect(refused(400, 'invalid-request', field));
    expect(await intake.number(`SELECT count(*) FROM referral`)).toBe(0);
  });

  it('refuses bodies that are too large, and those who may not', async () => {
    await officer
      .post('/referrals', { ...BODY, reasonForReferral: 'x'.repeat(1_100_000) })
      .expect(refused(413, 'body-too-large'));
    const auditor = await intake.as('auditor');
    await auditor.post('/referrals', BODY).expect(refused(403, 'forbidden'));
  });
});

describe('GET /referrals', () => {
  it('shows a sender what it sent, and nobody else that', async () => {
    const { body: sent } = await officer.post('/referrals', BODY).expect(201);
    const mine = await officer.get('/referrals').expect(200);
    expect(mine.body.items).toMatchObject([
      { id: sent.id, senderReference: 'INVENTED-1', status: 'received', role: 'victim' },
    ]);
    expect((await officer.get(`/referrals/${sent.id}`).expect(200)).body.details).toBeNull();
    const other = await intake.as('dev-referrer-2');
    expect((await other.get('/referrals').expect(200)).body.items).toEqual([]);
    await other.get(`/referrals/${sent.id}`).expect(refused(404, 'not-found'));
    await (await intake.as('intake-service')).get('/referrals').expect(refused(403, 'forbidden'));
  });

  it('shows those who work with people the versions, with the names of what changed', async () => {
    await intake.feed(csv(ALEX));
    await intake.feed(csv({ ...ALEX, crimeStatus: 'Filed', lastUpdatedDateTime: '2019-04-01T20:00:00' }));
    const { body: list } = await coordinator
      .get('/referrals?pathway=athena&from=2019-04-01&to=2019-04-02')
      .expect(200);
    const { body } = await coordinator.get(`/referrals/${list.items[0].id}`).expect(200);
    expect(body.details).toMatchObject({
      feed: 'athena',
      versions: [{ number: 2, changedFields: ['incident.crimeStatus'] }, { number: 1 }],
    });
    expect((await coordinator.get('/referrals?to=2019-04-01').expect(200)).body.items).toEqual([]);
    await coordinator.get('/referrals?from=2019-04-31').expect(refused(400, 'invalid-request', 'from'));
    await coordinator
      .get('/referrals?from=2019-04-03&to=2019-04-01')
      .expect(refused(400, 'invalid-request', 'to'));
    await coordinator
      .get('/referrals/0190a1b2-0000-7000-8000-00000000dead')
      .expect(refused(404, 'not-found'));
  });

  it('does not know a restricted person but for the sender', async () => {
    const { body } = await officer
      .post('/referrals', { ...BODY, markers: { restrictedRecord: true } })
      .expect(201);
    await coordinator.get(`/referrals/${body.id}`).expect(refused(404, 'not-found'));
    expect((await officer.get(`/referrals/${body.id}`).expect(200)).body.status).toBe('received');
  });
});
