import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OutcomesModule } from '../../src/outcomes/outcomes.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open(OutcomesModule);
});
beforeEach(async () => {
  ada = await casework.people.add();
});
afterAll(() => casework.close());

type Feedback = { id: string; version: number };

const WORDS = { channel: 'phone', words: 'Canary: my sister Invented told me', mayBePublished: 'yes' };
const path = () => `/cases/${ada.caseId}/feedback`;
const give = (body: object = WORDS) => casework.api.as('coordinator').post(path(), body);
const given = async (body: object = WORDS) => (await give(body).expect(201)).body as Feedback;

const check = ({ id }: Feedback, who = 'dev-coordinator-2', version = 1) =>
  casework.api
    .as(who as 'coordinator')
    .post(`${path()}/${id}/de-identification`, { quote: 'It was good to be asked.' })
    .set('if-match', `"${version}"`);

describe('/cases/{id}/feedback', () => {
  it('keeps the words sealed and shows them to whoever works the case', async () => {
    const { id } = await given();
    const { body } = await casework.api.as('coordinator').get(path()).expect(200);
    expect(body).toMatchObject({ items: [{ id, ...WORDS, quote: null, checkedBy: null, version: 1 }] });
    expect(JSON.stringify(await casework.rows('SELECT * FROM feedback'))).not.toContain('Canary');
    expect(JSON.stringify(await casework.rows('SELECT details FROM case_event'))).not.toContain('Canary');
  });

  it('quotes nothing before a second person has checked it', async () => {
    const feedback = await given();
    await check(feedback, 'coordinator').expect(refused(409, 'second-person-needed'));
    const { body } = await check(feedback).expect(200);
    expect(body).toMatchObject({
      quote: 'It was good to be asked.',
      checkedBy: 'dev-coordinator-2',
      version: 2,
    });
    await check(feedback).expect(refused(409, 'already-checked'));
  });

  it.each(['no', 'not-asked'])(
    'never quotes where the answer to publishing is %s',
    async (mayBePublished) => {
      const feedback = await given({ ...WORDS, mayBePublished });
      await check(feedback).expect(refused(409, 'no-consent-to-publish'));
    },
  );

  it('refuses a check of another version, or of nothing', async () => {
    const feedback = await given();
    await check(feedback, 'dev-coordinator-2', 7).expect(refused(412, 'stale-edit'));
    await check({ id: '0193a5b0-0000-7000-8000-00000000dead', version: 1 }).expect(refused(404, 'not-found'));
  });

  it.each([
    [{ ...WORDS, mayBePublished: undefined }, 'mayBePublished'],
    [{ ...WORDS, words: ' ' }, 'words'],
    [{ ...WORDS, givenAt: '2090-01-01T00:00:00Z' }, 'givenAt'],
    [{ ...WORDS, givenAt: '2010-01-01T00:00:00Z' }, 'givenAt'],
  ])('refuses %j', async (body, field) => {
    await give(body).expect(refused(400, 'invalid-request', field));
  });

  it('does not know a case that the caller may not see', async () => {
    const feedback = await given();
    await casework.people.restrict(ada, ['dev-team-leader-1']);
    await give().expect(refused(404, 'not-found'));
    await casework.api.as('coordinator').get(path()).expect(refused(404, 'not-found'));
    await check(feedback).expect(refused(404, 'not-found'));
  });
});
