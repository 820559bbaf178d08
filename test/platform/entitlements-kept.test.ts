import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BuildClocks, ClocksOutrunCalendar } from '../../src/entitlements/clocks/build-clocks.js';
import { KeepClocks } from '../../src/entitlements/clocks/keep-clocks.js';
import { CodeBook } from '../../src/entitlements/code/code-book.js';
import { PublishCode } from '../../src/entitlements/code/publish-code.js';
import { serviceActor } from '../../src/platform/access/actor.js';
import { Database } from '../../src/platform/database/database.js';
import type { CaseworkApplication } from '../support/casework-application.js';
import { addEvents, countClocks, openEntitlements, setCrime } from '../support/justice.js';
import type { Somebody } from '../support/people.js';

const AGENT = serviceActor('worker', 'invented-changes');
const MORE_THAN_A_BATCH = 110;

let casework: CaseworkApplication;
let keep: KeepClocks;

beforeAll(async () => {
  casework = await openEntitlements();
  keep = casework.app.get(KeepClocks);
  casework.clock.set(new Date('2030-04-15T10:00:00Z'));
});
afterAll(() => casework.close());

async function victim(reportedAt: string | null): Promise<Somebody> {
  const person = await casework.people.add();
  await setCrime(casework, person, { reportedAt, homeOfficeClass: '053' });
  return person;
}

interface Kept {
  rule: string;
  due: string | null;
  version: number;
  status: string;
}

function clocksOf({ partyId }: Somebody, ...rules: string[]): Promise<Kept[]> {
  return casework.rows<Kept>(
    `SELECT rule_id AS rule, due_standard_on::text AS due, calendar_version AS version, status_at_start AS status
       FROM entitlement_clock WHERE party_id = $1 AND rule_id = ANY ($2) ORDER BY rule_id, limit_code`,
    ...[partyId, rules],
  );
}

const marked = async () => {
  const rows = await casework.rows<{ id: string }>('SELECT incident_id AS id FROM entitlement_mark');
  return rows.map(({ id }) => id);
};

