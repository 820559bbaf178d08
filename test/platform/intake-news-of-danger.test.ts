import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { STRANGER } from '../../src/demo/scenario/relationships.js';
import { IntakeApplication, NOW } from './intake-application.js';
import { ALEX, csv, SAM } from './intake-rows.js';

const LATER = '2019-04-01T19:00:00';
const LATEST = '2019-04-01T20:00:00';
const EARLIER = '2019-04-01T17:00:00';
/** The end of the next working day in London, in summer. */
const NEXT_DAY = new Date('2019-04-03T22:59:59.999Z');

let intake: IntakeApplication;
beforeAll(async () => {
  intake = await IntakeApplication.open();
});
afterEach(async () => {
  intake.clock.set(NOW);
  await intake.empty();
});
afterAll(() => intake.close());

const close = () =>
  intake.rows(`
    UPDATE task SET cancelled_at = created_at, outcome_code = 'case-closed'
     WHERE completed_at IS NULL AND cancelled_at IS NULL;
    UPDATE support_case SET closed_at = opened_at, closure_reason = 'support-declined', next_action_due_at = NULL
     WHERE closed_at IS NULL;`);

const cases = () =>
  intake.rows<{ id: string; reopenedFrom: string | null; isOpen: boolean; reasons: string[] }>(
    `SELECT id, reopened_from AS "reopenedFrom", closed_at IS NULL AS "isOpen", priority_reasons AS reasons,
            next_action_due_at AS due FROM support_case ORDER BY opened_at, id`,
  );
const openTasks = () =>
  intake.rows(
    `SELECT t.kind, t.due_at AS due, t.case_id = c.id AS "isOfOpenCase" FROM task t
       LEFT JOIN support_case c ON c.id = t.case_id AND c.closed_at IS NULL
      WHERE t.completed_at IS NULL AND t.cancelled_at IS NULL ORDER BY t.kind`,
  );
const kinds = async () => (await openTasks()).map(({ kind }) => kind);

const DANGER = { ...ALEX, domesticAbuse: 'true', lastUpdatedDateTime: LATER };

