import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { STRANGER } from '../../src/demo/scenario/relationships.js';
import { IntakeApplication, NOW } from './intake-application.js';
import { ALEX, csv, SAM } from './intake-rows.js';

let intake: IntakeApplication;
beforeAll(async () => {
  intake = await IntakeApplication.open();
});
afterEach(async () => {
  intake.clock.set(NOW);
  await intake.empty();
});
afterAll(() => intake.close());

/** Another victim of Alex's crime, whose own rows name nobody. */
const BO = { ...SAM, crimeReference: ALEX.crimeReference, postcode: 'WR9 9ZZ', givenName: 'Bo' };
const LATER = '2019-04-01T19:00:00';
const named = (suspect: object) => ({ ...ALEX, relationshipToSuspect: STRANGER, ...suspect });
const later = (suspect: object) => ({ ...named(suspect), lastUpdatedDateTime: LATER });
const NUMBER = { suspectTelephones: BO.mobileTelephone };

const looks = () =>
  intake.rows<{ name: string; isOwnReferral: boolean }>(
    `SELECT p.given_name AS name, r.person_id = p.id AS "isOwnReferral" FROM task t JOIN person p ON p.id = t.person_id
       JOIN support_case c ON c.id = t.case_id AND c.closed_at IS NULL LEFT JOIN referral r ON r.id = t.source_id
      WHERE t.kind = 'look-at-changed-referral' AND t.completed_at IS NULL`,
  );
const raised = () =>
  intake.rows<{ name: string; names: string[] }>(
    `SELECT p.given_name AS name, e.details -> 'names' AS names FROM case_event e JOIN person p ON p.id = e.person_id
      WHERE e.kind = 'danger.raised'`,
  );
const BO_LOOKS = [{ name: 'Bo', isOwnReferral: true }];
const BO_IS_TOLD = [{ name: 'Bo', names: ['suspect'] }];

describe('A suspect whom only the row of another victim names', () => {
  it.each([
    ['the number', NUMBER],
    ['the email', { suspectEmails: BO.emailAddress }],
    ['the postcode', { suspectPostcodes: BO.postcode }],
    ['the very id', { suspectPersonIds: BO.personId }],
  ])('is looked at for whoever has what is theirs: %s', async (_, suspect) => {
    await intake.feed(csv(ALEX, BO));
    await intake.feed(csv(later(suspect)));
    expect([await looks(), await raised()]).toEqual([BO_LOOKS, BO_IS_TOLD]);
    const due = await intake.rows(`SELECT due_at = '2019-04-03T22:59:59.999Z' AS "isSoon" FROM task
      WHERE kind = 'look-at-changed-referral'`);
    expect(due).toEqual([{ isSoon: true }]);
  });

  it('comes with the first row of the other victim, too, and with an older one', async () => {
    await intake.feed(csv(BO));
    await intake.feed(csv(named(NUMBER)));
    expect(await looks()).toEqual(BO_LOOKS);
    await intake.empty();
    await intake.feed(csv(ALEX, BO));
    await intake.feed(csv({ ...named(NUMBER), lastUpdatedDateTime: '2019-04-01T17:00:00' }));
    expect(await looks()).toEqual(BO_LOOKS);
  });

  it('changes what is known of their safety, and is audited of them', async () => {
    await intake.feed(csv(ALEX, BO));
    const version = () => intake.number(`SELECT safety_version FROM person WHERE given_name = 'Bo'`);
    const before = await version();
    await intake.feed(csv(later(NUMBER)));
    expect(await version()).toBe(before + 1);
    const audited = await intake.rows(
      `SELECT p.given_name AS name FROM audit_entry a JOIN person p ON p.id = ANY (a.person_ids)
        WHERE a.action = 'referrals.taken-in' ORDER BY a.id DESC, name LIMIT 2`,
    );
    expect(audited.map(({ name }) => name)).toEqual(['Alex', 'Bo']);
  });

  it('begins a case that continues their closed one, where somebody looks before anybody calls', async () => {
    await intake.feed(csv(ALEX, BO));
    await intake.rows(`
      UPDATE task SET cancelled_at = created_at, outcome_code = 'case-closed';
      UPDATE support_case SET closed_at = opened_at, closure_reason = 'support-declined', next_action_due_at = NULL;`);
    await intake.feed(csv(later(NUMBER)));
    await intake.feed(csv(later(NUMBER)));
    expect([await looks(), await raised()]).toEqual([BO_LOOKS, BO_IS_TOLD]);
    const stays = await intake.rows(
      `SELECT c.reopened_from IS NOT NULL AS "isContinued", c.priority = l.priority AS "isAsUrgent", c.cohorts = l.cohorts AS "isOfSameCohorts",
              o.reason FROM support_case c JOIN support_case l ON l.id = c.reopened_from
         JOIN case_reopening o ON o.case_id = c.id JOIN person p ON p.id = c.person_id WHERE p.given_name = 'Bo'`,
    );
    const same = { isAsUrgent: true, isOfSameCohorts: true };
    expect(stays).toEqual([{ isContinued: true, ...same, reason: 'news-of-danger' }]);
    expect(await intake.number('SELECT count(*) FROM support_case')).toBe(3);
  });

  it('is looked at once, whoever names them again', async () => {
    await intake.feed(csv(ALEX, BO));
    await intake.feed(csv(later(NUMBER), later(NUMBER)));
    await intake.rows(`UPDATE task SET completed_at = created_at, completed_by = 'x'`);
    await intake.feed(csv(later(NUMBER), { ...later(NUMBER), crimeStatus: 'Filed' }));
    const other = { ...SAM, ...NUMBER, crimeReference: ALEX.crimeReference, personId: 'P-3' };
    await intake.feed(csv({ ...other, victimOnCrimeId: 'VOC-3', givenName: 'Cy', mobileTelephone: '' }));
    expect([await looks(), await raised()]).toEqual([[], BO_IS_TOLD]);
  });

  it('is one look where their own row tells of it in the same file', async () => {
    await intake.feed(csv(ALEX, BO));
    intake.clock.set(new Date(NOW.getTime() + 60_000));
    await intake.feed(csv(later(NUMBER), { ...BO, ...NUMBER, lastUpdatedDateTime: LATER }));
    expect([await looks(), await raised()]).toEqual([BO_LOOKS, BO_IS_TOLD]);
  });

  it.each([
    ['is near to nobody', [ALEX, BO], later({ suspectTelephones: '07700 900999' })],
    ['is of another crime', [ALEX, { ...BO, crimeReference: '22/10077/19' }], later(NUMBER)],
    ['came with their own first row', [], named(NUMBER)],
  ])('is no news to them who %s', async (_, before, row) => {
    if (before.length > 0) await intake.feed(csv(...before));
    await intake.feed(before.length > 0 ? csv(row) : csv(row, BO));
    expect([await looks(), await raised()]).toEqual([[], []]);
  });
});