describe('clocks are kept', () => {
  it('after referrals: their people’s crimes are marked, and counted by the sweep', async () => {
    const ada = await victim('2030-04-10T09:00:00Z');
    await keep.afterReferrals({ personIds: [ada.personId] });
    expect(await marked()).toEqual([ada.incidentId]);
    expect(await clocksOf(ada, '20-4B')).toEqual([]);
    await keep.sweep();
    expect(await marked()).toEqual([]);
    expect(await clocksOf(ada, '20-4B')).toMatchObject([{ due: '2030-04-12', status: 'not-assessed' }]);
  });

  it('but not while a file is being taken in', async () => {
    const ben = await victim('2030-04-10T09:00:00Z');
    await keep.afterReferrals({ personIds: [ben.personId] });
    const now = casework.clock.now();
    await casework.rows(
      `INSERT INTO intake_file (id, feed, received_by, received_at, state, progress_at)
       VALUES (gen_random_uuid(), 'athena', 'invented', $1, 'accepted', $1)`,
      now,
    );
    await keep.sweep();
    expect(await marked()).toEqual([ben.incidentId]);
    casework.clock.set(new Date(now.getTime() + 60_000));
    await keep.sweep();
    expect(await marked()).toEqual([]);
  });

  it('after events, at once', async () => {
    const cat = await victim(null);
    await addEvents(casework, cat.incidentId, { kind: 'suspect.arrested', at: '2030-04-12T09:00:00Z' });
    await keep.afterEvents({ incidentIds: [cat.incidentId] });
    expect(await clocksOf(cat, '20-6A1')).toMatchObject([{ due: '2030-04-23' }]);
    expect(await marked()).toEqual([]);
  });

  it('after an assessment of rights, and after a change of the person', async () => {
    const dan = await victim('2030-04-10T09:00:00Z');
    await countClocks(casework, dan.incidentId);
    await casework.rows(
      `INSERT INTO enhanced_status (id, case_id, person_id, status, bases, is_automatic, decided_at, decided_by, recorded_at)
       VALUES (gen_random_uuid(), $1, $2, 'yes', '{discretion}', false, $3, 'invented', $3)`,
      ...[dan.caseId, dan.personId, '2030-04-10T08:00:00Z'],
    );
    await keep.afterAssessment({ caseId: dan.caseId });
    await keep.sweep();
    // What was known before the report holds when the clock starts.
    expect(await clocksOf(dan, '20-4B')).toMatchObject([{ status: 'yes' }]);
    await keep.afterPersonChanged({ personId: dan.personId });
    expect(await marked()).toEqual([dan.incidentId]);
    await keep.sweep();
  });

  it('of each victim with the cohorts that offences and markers name, as long as nobody lifts these', async () => {
    const eli = await casework.people.add({ markers: { modernSlavery: 'yes', hateCrime: 'blank' } });
    await setCrime(casework, eli, { reportedAt: '2030-04-10T09:00:00Z', homeOfficeClass: '053' });
    const cohorts = async () => {
      await countClocks(casework, eli.incidentId);
      return casework.rows('SELECT cohorts FROM entitlement_victim WHERE party_id = $1', eli.partyId);
    };
    expect(await cohorts()).toEqual([{ cohorts: ['fraud', 'msht'] }]);
    await casework.rows(
      `INSERT INTO marker_lift (id, person_id, referral_id, marker, at_version, reason_code, lifted_by, lifted_at)
       VALUES (gen_random_uuid(), $1, $2, 'modernSlavery', 1, 'entered-in-error', 'dev-coordinator-1', $3)`,
      ...[eli.personId, eli.referralId, casework.clock.now()],
    );
    expect(await cohorts()).toEqual([{ cohorts: ['fraud'] }]);
  });

  it('after a late bank holiday: what still runs is counted anew, what had run out stays as it was', async () => {
    const [open, over, later] = [await victim(null), await victim(null), await victim(null)];
    const arrested = { kind: 'suspect.arrested', at: '2030-04-01T09:00:00Z' };
    await addEvents(casework, open.incidentId, { ...arrested, at: '2030-04-15T09:00:00Z' });
    for (const { incidentId } of [over, later]) await addEvents(casework, incidentId, arrested);
    await countClocks(casework, open.incidentId, over.incidentId);
    expect(await clocksOf(open, '20-6A1')).toMatchObject([{ due: '2030-04-24' }]);
    const before = await clocksOf(over, '20-6A1');
    expect(before).toMatchObject([{ due: '2030-04-08' }]);
    await casework.rows(
      `INSERT INTO bank_holiday
       VALUES ('2030-04-03', 'Invented', 'invented', true), ('2030-04-16', 'Invented', 'invented', true)`,
    );
    await casework.rows(
      `INSERT INTO bank_holiday_change VALUES (1000, '2030-04-16', 'added', 'proclaimed', 'invented', $1)`,
      casework.clock.now(),
    );
    await keep.afterHolidaysChanged();
    const again = await marked();
    expect([again.includes(open.incidentId), again.includes(over.incidentId)]).toEqual([true, false]);
    await keep.sweep();
    expect(await clocksOf(open, '20-6A1')).toMatchObject([{ due: '2030-04-25', version: 1000 }]);
    await countClocks(casework, over.incidentId, later.incidentId);
    expect(await clocksOf(over, '20-6A1')).toEqual(before);
    expect(await clocksOf(later, '20-6A1')).toMatchObject([{ due: '2030-04-09', version: 1000 }]);
  });

  it('loudly where the calendar runs out, and for everybody else nevertheless', async () => {
    const last = await casework.rows<{ year: number }>(
      'SELECT max(extract(year FROM holiday_on))::int AS year FROM bank_holiday',
    );
    const end = `${last[0]!.year}-12-30T10:00:00Z`;
    casework.clock.set(new Date(`${last[0]!.year + 1}-01-10T10:00:00Z`));
    const [eve, flo] = [await victim(end), await victim('2030-04-10T09:00:00Z')];
    const build = casework.app.get(BuildClocks);
    const counting = casework.app.get(Database).inTransaction(AGENT, (tx) => build.of(tx, [eve.incidentId]));
    await expect(counting).rejects.toThrow(ClocksOutrunCalendar);
    await keep.afterReferrals({ personIds: [eve.personId, flo.personId] });
    await keep.sweep();
    expect(await clocksOf(flo, '20-4B')).toHaveLength(1);
    expect(await marked()).toEqual([eve.incidentId]);

    const lost = await Promise.all(Array.from({ length: MORE_THAN_A_BATCH }, () => victim(end)));
    await keep.afterReferrals({ personIds: lost.map(({ personId }) => personId) });
    casework.clock.set(new Date(casework.clock.now().getTime() + 60_000));
    const gus = await victim('2030-04-10T09:00:00Z');
    await keep.afterReferrals({ personIds: [gus.personId] });
    await keep.sweep();
    expect(await clocksOf(gus, '20-4B')).toHaveLength(1);
    expect(await marked()).toHaveLength(1 + MORE_THAN_A_BATCH);
  });
});

describe('the rules of the Codes', () => {
  it('are stored once, and mark every crime when they change', async () => {
    const database = casework.app.get(Database);
    const publish = (book: CodeBook) =>
      database.inTransaction(AGENT, (tx) => new PublishCode(database, book).publish(tx));
    const book = casework.app.get(CodeBook);
    expect(await publish(book)).toBe(false);
    const settings = [...book.settings];
    const file = {
      settings,
      feeds: [...book.feeds],
      specialistCohorts: [...book.specialistCohorts],
      injuryCohorts: [...book.injuryCohorts],
      consentFirstCohorts: [...book.consentFirstCohorts],
    };
    const fewer = new CodeBook(
      book.rules.filter(({ ruleId }) => ruleId !== '20-6A1'),
      file,
      'another',
    );
    expect(await publish(fewer)).toBe(true);
    const counted = await casework.rows<{ rules: number; crimes: number; marks: number }>(
      `SELECT (SELECT count(*) FROM code_rule)::int AS rules, (SELECT count(*) FROM incident)::int AS crimes,
              (SELECT count(*) FROM entitlement_mark)::int AS marks`,
    );
    expect(counted[0]).toMatchObject({ rules: 66, marks: counted[0]!.crimes });
  });
});