describe('News of danger about a closed case', () => {
  it.each([
    ['a newer version with a marker', DANGER],
    ['an older row with a marker', { ...DANGER, lastUpdatedDateTime: EARLIER }],
    [
      'the person turning out to be a child',
      { ...ALEX, dateOfBirth: '2008-03-14', lastUpdatedDateTime: LATER },
    ],
  ])('opens a case that continues it, and has the person called: %s', async (_, row) => {
    await intake.feed(csv(ALEX));
    await close();
    await intake.feed(csv(row));
    const [closed, opened, ...more] = await cases();
    expect(more).toEqual([]);
    expect(opened).toMatchObject({ reopenedFrom: closed!.id, isOpen: true, due: NEXT_DAY });
    expect(await openTasks()).toEqual([{ kind: 'call-person', due: NEXT_DAY, isOfOpenCase: true }]);
    expect(await intake.rows(`SELECT reason, from_case_id AS from FROM case_reopening`)).toEqual([
      { reason: 'news-of-danger', from: closed!.id },
    ]);
    const events = await intake.rows<{ kind: string; onNew: boolean }>(
      `SELECT kind, case_id = $1 AS "onNew" FROM case_event WHERE kind IN ('case.reopened', 'case.opened', 'danger.raised') ORDER BY kind, id`,
      [opened!.id],
    );
    expect(events).toEqual([
      { kind: 'case.opened', onNew: false },
      { kind: 'case.opened', onNew: true },
      { kind: 'case.reopened', onNew: false },
      { kind: 'danger.raised', onNew: true },
    ]);
  });

  it.each([
    ['a safety note', { safeContactNotes: 'Invented: never ring after six' }],
    ['a suspect who is family', { relationshipToSuspect: 'PTPR_0092' }],
  ])('has somebody look where nobody is to be called for it: %s', async (_, change) => {
    await intake.feed(csv(ALEX));
    await close();
    await intake.feed(csv({ ...ALEX, ...change, lastUpdatedDateTime: LATER }));
    expect(await cases()).toHaveLength(2);
    expect(await openTasks()).toEqual([
      { kind: 'look-at-changed-referral', due: NEXT_DAY, isOfOpenCase: true },
    ]);
  });

  it('goes to the open case that the person has by now', async () => {
    await intake.feed(csv(ALEX));
    await close();
    await intake.feed(csv({ ...ALEX, crimeReference: '22/10009/19', victimOnCrimeId: 'VOC-9' }));
    await intake.feed(csv(DANGER));
    expect(await cases()).toHaveLength(2);
    expect(await openTasks()).toEqual([
      { kind: 'first-contact', due: expect.any(Date), isOfOpenCase: true },
      { kind: 'look-at-changed-referral', due: NEXT_DAY, isOfOpenCase: true },
    ]);
    expect((await cases())[1]!.reasons).toContain('domestic-abuse');
  });

  it('comes to one task of the same row twice, and to one case of two rows', async () => {
    await intake.feed(csv(ALEX));
    await close();
    const more = { ...DANGER, vulnerable: 'true', lastUpdatedDateTime: LATEST };
    await intake.feed(csv(DANGER, DANGER));
    await intake.feed(csv(DANGER));
    expect([(await cases()).length, await kinds()]).toEqual([2, ['call-person']]);
    await intake.feed(csv(more, more));
    await intake.feed(csv(more));
    expect([(await cases()).length, await kinds()]).toEqual([2, ['call-person', 'look-at-changed-referral']]);
  });

  it('continues the last stay where there were several', async () => {
    await intake.feed(csv(ALEX));
    await close();
    await intake.feed(csv(DANGER));
    await close();
    await intake.feed(csv({ ...DANGER, vulnerable: 'true', lastUpdatedDateTime: LATEST }));
    const all = await cases();
    expect(all.map(({ reopenedFrom }) => reopenedFrom)).toEqual([null, all[0]!.id, all[1]!.id]);
    expect(all[2]!.reasons).toEqual(expect.arrayContaining(['domestic-abuse', 'vulnerable']));
  });

  it.each([
    ['the same row', ALEX],
    ['another status', { ...ALEX, crimeStatus: 'Filed', lastUpdatedDateTime: LATER }],
    ['a stranger as suspect', { ...ALEX, relationshipToSuspect: STRANGER, lastUpdatedDateTime: LATER }],
    ['a no to support', { ...ALEX, victimSupport: 'false', lastUpdatedDateTime: LATER }],
    ['another number', { ...ALEX, mobileTelephone: '07700 900777', lastUpdatedDateTime: LATER }],
  ])('is none that is only %s', async (_, row) => {
    await intake.feed(csv(ALEX));
    await close();
    await intake.feed(csv(row));
    expect([(await cases()).length, await kinds()]).toEqual([1, []]);
  });

  it('comes with a single referral that is sent again, too', async () => {
    const coordinator = await intake.as('coordinator');
    const referral = {
      ...{ pathway: 'other', role: 'victim', senderReference: 'WS-1' },
      person: { kind: 'individual', givenName: 'Kim', surname: 'Invented', dateOfBirth: '1980-01-01' },
    };
    await coordinator.post('/referrals', referral).expect(201);
    await close();
    await coordinator
      .post('/referrals', { ...referral, markers: { riskOfSelfHarm: true } })
      .expect(({ status }) => {
        expect(status).toBeLessThan(300);
      });
    expect([(await cases()).length, await kinds()]).toEqual([2, ['call-person']]);
  });
});

