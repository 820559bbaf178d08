import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CaseworkModule } from '../../src/casework/casework.module.js';
import { ContactModule } from '../../src/contact/contact.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let kim: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open(ContactModule, CaseworkModule);
});
beforeEach(async () => {
  kim = await aged(12);
  await ownNumber(kim);
});
afterAll(() => casework.close());

const FIRST_CALL = { purpose: 'first-contact', safeToTalk: 'not-asked-no-answer', result: 'no-answer' };
const CHECK = { who: 'child', checkedWith: 'officer-in-case' };
const NOT_CHECKED = 'child-contact-not-checked';

function aged(years: number): Promise<Somebody> {
  return casework.people.add({ dateOfBirth: `${casework.clock.now().getUTCFullYear() - years}-01-01` });
}

/** A coordinator wrote the number down as the person's own. */
const ownNumber = ({ mobileId }: Somebody) =>
  casework.rows(`UPDATE contact_point SET source = 'coordinator' WHERE id = $1`, mobileId);

const post = (what: string, body: object) =>
  casework.api.as('coordinator').post(`/cases/${kim.caseId}/${what}`, body);
const call = (body: object) => post('contact-attempts', { ...FIRST_CALL, ...body });
const check = (body: object = {}) => post('child-contact-checks', { ...CHECK, ...body });

const safeNumber = (contactPointId: string, whose = 'parent') => ({ contactPointId, whose });

/** Somebody else's number on the child's record. */
async function numberOf(relationship: string, value: string): Promise<string> {
  const { body } = await casework.api
    .as('coordinator')
    .post(`/victims/${kim.personId}/contact-points`, {
      ...{ kind: 'home-phone', value, safe: 'yes' },
      ...{ belongsTo: 'other', belongsToRelationship: relationship },
    })
    .expect(201);
  return (body as { id: string }).id;
}

async function told(action: string): Promise<object | undefined> {
  const { body } = await casework.api.as('coordinator').get(`/cases/${kim.caseId}`).expect(200);
  const { availableActions } = body as { availableActions: { action: string }[] };
  return availableActions.find((one) => one.action === action);
}

describe('A number that was called safe (CSE-8)', () => {
  const parent = { who: 'parent', isNoSuspect: true };

  it('goes not to the child’s own number where somebody else was named', async () => {
    const mothers = await numberOf('mother', '01632 960101');
    await check({ who: 'parent', isNoSuspect: true, safeNumbers: [safeNumber(mothers)] }).expect(201);
    await call({ contactPointId: kim.mobileId }).expect(refused(409, NOT_CHECKED));
    await call({ contactPointId: mothers }).expect(201);
  });

  it('is the mother’s and no other carer’s', async () => {
    const mothers = await numberOf('mother', '01632 960102');
    const carers = await numberOf('stepfather', '01632 960103');
    const { body } = await check({ ...parent, safeNumbers: [safeNumber(mothers)] }).expect(201);
    expect(body).toMatchObject({ safeNumbers: [{ contactPointId: mothers, whose: 'parent' }] });
    await call({ contactPointId: carers }).expect(refused(409, NOT_CHECKED));
    await call({ contactPointId: mothers }).expect(201);
    const carer = { who: 'other-carer', isNoSuspect: true };
    await check({ ...carer, safeNumbers: [safeNumber(carers, 'other-carer')] }).expect(201);
    await call({ contactPointId: mothers }).expect(refused(409, NOT_CHECKED));
    await call({ contactPointId: carers }).expect(201);
  });

  it('has to be named of everybody but the child, as the actions tell', async () => {
    const mothers = await numberOf('mother', '01632 960104');
    await check(parent).expect(201);
    await call({ contactPointId: mothers }).expect(refused(409, NOT_CHECKED));
    expect(await told('record-first-contact')).toMatchObject({ isAvailable: false, reasonCode: NOT_CHECKED });
  });

  it('is one of the child’s where one of them was named', async () => {
    await check({ safeNumbers: [safeNumber(kim.mobileId, 'child')] }).expect(201);
    await call({ contactPointId: kim.mobileId }).expect(201);
    await casework.rows(
      `INSERT INTO contact_point SELECT (jsonb_populate_record(o, '{"id": "0193a5b0-0000-7000-8000-0000000000d7",
         "kind": "home-phone"}')).* FROM contact_point o WHERE id = $1`,
      kim.mobileId,
    );
    const other = { contactPointId: '0193a5b0-0000-7000-8000-0000000000d7' };
    await call(other).expect(refused(409, NOT_CHECKED));
  });

  it('is on the record, and theirs by it', async () => {
    const mothers = await numberOf('mother', '01632 960105');
    const refusedAs = (field: string, ...numbers: object[]) =>
      check({ ...parent, safeNumbers: numbers }).expect(refused(400, 'invalid-request', field));
    await refusedAs('safeNumbers[0].contactPointId', safeNumber(kim.emailId));
    await refusedAs('safeNumbers[0].contactPointId', safeNumber((await aged(12)).mobileId));
    await refusedAs('safeNumbers[0].whose', safeNumber(mothers, 'other-carer'));
    await refusedAs('safeNumbers[1].whose', safeNumber(mothers), safeNumber(kim.mobileId));
  });
});

