import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open();
});

afterAll(() => casework.close());

/** What the last change announced, and the person's safety version. */
async function safetyOf({
  personId,
}: Somebody): Promise<{ version: number; announced: number; event: string }> {
  const [row] = await casework.rows<{ version: number; announced: number; event: string }>(
    `SELECT safety_version AS version,
            (SELECT count(*)::int FROM outbox_event WHERE name = 'contact-safety.changed' AND payload ->> 'personId' = $1::text) AS announced,
            (SELECT kind FROM case_event WHERE person_id = $1::uuid ORDER BY id DESC LIMIT 1) AS event
       FROM person WHERE id = $1::uuid`,
    personId,
  );
  return row!;
}

describe('contact points', () => {
  beforeAll(async () => {
    ada = await casework.people.add({ email: 'ada.known@example.org' });
  });

  it('are shown opened', async () => {
    const { body } = await casework.api
      .as('coordinator')
      .get(`/victims/${ada.personId}/contact-points`)
      .expect(200);
    expect((body as { items: unknown[] }).items).toMatchObject([
      { kind: 'email', value: 'ada.known@example.org', safe: 'unknown', version: 1 },
      { kind: 'mobile-phone', value: '+447700900123', address: null },
    ]);
  });

  it('are added sealed, and change what was decided', async () => {
    const address = {
      buildingNumber: '12',
      street: 'Canary St',
      cityOrTown: 'Worcester',
      postcode: 'WR1 1AA',
    };
    const body = { kind: 'post', address, safe: 'yes', belongsTo: 'victim' };
    const path = `/victims/${ada.personId}/contact-points`;
    const before = await safetyOf(ada);
    const answer = await casework.api.as('coordinator').post(path, body).expect(201);
    expect(answer.body).toMatchObject({
      safe: 'yes',
      belongsTo: 'victim',
      safetyVersion: before.version + 1,
    });
    expect(await safetyOf(ada)).toMatchObject({
      announced: before.announced + 1,
      event: 'contact-point.added',
    });
    await casework.api
      .as('coordinator')
      .post(path, { ...body, safe: 'no' })
      .expect(refused(409, 'already-held'));
    const stored = await casework.rows(`SELECT * FROM contact_point, case_event, outbox_event, audit_entry`);
    expect(JSON.stringify(stored)).not.toContain('Canary St');
  });

  it.each([
    [{ kind: 'email', value: 'none@example.org', safe: 'yes' }, 'value'],
    [{ kind: 'email', value: 'x'.repeat(130), safe: 'yes' }, 'value'],
    [{ kind: 'mobile-phone', value: '01632 960123', safe: 'yes' }, 'value'],
    [{ kind: 'home-phone', safe: 'yes' }, 'value'],
    [{ kind: 'post', address: { street: 'Nowhere' }, safe: 'yes' }, 'address.postcode'],
    [{ kind: 'post', address: { postcode: 'WR1 1AA' }, safe: 'yes' }, 'address'],
    [{ kind: 'email', value: 'a@example.org' }, 'safe'],
    [{ kind: 'email', value: 'a@example.org', safe: 'true' }, 'safe'],
    [{ kind: 'email', value: 'a@example.org', safe: true }, 'safe'],
    [{ kind: 'email', value: 'a@example.org', safe: 'yes', belongsTo: undefined }, 'belongsTo'],
    [{ kind: 'fax', value: 'a@example.org', safe: 'yes' }, 'kind'],
    [{ kind: 'email', value: 'a@example.org', safe: 'yes', confirmedBy: 'me' }, 'confirmedBy'],
  ])('refuse %j', async (body, field) => {
    const path = `/victims/${ada.personId}/contact-points`;
    await casework.api
      .as('coordinator')
      .post(path, { belongsTo: 'victim', ...body })
      .expect(refused(400, 'invalid-request', field));
  });

  it('are confirmed on the version that was read', async () => {
    const path = `/victims/${ada.personId}/contact-points/${ada.emailId}/confirmation`;
    const before = await safetyOf(ada);
    const reason = { belongsTo: 'victim', reasonCode: 'asked-the-person' };
    const body = { safe: 'yes', ...reason, safetyVersion: before.version };
    const answer = await casework.api.as('coordinator').post(path, body).set('if-match', '"1"').expect(200);
    expect(answer.body).toMatchObject({ safe: 'yes', version: 2, safetyVersion: before.version + 1 });
    expect(await safetyOf(ada)).toMatchObject({ event: 'contact-point.confirmed' });
    await casework.api
      .as('coordinator')
      .post(path, body)
      .set('if-match', '"1"')
      .expect(refused(412, 'stale-edit'));
    await casework.api.as('coordinator').post(path, body).expect(refused(428, 'if-match-required'));
    const stranger = await casework.people.add();
    const strangers = await safetyOf(stranger);
    const crossed = `/victims/${stranger.personId}/contact-points/${ada.emailId}/confirmation`;
    await casework.api
      .as('coordinator')
      .post(crossed, { ...body, safetyVersion: strangers.version })
      .set('if-match', '"2"')
      .expect(refused(404, 'not-found'));
    const maybe = { ...body, safe: 'unknown' };
    const refusal = refused(400, 'invalid-request', 'safe');
    await casework.api.as('coordinator').post(path, maybe).set('if-match', '"2"').expect(refusal);
  });

  it('are not confirmed by whoever has not read of a danger that came since', async () => {
    const point = `/victims/${ada.personId}/contact-points`;
    const { body: read } = await casework.api.as('coordinator').get(point).expect(200);
    const { safetyVersion, items } = read as {
      safetyVersion: number;
      items: { id: string; version: number }[];
    };
    const path = `${point}/${ada.emailId}/confirmation`;
    const body = { safe: 'yes', belongsTo: 'victim', reasonCode: 'asked-the-person', safetyVersion };
    const version = `"${items.find(({ id }) => id === ada.emailId)!.version}"`;
    await casework.rows(`UPDATE person SET safety_version = safety_version + 1 WHERE id = $1`, ada.personId);
    await casework.api
      .as('coordinator')
      .post(path, body)
      .set('if-match', version)
      .expect(refused(412, 'stale-edit'));
    const again = { ...body, safetyVersion: safetyVersion + 1 };
    await casework.api.as('coordinator').post(path, again).set('if-match', version).expect(200);
  });

  it('that came unusable are not confirmed as safe', async () => {
    await casework.rows(
      `UPDATE contact_point SET blind_index = NULL, invalid_code = 'phone-format' WHERE id = $1`,
      ada.mobileId,
    );
    const path = `/victims/${ada.personId}/contact-points/${ada.mobileId}/confirmation`;
    const { version: safetyVersion } = await safetyOf(ada);
    const body = { safe: 'yes', belongsTo: 'victim', reasonCode: 'asked-the-person', safetyVersion };
    await casework.api
      .as('coordinator')
      .post(path, body)
      .set('if-match', '"1"')
      .expect(refused(409, 'not-usable'));
  });
});
