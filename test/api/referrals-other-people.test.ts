import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { IntakeApplication } from '../platform/intake-application.js';
import { ALEX, csv } from '../platform/intake-rows.js';

type Caller = Awaited<ReturnType<IntakeApplication['as']>>;

let intake: IntakeApplication;
let coordinator: Caller;
beforeAll(async () => {
  intake = await IntakeApplication.open();
  coordinator = await intake.as('coordinator');
});
afterEach(() => intake.empty());
afterAll(() => intake.close());

const HENRY = {
  kind: 'individual',
  givenName: 'Henry',
  surname: 'Invented',
  dateOfBirth: '1955-06-01',
  mobileTelephone: '07700 900321',
};
const ALEX_IN_PERSON = {
  kind: 'individual',
  givenName: 'Alex',
  surname: 'Example',
  dateOfBirth: '1985-03-14',
  mobileTelephone: '07700 900123',
};
const CRIME = { forceIdentifier: '22', crimeReference: ALEX.crimeReference };

const refer = async (body: object) =>
  (
    await coordinator
      .post('/referrals', { pathway: 'self', senderReference: 'INVENTED-9', ...body })
      .expect(201)
  ).body as { disposition: string; caseId: string };

describe('POST /referrals, of others than the victim of a recorded crime,', () => {
  it.each(['witness', 'family-member'])('opens a case of their own for a %s', async (role) => {
    await intake.feed(csv(ALEX));
    const referral = { role, person: HENRY, incident: CRIME, pathway: 'other' };
    expect(await refer(referral)).toMatchObject({ disposition: 'created' });
    const parties = await intake.rows(
      `SELECT y.role, c.closed_at FROM support_case c JOIN referral r ON r.case_id = c.id JOIN party y ON y.id = r.party_id
        ORDER BY y.role = 'victim'`,
    );
    expect(parties).toEqual([
      { role, closed_at: null },
      { role: 'victim', closed_at: null },
    ]);
    expect(await intake.number('SELECT count(*) FROM incident')).toBe(1);
  });

  it('opens a case without a crime, for a father who asks where his daughter was found', async () => {
    const body = {
      role: 'family-member',
      person: HENRY,
      reasonForReferral: 'Wants to see where she was found.',
    };
    expect(await refer(body)).toMatchObject({ disposition: 'created' });
    const [incident] = await intake.rows('SELECT force, crime_reference AS crime FROM incident');
    expect(incident).toEqual({ force: null, crime: null });
    const [task] = await intake.rows(
      `SELECT kind, owner IS NOT NULL OR team IS NOT NULL AS "isSomebodys" FROM task`,
    );
    expect(task).toEqual({ kind: 'call-person', isSomebodys: true });
  });

  it('adds an older need to the open case, as a second incident that the police have no reference of', async () => {
    await intake.feed(csv(ALEX));
    const person = { ...ALEX_IN_PERSON, personId: ALEX.personId };
    const incident = { forceIdentifier: '22', incidentStartDateTime: '1999-05-01T12:00:00Z' };
    const older = { role: 'victim', person, incident, reasonForReferral: 'What happened to her years ago.' };
    expect(await refer(older)).toMatchObject({ disposition: 'joined' });
    const incidents = await intake.rows(
      `SELECT i.crime_reference IS NULL AS "hasNoReference" FROM referral r JOIN incident i ON i.id = r.incident_id
        WHERE r.case_id = (SELECT id FROM support_case) ORDER BY r.first_accepted_at`,
    );
    expect(incidents).toEqual([{ hasNoReference: false }, { hasNoReference: true }]);
  });
});
