import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readStatusPolicy } from '../../src/victims/enhanced-status/status-policy.js';
import { configFolder } from '../../src/reference-data/policy/config-folder.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import { assessNeeds, closeCase, openAssessments } from '../support/assessments.js';
import type { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody, Wanted } from '../support/people.js';

let casework: CaseworkApplication;

beforeAll(async () => {
  casework = await openAssessments();
});
afterAll(() => casework.close());

interface Status {
  status: string;
  isAutomatic: boolean;
  bases: { code: string; because: { what: string; name: string | null; referralId: string | null }[] }[];
  history: { status: string; bases: string[]; isAutomatic: boolean }[];
}

const coordinator = () => casework.api.as('coordinator');
const path = ({ caseId }: Somebody) => `/cases/${caseId}/enhanced-status`;
const YES = { status: 'yes', bases: ['fear-or-distress'] };

async function statusOf(person: Somebody): Promise<Status> {
  return (await coordinator().get(path(person)).expect(200)).body as Status;
}

async function somebody(wanted: Wanted = {}, crime: Record<string, string> = {}): Promise<Somebody> {
  const person = await casework.people.add(wanted);
  const { home_office_class = null, occurred_from = null, offence_code = null } = crime;
  await casework.rows(
    `UPDATE incident SET home_office_class = $2, occurred_from = $3, offence_code = $4 WHERE id = $1`,
    ...[person.incidentId, home_office_class, occurred_from, offence_code],
  );
  return person;
}

describe('GET /cases/{id}/enhanced-status', () => {
  it('says of somebody whom nobody assessed that nobody did, and never standard', async () => {
    expect(await statusOf(await somebody())).toMatchObject({
      status: 'not-assessed',
      isAutomatic: false,
      bases: [],
      history: [],
    });
  });

  it.each<[string, Wanted, Record<string, string>, string[]]>([
    ['a child', { dateOfBirth: '2020-01-01' }, {}, ['under-18']],
    ['a child then', { dateOfBirth: '2000-01-01' }, { occurred_from: '2017-12-31' }, ['under-18-at-offence']],
    ['an adult then', { dateOfBirth: '2000-01-01' }, { occurred_from: '2018-01-01' }, []],
    ['modern slavery', {}, { home_office_class: '106' }, ['modern-slavery']],
    ['a sexual offence', {}, { home_office_class: '019' }, ['sexual-offence']],
    ['kidnap', {}, { home_office_class: '036' }, ['kidnap']],
    ['a bereavement', {}, { home_office_class: '001' }, ['bereaved']],
    ['domestic abuse', {}, { home_office_class: '008U' }, ['domestic-abuse']],
    ['a hate crime', {}, { home_office_class: '105B' }, ['hate-crime']],
    ['attempted murder', {}, { home_office_class: '002' }, ['serious-crime']],
    ['wounding with intent', {}, { home_office_class: '005/01' }, ['serious-crime']],
    ['grievous harm with intent', {}, { offence_code: 'OF61017' }, ['serious-crime']],
    ['other violence', {}, { home_office_class: '005B' }, []],
    ['arson that endangers life', {}, { home_office_class: '056A' }, ['arson-endangering-life']],
    [
      'the same beside a graver offence of another kind',
      {},
      { home_office_class: '034/01', offence_code: 'CD71003' },
      ['arson-endangering-life'],
    ],
    ['fraud', {}, { home_office_class: '053' }, []],
    ['a marker', { markers: { modernSlavery: 'yes' } }, {}, ['modern-slavery']],
    [
      'two markers',
      { markers: { domesticAbuse: 'yes', vulnerable: 'yes' } },
      {},
      ['domestic-abuse', 'vulnerable-by-police'],
    ],
    ['a blank marker', { markers: { hateCrime: 'blank' } }, {}, []],
    ['an organisation', { organisationName: 'Invented Ltd', markers: { hateCrime: 'yes' } }, {}, []],
  ])('explains what the record gives of %s', async (_, wanted, crime, codes) => {
    const status = await statusOf(await somebody(wanted, crime));
    expect(status.bases.map(({ code }) => code)).toEqual(codes);
    expect(status).toMatchObject({
      status: codes.length > 0 ? 'yes' : 'not-assessed',
      isAutomatic: codes.length > 0,
    });
  });

  it('names the referral that says it, and forgets a marker that a person lifted', async () => {
    const person = await somebody({ markers: { hateCrime: 'yes' } });
    const { bases } = await statusOf(person);
    expect(bases[0]?.because).toEqual([{ what: 'marker', name: 'hateCrime', referralId: person.referralId }]);
    await casework.rows(
      `INSERT INTO marker_lift (id, person_id, referral_id, marker, at_version, reason_code, lifted_by, lifted_at)
       VALUES (gen_random_uuid(), $1, $2, 'hateCrime', 1, 'entered-in-error', 'dev-coordinator-1', '2026-01-01Z')`,
      person.personId,
      person.referralId,
    );
    expect(await statusOf(person)).toMatchObject({ status: 'not-assessed', bases: [] });
  });

  it('gives a witness no rights of a victim', async () => {
    const person = await somebody({ dateOfBirth: '2020-01-01' });
    await casework.rows(`UPDATE party SET role = 'witness' WHERE id = $1`, person.partyId);
    expect(await statusOf(person)).toMatchObject({ status: 'not-assessed' });
  });
});