describe('News of danger about an open case', () => {
  it('is told to whoever reassesses age, of a child alone', async () => {
    const told = () =>
      intake.rows(`SELECT payload ->> 'personId' AS id FROM outbox_event WHERE name = 'birth-date.changed'`);
    await intake.feed(csv(ALEX));
    await intake.feed(csv({ ...ALEX, dateOfBirth: '1985-04-14', lastUpdatedDateTime: LATER }));
    expect(await told()).toEqual([]);
    await intake.feed(csv({ ...ALEX, dateOfBirth: '2008-03-14', lastUpdatedDateTime: LATEST }));
    expect(await told()).toEqual(await intake.rows(`SELECT id FROM person`));
  });

  it.each([
    ['a marker', DANGER],
    ['a marker of an older row', { ...DANGER, lastUpdatedDateTime: EARLIER }],
    ['a safety note', { ...ALEX, safeContactNotes: 'Invented: not at home', lastUpdatedDateTime: LATER }],
    ['an offence of another kind', { ...ALEX, crimeOffenceCode: 'SX03025', lastUpdatedDateTime: LATER }],
    ['a no to support', { ...ALEX, victimSupport: 'false', lastUpdatedDateTime: LATER }],
  ])('is a task with a due time, whatever was sent before: %s', async (_, row) => {
    await intake.feed(csv(ALEX));
    await intake.rows(
      `UPDATE task SET completed_at = created_at, completed_by = 'x' WHERE kind = 'first-contact'`,
    );
    await intake.feed(csv(row, row));
    await intake.feed(csv(row));
    expect(await openTasks()).toEqual([
      { kind: 'look-at-changed-referral', due: expect.any(Date), isOfOpenCase: true },
    ]);
    const [{ due }] = (await openTasks()) as [{ due: Date }];
    expect(await intake.rows(`SELECT next_action_due_at AS due FROM support_case`)).toEqual([{ due }]);
  });

  it('is a new task once somebody looked and more comes', async () => {
    await intake.feed(csv(ALEX));
    await intake.feed(csv(DANGER));
    await intake.rows(`UPDATE task SET completed_at = created_at, completed_by = 'x'`);
    await intake.feed(csv({ ...DANGER, crimeStatus: 'Filed', lastUpdatedDateTime: LATEST }));
    expect(await kinds()).toEqual([]);
    await intake.feed(csv({ ...DANGER, hateCrime: 'true', lastUpdatedDateTime: '2019-04-01T21:00:00' }));
    expect(await kinds()).toEqual(['look-at-changed-referral']);
  });

  it('brings the look forward where it is graver, and is new to whoever read of the milder', async () => {
    const looks = () =>
      intake.rows(
        `SELECT t.due_at = c.next_action_due_at AS "isNext", t.due_at AS due, t.version FROM task t
           JOIN support_case c ON c.id = t.case_id WHERE t.kind = 'look-at-changed-referral'`,
      );
    await intake.feed(csv(ALEX));
    await intake.feed(csv({ ...ALEX, victimSupport: 'false', lastUpdatedDateTime: LATER }));
    const [mild] = await looks();
    expect(Number(mild!.due)).toBeGreaterThan(Number(NEXT_DAY));
    await intake.feed(csv({ ...DANGER, lastUpdatedDateTime: LATEST }));
    expect(await looks()).toEqual([{ isNext: true, due: NEXT_DAY, version: 2 }]);
    const calm = { ...DANGER, safeContactNotes: 'Invented: rings twice' };
    await intake.feed(csv({ ...calm, lastUpdatedDateTime: '2019-04-01T21:00:00' }));
    expect(await looks()).toEqual([{ isNext: true, due: NEXT_DAY, version: 3 }]);
  });

  it.each([
    ['danger', DANGER],
    ['a note alone', { ...ALEX, safeContactNotes: 'Invented: not at home', lastUpdatedDateTime: LATER }],
    ['another crime', { ...ALEX, crimeReference: '22/10009/19', victimOnCrimeId: 'VOC-9' }],
  ])('is a change of the case to whoever read it before: %s', async (_, row) => {
    const version = () => intake.number('SELECT version FROM support_case');
    await intake.feed(csv(ALEX));
    expect(await version()).toBe(1);
    await intake.feed(csv(row));
    expect(await version()).toBeGreaterThan(1);
    const told = await version();
    await intake.feed(csv(row));
    expect(await version()).toBe(told);
  });

  it('belongs to whoever has the case, and leaves others alone', async () => {
    await intake.feed(csv(ALEX, SAM));
    await (await intake.as('coordinator')).get('/imports').expect(200);
    await intake.rows(
      `UPDATE support_case c SET allocated_to = 'dev-coordinator-1' FROM person p WHERE p.id = c.person_id AND p.given_name = 'Alex'`,
    );
    await intake.feed(csv(DANGER, { ...SAM, crimeStatus: 'Filed', lastUpdatedDateTime: LATER }));
    expect(await intake.rows(`SELECT owner FROM task WHERE kind = 'look-at-changed-referral'`)).toEqual([
      { owner: 'dev-coordinator-1' },
    ]);
  });
});

