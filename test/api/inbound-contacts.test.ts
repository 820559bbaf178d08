import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ContactModule } from '../../src/contact/contact.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open(ContactModule);
});
beforeEach(async () => {
  ada = await casework.people.add();
});
afterAll(() => casework.close());

const minutesAgo = (minutes: number) =>
  new Date(casework.clock.now().getTime() - minutes * 60_000).toISOString();
const record = (body: object) =>
  casework.api.as('coordinator').post(`/cases/${ada.caseId}/inbound-contacts`, body);
const callBackTasks = () =>
  casework.rows<{ due: Date }>(
    `SELECT due_at AS due FROM task WHERE case_id = $1 AND kind = 'call-back'`,
    ada.caseId,
  );

describe('POST /cases/{id}/inbound-contacts', () => {
  it('keeps what came in with its wait, sealed, and makes a call possible that was agreed in it', async () => {
    const body = {
      channel: 'live-chat',
      receivedAt: minutesAgo(9),
      answeredAt: minutesAgo(7),
      summary: 'Canary: asks about the visit',
    };
    expect((await record(body).expect(201)).body).toMatchObject({
      waitedSeconds: 120,
      summary: body.summary,
    });
    expect(await callBackTasks()).toEqual([]);
    const list = await casework.api
      .as('coordinator')
      .get(`/cases/${ada.caseId}/inbound-contacts`)
      .expect(200);
    expect(list.body).toMatchObject({ items: [{ channel: 'live-chat', waitedSeconds: 120 }] });
    expect(JSON.stringify(await casework.rows('SELECT * FROM inbound_contact'))).not.toContain('Canary');
    const agreed = { purpose: 'agreed-call', safeToTalk: 'yes', result: 'answered-victim' };
    await casework.api.as('coordinator').post(`/cases/${ada.caseId}/contact-attempts`, agreed).expect(201);
  });

  it('has somebody call back whoever asked for it or was not answered', async () => {
    const wanted = new Date(casework.clock.now().getTime() + 3_600_000);
    const body = { channel: 'phone', receivedAt: minutesAgo(5), summary: 'Asks for a call' };
    await record({
      ...body,
      answeredAt: minutesAgo(5),
      callBackWantedAt: wanted.toISOString(),
    }).expect(201);
    expect(await callBackTasks()).toEqual([{ due: wanted }]);
    expect((await record(body).expect(201)).body).toMatchObject({ answeredAt: null, waitedSeconds: null });
    expect(await callBackTasks()).toHaveLength(2);
  });

  it.each([
    [{ receivedAt: '2090-01-01T00:00:00Z' }, 'receivedAt'],
    [{ answeredAt: '2019-01-01T00:00:00Z' }, 'answeredAt'],
    [{ callBackWantedAt: '2019-01-01T00:00:00Z' }, 'callBackWantedAt'],
    [{ channel: 'fax' }, 'channel'],
    [{ summary: ' ' }, 'summary'],
  ])('names the field that is wrong: %j', async (wrong, field) => {
    const body = { channel: 'phone', receivedAt: minutesAgo(5), summary: 'Asks for a call', ...wrong };
    await record(body).expect(refused(400, 'invalid-request', field));
  });

  it('does not know a case that the caller may not see', async () => {
    await casework.people.restrict(ada, ['dev-team-leader-1']);
    const body = { channel: 'phone', receivedAt: minutesAgo(5), summary: 'Asks for a call' };
    await record(body).expect(refused(404, 'not-found'));
    await casework.api
      .as('coordinator')
      .get(`/cases/${ada.caseId}/inbound-contacts`)
      .expect(refused(404, 'not-found'));
  });
});