describe('POST /cases/{id}/enhanced-status', () => {
  it('records an assessed decision, and a later one of somebody whose circumstances changed', async () => {
    const person = await somebody();
    const { body } = await coordinator()
      .post(path(person), { ...YES, note: 'Fears the court room.' })
      .expect(201);
    expect(body).toMatchObject({
      status: 'yes',
      isAutomatic: false,
      bases: [{ code: 'fear-or-distress', group: 'ENH-C3', because: [{ what: 'assessment' }] }],
      history: [{ status: 'yes', bases: ['fear-or-distress'], note: 'Fears the court room.' }],
    });
    await coordinator().post(path(person), { status: 'no' }).expect(201);
    const { status, bases, history } = await statusOf(person);
    expect([status, bases, history.map((row) => row.status)]).toEqual(['no', [], ['no', 'yes']]);
    const [row] = await casework.rows<{ note: string }>(
      `SELECT note_sealed AS note FROM enhanced_status WHERE case_id = $1 AND note_sealed IS NOT NULL`,
      person.caseId,
    );
    expect(row!.note).not.toContain('court');
  });

  it('refuses a no where the record itself gives a basis, and takes a further basis', async () => {
    const child = await somebody({ dateOfBirth: '2020-01-01' });
    await coordinator().post(path(child), { status: 'no' }).expect(refused(409, 'automatic-basis'));
    const { body } = await coordinator().post(path(child), YES).expect(201);
    expect((body as Status).bases.map(({ code }) => code)).toEqual(['under-18', 'fear-or-distress']);
    const grown = await somebody();
    await coordinator().post(path(grown), { status: 'no' }).expect(201);
    await casework.rows(
      `UPDATE referral SET markers = markers || '{"modernSlavery": "yes"}', markers_raised = '{"modernSlavery": 1}' WHERE id = $1`,
      grown.referralId,
    );
    expect(await statusOf(grown)).toMatchObject({ status: 'yes', isAutomatic: true });
  });

  it('is written down with a needs assessment, once for the same bases', async () => {
    const child = await somebody({ dateOfBirth: '2020-01-01' });
    const adult = await somebody();
    for (const person of [child, child, adult]) await assessNeeds(casework, person);
    expect((await statusOf(child)).history).toEqual([
      expect.objectContaining({ status: 'yes', bases: ['under-18'], isAutomatic: true }),
    ]);
    expect((await statusOf(adult)).history).toEqual([]);
    await casework.rows(`UPDATE person SET date_of_birth = '1980-01-01' WHERE id = $1`, child.personId);
    await assessNeeds(casework, child);
    expect((await statusOf(child)).history.map(({ status }) => status)).toEqual(['not-assessed', 'yes']);
  });

  it.each<[object, number, string, string[]]>([
    [{ status: 'yes' }, 422, 'basis-missing', ['bases']],
    [{ status: 'yes', bases: [] }, 422, 'basis-missing', ['bases']],
    [{ status: 'no', bases: ['discretion'] }, 422, 'basis-given', ['bases']],
    [{ ...YES, decidedAt: '2090-01-01T00:00:00Z' }, 422, 'in-the-future', ['decidedAt']],
    [{ ...YES, decidedAt: '2001-01-01T00:00:00Z' }, 422, 'before-the-case', ['decidedAt']],
    [{ status: 'not-assessed' }, 400, 'invalid-request', ['status']],
    [{ status: 'yes', bases: ['under-18'] }, 400, 'invalid-request', ['bases[0]']],
  ])('refuses %j', async (body, status, code, fields) => {
    const person = await somebody();
    await coordinator()
      .post(path(person), body)
      .expect(refused(status, code, ...fields));
  });

  it('refuses an organisation and a closed case, and knows no hidden one', async () => {
    const shop = await somebody({ organisationName: 'Invented Ltd' });
    await coordinator().post(path(shop), YES).expect(refused(409, 'not-for-organisation'));
    const closed = await somebody();
    await closeCase(casework, closed);
    await coordinator().post(path(closed), YES).expect(refused(409, 'case-closed'));
    const hidden = await somebody();
    await casework.people.restrict(hidden, ['dev-coordinator-2']);
    await coordinator().get(path(hidden)).expect(refused(404, 'not-found'));
    await coordinator().post(path(hidden), YES).expect(refused(404, 'not-found'));
    await casework.api.as('auditor').get(path(closed)).expect(refused(403, 'forbidden'));
  });
});

describe('the policy of bases', () => {
  it('names groups, sources and what of the record gives each', () => {
    const bases = readStatusPolicy(configFolder(), currentPolicy());
    const bare = bases.filter(
      (basis) => !(basis.isAssessed ?? basis.childAt ?? basis.cohorts ?? basis.categories ?? basis.markers),
    );
    expect(bare).toEqual([]);
    expect(bases.filter(({ cohorts }) => cohorts?.includes('fraud'))).toEqual([]);
  });
});