const SUSPECT = { ...ALEX, suspectTelephones: '07700 900999', lastUpdatedDateTime: LATER };
const OF_VICTIM = { suspectTelephones: '07700 900123', relationshipToSuspect: STRANGER };

describe('A suspect who was not known', () => {
  it.each([
    ['of whom nobody says who it is', SUSPECT],
    ['in an older row', { ...SUSPECT, lastUpdatedDateTime: EARLIER }],
    ['a stranger with the number of the person', { ...SUSPECT, ...OF_VICTIM }],
    [
      'a stranger with the email of the person',
      { ...SUSPECT, ...OF_VICTIM, suspectEmails: ALEX.emailAddress },
    ],
    [
      'a stranger of the same postcode',
      { ...SUSPECT, relationshipToSuspect: STRANGER, suspectPostcodes: 'WR1 1AA' },
    ],
    ['the person', { ...SUSPECT, relationshipToSuspect: STRANGER, suspectPersonIds: 'P-1' }],
  ])('is news of danger, about an open case and a closed one: %s', async (_, row) => {
    await intake.feed(csv(ALEX));
    await intake.feed(csv(row, row));
    expect(await kinds()).toEqual(['first-contact', 'look-at-changed-referral']);
    await intake.empty();
    await intake.feed(csv(ALEX));
    await close();
    await intake.feed(csv(row));
    await intake.feed(csv(row));
    expect([(await cases()).length, await kinds()]).toEqual([2, ['look-at-changed-referral']]);
  });

  it('is news to each victim of the crime, whoever’s row came first', async () => {
    const other = { ...SAM, crimeReference: ALEX.crimeReference };
    await intake.feed(csv(ALEX, other));
    await close();
    const named = { suspectTelephones: '07700 900999', lastUpdatedDateTime: LATER };
    intake.clock.set(new Date(NOW.getTime() + 60_000));
    await intake.feed(csv({ ...ALEX, ...named }, { ...other, ...named }));
    expect(await kinds()).toEqual(['look-at-changed-referral', 'look-at-changed-referral']);
    const later = { ...named, crimeStatus: 'Filed', lastUpdatedDateTime: LATEST };
    await close();
    await intake.feed(csv({ ...ALEX, ...later }, { ...other, ...later }));
    expect(await kinds()).toEqual([]);
  });

  it('is news once, where the transaction that named them first began last', async () => {
    const named = { suspectTelephones: '07700 900999' };
    intake.clock.set(new Date(NOW.getTime() + 60_000));
    await intake.feed(csv({ ...SAM, ...named, crimeReference: ALEX.crimeReference }));
    intake.clock.set(NOW);
    await intake.feed(csv({ ...ALEX, ...named }));
    const older = { ...ALEX, ...named, crimeStatus: 'Filed', lastUpdatedDateTime: EARLIER };
    await intake.feed(csv(older, { ...older, crimeStatus: 'Open' }));
    expect(await intake.number(`SELECT count(*) FROM case_event WHERE kind = 'danger.raised'`)).toBe(0);
  });

  it('is none as a stranger who has nothing of the person’s', async () => {
    await intake.feed(csv(ALEX));
    await close();
    await intake.feed(csv({ ...SUSPECT, relationshipToSuspect: STRANGER }));
    expect([(await cases()).length, await kinds()]).toEqual([1, []]);
  });
});
