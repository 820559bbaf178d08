import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { StaffDirectory } from '../../src/platform/access/staff-directory.js';
import { ReferralReceiver } from '../../src/intake/receive-referral.js';
import { FEEDER, IntakeApplication } from './intake-application.js';
import { ALEX, csv, SAM } from './intake-rows.js';

let intake: IntakeApplication;
beforeAll(async () => {
  intake = await IntakeApplication.open();
});
afterEach(() => intake.empty());
afterAll(() => intake.close());

async function countsOf(...rows: Parameters<typeof csv>) {
  const { receipt } = await intake.feed(csv(...rows));
  return Object.fromEntries(Object.entries(receipt.counts).filter(([, count]) => count > 0));
}

describe('a row of an extract', () => {
  it('opens a case with its person, crime, contact points, task and events', async () => {
    expect(await countsOf(ALEX)).toEqual({ created: 1 });
    const [person] = await intake.rows(
      `SELECT given_name, surname, date_of_birth::text, postcode FROM person`,
    );
    expect(person).toEqual({
      given_name: 'Alex',
      surname: 'Example',
      date_of_birth: '1985-03-14',
      postcode: 'WR1 1AA',
    });
    expect(await intake.rows(`SELECT kind FROM contact_point ORDER BY kind`)).toEqual([
      { kind: 'email' },
      { kind: 'mobile-phone' },
      { kind: 'post' },
    ]);
    expect(await intake.rows(`SELECT kind FROM case_event ORDER BY id`)).toEqual([
      { kind: 'case.opened' },
      { kind: 'referral.received' },
    ]);
    expect(await intake.number(`SELECT count(*) FROM task WHERE completed_at IS NULL`)).toBe(1);
    expect(await intake.number(`SELECT count(*) FROM intake_row WHERE content_sealed IS NOT NULL`)).toBe(0);
    expect(await intake.number(`SELECT count(*) FROM outbox_event WHERE name = 'referrals.accepted'`)).toBe(
      1,
    );
  });

  it('joins the open case of a person whom the source knows by the same id', async () => {
    await intake.feed(csv(ALEX));
    const second = { ...ALEX, crimeReference: '22/10009/19', victimOnCrimeId: 'VOC-9' };
    expect(await countsOf(second)).toEqual({ joined: 1 });
    expect(await intake.number(`SELECT count(*) FROM support_case`)).toBe(1);
    expect(await intake.number(`SELECT count(*) FROM task WHERE kind = 'look-at-joined-referral'`)).toBe(1);
    expect(
      await intake.rows(`SELECT priority_reasons @> '{repeat-victim}' AS repeat FROM support_case`),
    ).toEqual([{ repeat: true }]);
  });

  it('becomes a newer version where its content changed', async () => {
    await intake.feed(csv(ALEX));
    const changed = { ...ALEX, crimeStatus: 'Filed', lastUpdatedDateTime: '2019-04-01T19:00:00' };
    expect(await countsOf(changed)).toEqual({ updated: 1 });
    expect(await intake.rows(`SELECT number, changed_fields FROM referral_version ORDER BY number`)).toEqual([
      { number: 1, changed_fields: [] },
      { number: 2, changed_fields: ['incident.crimeStatus'] },
    ]);
    expect(await intake.number(`SELECT safety_version FROM person`)).toBe(2);
  });

  it('is unchanged where only the time of update moved, and where it is older', async () => {
    const newer = { ...ALEX, crimeStatus: 'Filed', lastUpdatedDateTime: '2019-04-01T19:00:00' };
    await intake.feed(csv(newer));
    expect(await countsOf({ ...newer, lastUpdatedDateTime: '2019-04-01T21:00:00' }, ALEX)).toEqual({
      unchanged: 2,
    });
    expect(await intake.number(`SELECT safety_version FROM person`)).toBe(1);
    expect(await intake.rows(`SELECT crime_status FROM incident`)).toEqual([{ crime_status: 'Filed' }]);
  });

  it('keeps when the version was written that named each offence first', async () => {
    const versions = ['TH68001', 'SX03001', 'TH68001', 'CJ88116'];
    for (const [index, crimeOffenceCode] of versions.entries())
      await intake.feed(
        csv({ ...ALEX, crimeOffenceCode, lastUpdatedDateTime: `2019-04-0${index + 1}T19:00:00` }),
      );
    expect(
      await intake.rows(`SELECT c ->> 'offenceCode' AS code, offences_seen -> 'writtenAt' ->> (place - 1)::int AS at
        FROM referral, jsonb_array_elements(offences_seen -> 'codes') WITH ORDINALITY seen(c, place) ORDER BY place`),
    ).toEqual([
      { code: 'TH68001', at: '2019-04-01T18:00:00.000Z' },
      { code: 'SX03001', at: '2019-04-02T18:00:00.000Z' },
      { code: 'CJ88116', at: '2019-04-04T18:00:00.000Z' },
    ]);
  });

  it('heeds the danger that an older version brings', async () => {
    await intake.feed(csv({ ...ALEX, crimeStatus: 'Filed', lastUpdatedDateTime: '2019-04-01T19:00:00' }));
    const older = {
      ...ALEX,
      domesticAbuse: 'true',
      suspectTelephones: '07700 900999',
      crimeOffenceCode: 'CJ88116',
    };
    expect(await countsOf(older)).toEqual({ unchanged: 1 });
    const [referral] = await intake.rows(
      `SELECT markers ->> 'domesticAbuse' AS marker, offences_seen FROM referral`,
    );
    expect(referral).toMatchObject({
      marker: 'yes',
      offences_seen: { codes: [{ offenceCode: 'TH68001' }, { offenceCode: 'CJ88116' }] },
    });
    expect(await intake.number(`SELECT count(*) FROM suspect_key`)).toBe(1);
    expect(await intake.number(`SELECT safety_version FROM person`)).toBe(2);
    expect(
      await intake.number(`SELECT count(*) FROM case_event WHERE kind = 'referral.markers-raised'`),
    ).toBe(1);
    expect(await countsOf(older)).toEqual({ unchanged: 1 });
    expect(await intake.number(`SELECT safety_version FROM person`)).toBe(2);
  });

  it('keeps a marker that a later version drops', async () => {
    await intake.feed(csv({ ...ALEX, vulnerable: 'true' }));
    await intake.feed(csv({ ...ALEX, vulnerable: 'false', lastUpdatedDateTime: '2019-04-01T19:00:00' }));
    expect(await intake.rows(`SELECT markers ->> 'vulnerable' AS v FROM referral`)).toEqual([{ v: 'yes' }]);
  });

  it('replaces a telephone number, and takes it up again in the same file', async () => {
    const other = { ...ALEX, mobileTelephone: '07700 900777', lastUpdatedDateTime: '2019-04-01T19:00:00' };
    const again = { ...ALEX, crimeStatus: 'Filed', lastUpdatedDateTime: '2019-04-01T20:00:00' };
    await intake.feed(csv(ALEX));
    expect(await countsOf(other, again)).toEqual({ updated: 2 });
    expect(
      await intake.number(
        `SELECT count(*) FROM contact_point WHERE kind = 'mobile-phone' AND superseded_at IS NULL`,
      ),
    ).toBe(1);
    expect(await intake.number(`SELECT count(*) FROM contact_point WHERE kind = 'mobile-phone'`)).toBe(3);
  });

  it('keeps what cannot be used, with the reason, and unknown codes as they came', async () => {
    const poor = {
      ...ALEX,
      mobileTelephone: 'UNK',
      emailAddress: 'none@',
      gender: 'made-up',
      dateOfBirth: '1900-01-01',
    };
    expect(await countsOf(poor)).toEqual({ created: 1 });
    expect(await intake.number(`SELECT count(*) FROM contact_point WHERE invalid_code IS NOT NULL`)).toBe(2);
    expect(
      await intake.rows(`SELECT gender, date_of_birth, birth_date_doubt IS NULL AS sure FROM person`),
    ).toEqual([{ gender: 'made-up', date_of_birth: null, sure: false }]);
    expect(await intake.rows(`SELECT unknown_codes FROM referral`)).toEqual([{ unknown_codes: ['gender'] }]);
  });
});

