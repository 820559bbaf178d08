import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseworkModule } from '../../src/casework/casework.module.js';
import { SweepClosures } from '../../src/casework/closure/sweep-closures.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { JourneyRows } from '../support/journey-rows.js';
import type { Somebody, Wanted } from '../support/people.js';

let casework: CaseworkApplication;
let rows: JourneyRows;

beforeAll(async () => {
  casework = await CaseworkApplication.open(CaseworkModule);
  rows = new JourneyRows(casework);
});
afterAll(() => casework.close());

const DAY_MS = 24 * 3_600_000;
const daysAgo = (days: number) => new Date(casework.clock.now().getTime() - days * DAY_MS);
const sweep = () => casework.app.get(SweepClosures).sweepClosures();

/** Somebody to whom an email was sent so many days ago, and who did not answer. */
async function informed(days: number, wanted: Wanted = {}): Promise<Somebody> {
  const somebody = await casework.people.add(wanted);
  await casework.rows(`UPDATE support_case SET opened_at = $2 WHERE id = $1`, somebody.caseId, daysAgo(days));
  await rows.message(somebody, 'sent', daysAgo(days));
  await rows.tasksDone(somebody);
  await decide(somebody, 'AUTO_OK');
  return somebody;
}

/** The safety decision that stands, with every check finished. */
async function decide({ personId }: Somebody, decision: string): Promise<void> {
  await casework.rows('UPDATE person SET checked_version = safety_version WHERE id = $1', personId);
  await casework.rows(
    `INSERT INTO contact_decision (id, person_id, restricted, safety_version, decision, reasons, contact_points, decided_at, decided_by)
     VALUES (gen_random_uuid(), $1, false, 1, $2, '[]', '[]', $3, 'test')`,
    personId,
    decision,
    casework.clock.now(),
  );
}

async function isClosed({ caseId }: Somebody): Promise<boolean> {
  const [row] = await casework.rows<{ closed: boolean }>(
    'SELECT closed_at IS NOT NULL AS closed FROM support_case WHERE id = $1',
    caseId,
  );
  return row!.closed;
}

type Change = (somebody: Somebody) => Promise<unknown>;
const set =
  (column: string, value: string): Change =>
  (somebody) =>
    casework.rows(`UPDATE support_case SET ${column} = ${value} WHERE id = $1`, somebody.caseId);

describe('The sweep of closures', () => {
  it('closes nobody of whom danger became known, or whose checks are not finished', async () => {
    const [graver, unchecked] = [await informed(40), await informed(40)] as const;
    casework.later(1);
    await decide(graver, 'HUMAN_ONLY');
    await casework.rows(
      'UPDATE person SET safety_version = safety_version + 1 WHERE id = $1',
      unchecked.personId,
    );
    await sweep();
    expect([await isClosed(graver), await isClosed(unchecked)]).toEqual([false, false]);
  });

  it('closes whoever was only offered information and did not answer, saying by which rule, and only once', async () => {
    const somebody = await informed(30);
    await rows.task(somebody, 'follow-up-review');
    await casework.rows(
      `UPDATE task SET source = 'casework', source_id = NULL WHERE kind = 'follow-up-review'`,
    );
    await sweep();
    await sweep();
    const { body } = await casework.api
      .as('coordinator')
      .get(`/cases/${somebody.caseId}/closure`)
      .expect(200);
    expect(body).toMatchObject({ reason: 'information-only', isAutomatic: true, version: 2 });
    expect(body).toMatchObject({ closedBy: 'service:sweep-closures' });
    expect((body as { explanation: string }).explanation).toMatch(
      /^informationOnlyClosureDays: 28 days after the last message, of \d{4}-\d\d-\d\d$/,
    );
    const events = await casework.rows(
      `SELECT details->>'rule' AS rule FROM case_event WHERE case_id = $1 AND kind = 'case.closed'`,
      somebody.caseId,
    );
    expect(events).toEqual([{ rule: (body as { explanation: string }).explanation }]);
  });

  it('closes on the day on which the days have passed, and not before', async () => {
    const [early, due] = [await informed(27), await informed(28)];
    await sweep();
    expect([await isClosed(early), await isClosed(due)]).toEqual([false, true]);
  });

  it.each<[string, Wanted]>([
    ['of modern slavery', { cohorts: ['msht'] }],
    ['of fraud', { cohorts: ['fraud'] }],
    ['of high harm', { cohorts: ['burglary', 'high-harm'] }],
    ['of a child', { dateOfBirth: '2015-01-01' }],
  ])('never closes a case %s', async (_, wanted) => {
    const somebody = await informed(60, wanted);
    await sweep();
    expect(await isClosed(somebody)).toBe(false);
  });

  it.each<[string, Change]>([
    [
      'of somebody whose age nobody knows',
      ({ personId }) => casework.rows('UPDATE person SET date_of_birth = NULL WHERE id = $1', personId),
    ],
    ['that is urgent for self-harm', set('priority_reasons', `'{risk-of-self-harm}'`)],
    ['that somebody has', set('allocated_to', `(SELECT subject FROM staff_member ORDER BY subject LIMIT 1)`)],
    ['that continues another', set('reopened_from', 'id')],
    ['with a call', (somebody) => rows.call(somebody, 'no-answer', 1)],
    ['with an assessment', (somebody) => rows.needsAssessment(somebody)],
    ['with an open task', (somebody) => rows.task(somebody, 'call-person')],
    [
      'with a message that came back',
      ({ caseId }) => casework.rows(`UPDATE message SET state = 'returned' WHERE case_id = $1`, caseId),
    ],
    [
      'that was referred directly',
      ({ caseId }) => casework.rows(`UPDATE referral SET pathway = 'self' WHERE case_id = $1`, caseId),
    ],
    ['of a restricted person', (somebody) => casework.people.restrict(somebody, ['dev-team-leader-1'])],
    ['of enhanced status', (somebody) => enhanced(somebody, 'yes')],
    ['of a likely enhanced status that nobody assessed', (somebody) => enhanced(somebody, 'not-assessed')],
  ])('never closes a case %s', async (_, change) => {
    const somebody = await informed(60);
    await change(somebody);
    await sweep();
    expect(await isClosed(somebody)).toBe(false);
  });

  it('closes one whose enhanced status was assessed and is none', async () => {
    const somebody = await informed(60);
    await enhanced(somebody, 'no');
    await sweep();
    expect(await isClosed(somebody)).toBe(true);
  });

  it('closes everybody else where one cannot be closed', async () => {
    const [stuck, other] = [await informed(60), await informed(60)];
    await casework.rows(
      `INSERT INTO case_closure (case_id, person_id, restricted, reason, closed_at, closed_by, is_automatic)
       VALUES ($1, $2, false, 'planted', now(), 'test', false)`,
      stuck.caseId,
      stuck.personId,
    );
    await sweep();
    expect([await isClosed(stuck), await isClosed(other)]).toEqual([false, true]);
  });
});

function enhanced({ caseId, personId }: Somebody, status: string): Promise<unknown> {
  return casework.rows(
    `INSERT INTO enhanced_status (id, case_id, person_id, restricted, status, bases, is_automatic, decided_at, decided_by, recorded_at)
     VALUES (gen_random_uuid(), $1, $2, false, $3, $4, true, now(), 'test', now())`,
    ...[caseId, personId, status, status === 'no' ? [] : ['vulnerable']],
  );
}