describe('A number that a coordinator wrote down (CSE-8)', () => {
  const written = { kind: 'home-phone', value: '01632 960106', safe: 'unknown' };
  const add = (body: object) =>
    casework.api.as('coordinator').post(`/victims/${kim.personId}/contact-points`, { ...written, ...body });

  it('is not taken where nobody said whose it is', async () => {
    await add({}).expect(refused(400, 'invalid-request', 'belongsTo'));
  });

  it.each([
    ['victim', 201],
    ['other', 409],
  ])('is called as the child’s where the coordinator said so: %s, %i', async (belongsTo, status) => {
    const { body } = await add({ belongsTo }).expect(201);
    await check().expect(201);
    await call({ contactPointId: (body as { id: string }).id }).expect(status);
  });
});

describe('A child of whom no number may be called (CSE-8)', () => {
  const UNUSABLE = {
    'only came with the referral': `source = 'athena'`,
    'is somebody else’s': `belongs_to = 'other'`,
    'is unsafe': `safe = 'no'`,
    'somebody else answered': `third_party_answered_at = now()`,
    'was replaced': `superseded_at = now()`,
  };

  it.each(Object.entries(UNUSABLE))('is not to be called, as the actions tell: %s', async (_why, change) => {
    await casework.rows(`UPDATE contact_point SET ${change} WHERE id = $1`, kim.mobileId);
    await check().expect(201);
    for (const purpose of ['first-contact', 'agreed-call']) {
      await call({ purpose, contactPointId: kim.mobileId }).expect(409);
      await call({ purpose }).expect(refused(409, NOT_CHECKED));
    }
    for (const action of ['record-first-contact', 'record-agreed-call'])
      expect(await told(action)).toMatchObject({ isAvailable: false, reasonCode: NOT_CHECKED });
  });

  it('is called once the check names the number, as the actions tell', async () => {
    await casework.rows(`UPDATE contact_point SET source = 'athena' WHERE id = $1`, kim.mobileId);
    await check({ safeNumbers: [safeNumber(kim.mobileId, 'child')] }).expect(201);
    expect(await told('record-first-contact')).toMatchObject({ isAvailable: true });
    await call({ contactPointId: kim.mobileId }).expect(201);
  });
});

describe('A number that only came with the referral (CSE-8)', () => {
  const sent = () => ({ contactPointId: kim.mobileId });

  beforeEach(async () => {
    kim = await aged(12);
  });

  it('is not called as the child’s, until the check names it', async () => {
    await check().expect(201);
    await call(sent()).expect(refused(409, NOT_CHECKED));
    await check({ safeNumbers: [safeNumber(kim.mobileId, 'child')] }).expect(201);
    await call(sent()).expect(201);
  });

  it('is the child’s once a coordinator confirmed that it is', async () => {
    await check().expect(201);
    await confirm('victim');
    await call(sent()).expect(201);
  });

  it('is a parent’s only once a coordinator said so', async () => {
    const mothers = { who: 'parent', isNoSuspect: true, safeNumbers: [safeNumber(kim.mobileId)] };
    await check(mothers).expect(refused(400, 'invalid-request', 'safeNumbers[0].whose'));
    await confirm('other');
    await check().expect(201);
    await call(sent()).expect(refused(409, NOT_CHECKED));
    await check(mothers).expect(201);
    await call(sent()).expect(201);
  });

  it('is of nobody again where it comes anew after it was replaced', async () => {
    await confirm('victim');
    await casework.rows(`UPDATE contact_point SET superseded_at = now() WHERE id = $1`, kim.mobileId);
    await casework.rows(
      `INSERT INTO contact_point SELECT (jsonb_populate_record(o, '{"id": "0193a5b0-0000-7000-8000-0000000000d8",
         "superseded_at": null, "confirmed_at": null, "confirmed_by": null, "safe": "unknown"}')).*
         FROM contact_point o WHERE id = $1`,
      kim.mobileId,
    );
    await check().expect(201);
    await call({ contactPointId: '0193a5b0-0000-7000-8000-0000000000d8' }).expect(refused(409, NOT_CHECKED));
  });

  it('tells of danger whatever the check says', async () => {
    await call({ ...sent(), result: 'answered-other' }).expect(201);
  });

  async function confirm(belongsTo: string): Promise<void> {
    const path = `/victims/${kim.personId}/contact-points`;
    const { body } = await casework.api.as('coordinator').get(path).expect(200);
    const { items, safetyVersion } = body as {
      items: { id: string; version: number }[];
      safetyVersion: number;
    };
    const { version } = items.find(({ id }) => id === kim.mobileId)!;
    await casework.api
      .as('coordinator')
      .post(`${path}/${kim.mobileId}/confirmation`, {
        ...{ safe: 'yes', belongsTo, reasonCode: 'professional-told-us', safetyVersion },
      })
      .set('if-match', `"${version}"`)
      .expect(200);
  }
});