describe('several people', () => {
  it('gives each victim of one crime a case and a party', async () => {
    const other = { ...SAM, crimeReference: ALEX.crimeReference };
    expect(await countsOf(ALEX, other)).toEqual({ created: 2 });
    expect(await intake.number(`SELECT count(*) FROM incident`)).toBe(1);
    expect(await intake.number(`SELECT count(*) FROM party WHERE role = 'victim'`)).toBe(2);
  });

  it('takes an organisation for one, with whom to ask for', async () => {
    const shop = { ...ALEX, organisationName: 'Invented Stores Ltd', dateOfBirth: '' };
    expect(await countsOf(shop)).toEqual({ created: 1 });
    expect(await intake.rows(`SELECT kind, organisation_name, named_contact FROM person`)).toEqual([
      { kind: 'organisation', organisation_name: 'Invented Stores Ltd', named_contact: 'Alex Example' },
    ]);
  });

  it('joins what an officer sent before the extract came, without an id, to one case of one person', async () => {
    await intake.get(ReferralReceiver).receive(FEEDER, {
      pathway: 'internal',
      role: 'victim',
      person: { kind: 'individual', givenName: 'ALEX', surname: 'Example', dateOfBirth: '1985-03-14' },
      incident: { forceIdentifier: '22', crimeReference: ALEX.crimeReference },
    });
    expect(await countsOf(ALEX)).toEqual({ joined: 1 });
    expect(await intake.number(`SELECT count(*) FROM person`)).toBe(1);
    expect(await intake.number(`SELECT count(*) FROM party`)).toBe(1);
    expect(await intake.number(`SELECT count(DISTINCT case_id) FROM referral`)).toBe(1);
  });

  it('closes a restricted record off and lets team leaders in', async () => {
    const leader = {
      kind: 'user',
      subject: 'leader',
      roles: ['team-leader'],
      displayName: 'Invented Leader',
    } as const;
    await intake.get(StaffDirectory).seen(leader);
    await intake.feed(csv({ ...ALEX, restrictedRecord: 'true' }, SAM));
    expect(await intake.rows(`SELECT surname, restricted FROM person ORDER BY surname`)).toEqual([
      { surname: 'Example', restricted: true },
      { surname: 'Invented', restricted: false },
    ]);
    for (const table of [
      'referral',
      'support_case',
      'contact_point',
      'task',
      'case_event',
      'intake_row',
      'referral_version',
    ]) {
      const sql = `SELECT count(*) FROM ${table} t JOIN person p ON p.id = t.person_id WHERE t.restricted <> p.restricted`;
      expect([table, await intake.number(sql)]).toEqual([table, 0]);
    }
    expect(await intake.rows(`SELECT subject, kind FROM access_grant ORDER BY subject`)).toEqual(
      await intake.rows(
        `SELECT subject, 'member' AS kind FROM staff_member WHERE 'team-leader' = ANY (roles) ORDER BY subject`,
      ),
    );
    const coordinator = await intake.as('coordinator');
    const { items } = (await coordinator.get('/referrals').expect(200)).body;
    expect(items).toHaveLength(1);
    await intake.feed(
      csv({
        ...ALEX,
        restrictedRecord: 'true',
        crimeStatus: 'Filed',
        lastUpdatedDateTime: '2019-04-01T20:00:00',
      }),
    );
    expect(await intake.number(`SELECT count(*) FROM case_restriction`)).toBe(1);
  });

  it('takes the case and its tasks from whoever had them when a record comes to be restricted', async () => {
    const outsider = {
      kind: 'user',
      subject: 'invented-outsider',
      roles: ['coordinator'],
      displayName: 'Invented Outsider',
    } as const;
    await intake.get(StaffDirectory).seen(outsider);
    await intake.feed(csv(ALEX));
    await intake.rows(`
      UPDATE support_case SET allocated_to = 'invented-outsider';
      UPDATE case_allocation SET to_subject = 'invented-outsider';
      UPDATE task SET owner = 'invented-outsider';`);
    await intake.feed(csv({ ...ALEX, restrictedRecord: 'true', lastUpdatedDateTime: '2019-04-01T20:00:00' }));
    expect(await intake.number(`SELECT count(*) FROM case_restriction`)).toBe(1);
    expect(await intake.rows(`SELECT allocated_to FROM support_case`)).toEqual([{ allocated_to: null }]);
    const open = `SELECT to_subject, ended_at FROM case_allocation WHERE ended_at IS NULL`;
    expect(await intake.rows(open)).toEqual([{ to_subject: null, ended_at: null }]);
    expect(await intake.number(`SELECT count(*) FROM task WHERE owner IS NOT NULL`)).toBe(0);
  });
});
