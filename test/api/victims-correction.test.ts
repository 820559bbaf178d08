import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;
let path: string;

beforeAll(async () => {
  casework = await CaseworkApplication.open();
  ada = await casework.people.add({ givenName: 'Ada', surname: 'Canaryname' });
  path = `/victims/${ada.personId}`;
});

afterAll(() => casework.close());

const REASON = { reasonCode: 'asked-the-person' };

async function known(): Promise<{ version: number; announced: number }> {
  const [row] = await casework.rows<{ version: number; announced: number }>(
    `SELECT safety_version AS version,
            (SELECT count(*)::int FROM outbox_event WHERE name = 'contact-safety.changed' AND payload ->> 'personId' = $1::text) AS announced
       FROM person WHERE id = $1::uuid`,
    ada.personId,
  );
  return row!;
}

describe('PATCH /victims/{id}', () => {
  it('sets what is right as a decision of a person, and has safe contact decided anew', async () => {
    const coordinator = casework.api.as('coordinator');
    const before = await known();
    await casework.rows(
      `UPDATE person SET date_of_birth = NULL, birth_date_doubt = 'birth-dates-disagree' WHERE id = $1`,
      ada.personId,
    );
    const { headers } = await coordinator.get(path).expect(200);
    const request = { dateOfBirth: '2001-05-06', alias: 'Addy', preferredLanguage: 'LNGG_CYM', ...REASON };
    const answer = await coordinator.patch(path, request, headers.etag).expect(200);
    expect(answer.headers.etag).toBe('"2"');
    expect(answer.body).toMatchObject({
      dateOfBirth: '2001-05-06',
      birthDateDoubt: null,
      alias: 'Addy',
      preferredLanguage: 'LNGG_CYM',
      givenName: 'Ada',
      version: 2,
      corrections: [
        { field: 'alias', reasonCode: 'asked-the-person', decidedBy: 'dev-coordinator-1' },
        { field: 'dateOfBirth' },
        { field: 'preferredLanguage' },
      ],
    });
    expect(await known()).toEqual({ version: before.version + 1, announced: before.announced + 1 });
    const [event] = await casework.rows(
      `SELECT kind, details FROM case_event WHERE case_id = $1 ORDER BY id DESC LIMIT 1`,
      ada.caseId,
    );
    const fields = ['alias', 'dateOfBirth', 'preferredLanguage'];
    expect(event).toEqual({ kind: 'person.corrected', details: { fields, ...REASON } });
    const [entry] = await casework.rows(
      `SELECT subject, fields, reason_code AS "reasonCode" FROM audit_entry WHERE action = 'victim.correct'`,
    );
    expect(entry).toEqual({ subject: 'dev-coordinator-1', fields, ...REASON });
    await coordinator.patch(path, request, '"1"').expect(refused(412, 'stale-edit'));
    await coordinator.patch(path, request).expect(refused(428, 'if-match-required'));
  });

  it('takes null for unknown, and keeps who decided what before', async () => {
    const leader = casework.api.as('team-leader');
    const request = { dateOfBirth: null, isInterpreterRequired: false, communicationNeeds: 'Canary signs' };
    const { body } = await leader
      .patch(path, { ...request, reasonCode: 'entered-in-error' }, '"2"')
      .expect(200);
    expect(body).toMatchObject({ ...request, version: 3 });
    const decided = await casework.rows(
      `SELECT field, decided_by AS by FROM person_correction WHERE person_id = $1 AND field = 'dateOfBirth' ORDER BY id`,
      ada.personId,
    );
    expect(decided.map((row) => (row as { by: string }).by)).toEqual([
      'dev-coordinator-1',
      'dev-team-leader-1',
    ]);
    const stored = await casework.rows(
      `SELECT to_jsonb(a) FROM audit_entry a UNION ALL SELECT to_jsonb(o) FROM outbox_event o
       UNION ALL SELECT to_jsonb(e) FROM case_event e UNION ALL SELECT to_jsonb(p) FROM person_correction p`,
    );
    expect(JSON.stringify(stored)).not.toMatch(/Canary|2001-05-06|Addy/);
    const [sealed] = await casework.rows<{ needs: string }>(
      `SELECT communication_needs_sealed AS needs FROM person WHERE id = $1`,
      ada.personId,
    );
    expect(sealed!.needs).toMatch(/^v1\./);
  });

  it.each<[object, string]>([
    [{}, 'dateOfBirth'],
    [{ dateOfBirth: '2199-01-01' }, 'dateOfBirth'],
    [{ dateOfBirth: '1900-01-01' }, 'dateOfBirth'],
    [{ dateOfBirth: '2019-02-30' }, 'dateOfBirth'],
    [{ dateOfBirth: '' }, 'dateOfBirth'],
    [{ preferredLanguage: 'Welsh' }, 'preferredLanguage'],
    [{ organisationName: 'Invented Ltd' }, 'organisationName'],
    [{ givenName: null, surname: null }, 'surname'],
    [{ isInterpreterRequired: 'no' }, 'isInterpreterRequired'],
    [{ postcode: 'WR1 1AA' }, 'postcode'],
    [{ alias: 'x', reasonCode: null }, 'reasonCode'],
    [{ alias: 'x', reasonCode: 'guessed' }, 'reasonCode'],
  ])('refuses %j', async (request, field) => {
    const coordinator = casework.api.as('coordinator');
    const refusal = refused(400, 'invalid-request', field);
    await coordinator.patch(path, { ...REASON, ...request }, '"3"').expect(refusal);
  });

  it('gives an organisation no birth date, and leaves it its name', async () => {
    const shop = await casework.people.add({ organisationName: 'Invented Shop' });
    const coordinator = casework.api.as('coordinator');
    const wrong = { dateOfBirth: '1984-02-29', organisationName: null, ...REASON };
    await coordinator
      .patch(`/victims/${shop.personId}`, wrong, '"1"')
      .expect(refused(400, 'invalid-request', 'dateOfBirth', 'organisationName'));
    const right = { namedContact: 'Ina Invented', ...REASON };
    await coordinator.patch(`/victims/${shop.personId}`, right, '"1"').expect(200);
  });

  it('is for caseworkers, and for nobody who may not see the person', async () => {
    const request = { alias: 'x', ...REASON };
    await casework.api
      .as('data-protection-officer')
      .patch(path, request, '"3"')
      .expect(refused(403, 'forbidden'));
    const hidden = await casework.people.add();
    await casework.people.restrict(hidden, ['dev-coordinator-2']);
    const theirs = `/victims/${hidden.personId}`;
    await casework.api
      .as('dev-coordinator-1')
      .patch(theirs, request, '"1"')
      .expect(refused(404, 'not-found'));
    await casework.api.as('dev-coordinator-2').patch(theirs, request, '"1"').expect(200);
  });
});
