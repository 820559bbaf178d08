import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ReportingModule } from '../../src/reporting/reporting.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

interface Line {
  code: string;
  value: number;
  kind: string;
  compared?: number;
}
interface Report {
  referrals: Line[];
  automaticContact: Line[];
  phone: Line[];
  support: Line[];
  agencyReferrals: Line;
  agencies: { agency: string; sent: number; accepted: number; declined: number; pending: number }[];
  outcomes: Line[];
  proactiveGroups: { group: string; persons: number }[];
  comparison: { values: Record<string, number> } | null;
}

let casework: CaseworkApplication;

beforeAll(async () => {
  casework = await CaseworkApplication.open(ReportingModule);
});
afterAll(() => casework.close());

/** Each test has a year of its own, so that nobody counts the people of another. */
let year = 2019;
beforeEach(() => {
  year += 1;
});
const on = (day: string, time = '12:00:00Z') => `${year}-${day}T${time}`;

const ask = (query: string, who = 'returns-officer') =>
  casework.api.as(who as 'returns-officer').get(`/reports/panel?${query}`);
const dates = (from = '04-01', to = '04-30') => `from=${year}-${from}&to=${year}-${to}`;

async function report(from?: string, to?: string, more = ''): Promise<Report> {
  return (await ask(dates(from, to) + more).expect(200)).body as Report;
}

const valuesOf = (lines: Line[]) => Object.fromEntries(lines.map(({ code, value }) => [code, value]));

/** Inserts a row about somebody's case, as the rooms of the service would. */
async function row(table: string, { caseId, personId }: Somebody, values: Record<string, unknown>) {
  const all: Record<string, unknown> = { case_id: caseId, person_id: personId, restricted: false, ...values };
  const names = Object.keys(all);
  const places = names.map((_, index) => `$${index + 1}`).join();
  const sql = `INSERT INTO ${table} (${names.join()}) VALUES (${places})`;
  await casework.rows(sql, ...(Object.values(all) as never[]));
}

async function call(somebody: Somebody, at: string, result = 'answered-victim') {
  const safe_to_talk = result === 'answered-victim' ? 'yes' : 'not-asked-no-answer';
  const { referralId: referral_id } = somebody;
  const who = { occurred_at: at, recorded_at: at, recorded_by: 'test' };
  await row('contact_attempt', somebody, {
    ...{ id: randomUUID(), referral_id, purpose: 'agreed-call' },
    ...{ safe_to_talk, result, ...who },
  });
}

async function assess(somebody: Somebody, at: string, kind = 'needs') {
  const id = randomUUID();
  const form = { form_code: kind, form_version: 1, answers: '{}' };
  const who = { completed_at: at, completed_by: 'test', recorded_at: at, review_due_on: '2031-01-01' };
  await row('assessment', somebody, { id, kind, ...form, ...who });
  return id;
}

async function plan(somebody: Somebody, at: string) {
  const assessment_id = await assess(somebody, at, 'general');
  const who = { owner: 'dev-coordinator-1', created_at: at, created_by: 'test', updated_at: at };
  const next = { next_check_in_at: '2031-01-01T00:00:00Z', review_due_on: '2031-01-01' };
  const id = randomUUID();
  await row('support_plan', somebody, {
    ...{ id, state: 'active', assessment_id, risk_level: 'standard' },
    ...{ ...who, ...next },
  });
}

async function exit(somebody: Somebody, at: string, results: Record<string, string>, supersedes?: string) {
  const id = randomUUID();
  const who = { reported_by: 'victim', assessed_at: at, recorded_at: at, recorded_by: 'test' };
  const framework = { framework: 'MOJ-2018', moment: 'exit' };
  await row('outcome_assessment', somebody, { id, ...framework, ...who, supersedes: supersedes ?? null });
  for (const [outcome, result] of Object.entries(results))
    await row('outcome_result', somebody, { assessment_id: id, outcome, result, is_ceiling: false });
  return id;
}

const direct = ({ referralId }: Somebody) =>
  casework.rows(`UPDATE referral SET pathway = 'self' WHERE id = $1`, referralId);
const closed = ({ caseId }: Somebody, at: string) =>
  casework.rows(
    `UPDATE support_case SET opened_at = $2::timestamptz - interval '1 year', closed_at = $2, closure_reason = 'needs-met'
      WHERE id = $1`,
    caseId,
    at,
  );

describe('GET /reports/panel', () => {
  it('counts everybody who was reached once, by the first call that reached them', async () => {
    const [ada, ben, cleo] = [
      await casework.people.add({ cohorts: ['burglary'] }),
      await casework.people.add(),
      await casework.people.add(),
    ] as const;
    await direct(ben);
    await call(ada, on('04-01', '00:00:00+01:00'));
    await call(ada, on('04-02'));
    await call(ben, on('04-30', '23:59:59+01:00'));
    await call(cleo, on('04-05'), 'no-answer');
    await call(cleo, on('05-01', '00:00:00+01:00'));
    const figures = await report();
    expect(valuesOf(figures.phone)).toEqual({
      phoned: 2,
      'phoned.from-referrals': 1,
      'phoned.proactive': 1,
    });
    expect(figures.proactiveGroups.find(({ group }) => group === 'burglary')?.persons).toBe(1);
    expect(valuesOf((await report('04-02', '04-29')).phone)).toMatchObject({ phoned: 1 });
  });

  it('counts the supported once, at the level that stands at the end, and those still supported', async () => {
    const [ada, ben, cleo] = [
      await casework.people.add(),
      await casework.people.add(),
      await casework.people.add(),
    ] as const;
    for (const somebody of [ada, ben, cleo]) await assess(somebody, on('04-10'));
    await assess(ada, on('04-20'));
    await plan(ben, on('04-25'));
    await closed(cleo, on('04-28'));
    expect(valuesOf((await report()).support)).toEqual({
      supported: 3,
      'supported.needs-assessment': 2,
      'supported.specialist-plan': 1,
      ongoing: 2,
    });
    expect(valuesOf((await report('04-01', '04-24')).support)).toEqual({
      supported: 3,
      'supported.needs-assessment': 3,
      'supported.specialist-plan': 0,
      ongoing: 3,
    });
  });

  it('counts what improved by the latest exit assessment that stands, and never adds outcomes up', async () => {
    const [ada, ben] = [await casework.people.add(), await casework.people.add()] as const;
    const wrong = await exit(ada, on('04-10'), { M1_HEALTH: 'improved', M2_COPE: 'improved' });
    await exit(ada, on('04-11'), { M1_HEALTH: 'declined', M2_COPE: 'improved' }, wrong);
    await exit(ben, on('04-12'), { M1_HEALTH: 'improved', M2_COPE: 'not-assessable' });
    await exit(ben, on('04-13'), { M1_HEALTH: 'maintained' });
    const { outcomes } = await report();
    expect(outcomes.map(({ code, value, compared }) => [code, value, compared])).toEqual([
      ['outcomes.M1_HEALTH', 0, 2],
      ['outcomes.M2_COPE', 1, 1],
      ['outcomes.M3_SAFETY', 0, 0],
      ['outcomes.M4_INFORMED', 0, 0],
    ]);
  });

  it('counts referrals to agencies by agency, and no signposting', async () => {
    const ada = await casework.people.add();
    const sent = (values: Record<string, unknown>) =>
      row('agency_referral', ada, {
        ...{ id: randomUUID(), purpose: 'advocacy', sent_by: 'test' },
        ...{ sent_at: on('04-03'), recorded_at: on('04-03'), updated_at: on('04-03') },
        ...{ kind: 'referral', lawful_basis: 'x', protects: 'adult-at-risk' },
        ...{ acknowledgement_due_at: on('04-09'), state: 'sent', ...values },
      });
    const answered = { acknowledged_at: on('04-04'), decided_at: on('04-04') };
    await sent({ agency_code: 'axis', state: 'accepted', ...answered });
    await sent({ agency_code: 'axis', purpose: 'counselling' });
    await sent({ agency_code: 'relate', state: 'declined', decline_reason: 'no-capacity', ...answered });
    await sent({
      ...{ agency_code: 'truth-project', kind: 'signposted', lawful_basis: null, protects: null },
      ...{ acknowledgement_due_at: null, state: 'closed', closed_at: on('04-03'), outcome_code: 'told' },
    });
    const { agencyReferrals, agencies } = await report();
    expect(agencyReferrals.value).toBe(3);
    expect(agencies).toMatchObject([
      { agency: 'axis', label: 'AXIS', sent: 2, accepted: 1, declined: 0, pending: 1 },
      { agency: 'relate', sent: 1, accepted: 0, declined: 1, pending: 0 },
    ]);
    const before = await report('04-03', '04-03');
    expect(before.agencies.map(({ pending }) => pending)).toEqual([2, 1]);
  });

  it('sets an earlier period beside it, and flows of two periods add up to the whole', async () => {
    const people = [await casework.people.add(), await casework.people.add()] as const;
    for (const [index, somebody] of people.entries()) {
      const day = `04-${index === 0 ? '10' : '20'}`;
      await casework.rows(
        'UPDATE referral SET first_accepted_at = $2 WHERE id = $1',
        somebody.referralId,
        on(day),
      );
      await exit(somebody, on(day), { M4_INFORMED: 'improved' });
    }
    const [whole, first, second] = [
      await report(),
      await report('04-01', '04-15'),
      await report('04-16', '04-30', `&compareFrom=${year}-04-01&compareTo=${year}-04-15`),
    ];
    const flows = (figures: Report) =>
      [
        ...figures.referrals,
        ...figures.automaticContact,
        figures.agencyReferrals,
        ...figures.outcomes,
      ].filter(({ kind }) => kind === 'flow');
    for (const [index, line] of flows(whole).entries())
      expect([line.code, line.value]).toEqual([
        line.code,
        flows(first)[index]!.value + flows(second)[index]!.value,
      ]);
    expect(second.comparison?.values).toMatchObject({ 'referrals.athena': 1, 'outcomes.M4_INFORMED': 1 });
  });

  it('is a page of bars that loads nothing and runs nothing', async () => {
    const page = await ask(`${dates()}&format=html`).expect(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.text).toContain('Victims receiving ongoing support');
    expect(page.text).not.toMatch(/<script|<img|https?:/);
  });

  it.each([
    ['from=2019-04-02&to=2019-04-01', 'to'],
    ['from=2019-02-30&to=2019-04-01', 'from'],
    ['from=2019-04-01&to=2019-04-02&compareFrom=2018-04-01', 'compareTo'],
    ['from=2019-04-01&to=2019-04-02&compareFrom=2018-04-02&compareTo=2018-04-01', 'compareTo'],
    ['from=2019-04-01&to=2019-04-02&format=pdf', 'format'],
    ['from=2019-04-01', 'to'],
  ])('names what is wrong with %s', async (query, field) => {
    await ask(query).expect(refused(400, 'invalid-request', field));
  });

  it('is for those who report, and counts people whom nobody may see', async () => {
    const ada = await casework.people.add();
    await call(ada, on('04-10'));
    await casework.people.restrict(ada, ['dev-team-leader-1']);
    expect(valuesOf((await report()).phone)).toMatchObject({ phoned: 1 });
    await ask(dates(), 'coordinator').expect(403);
    await ask(dates(), 'board-analyst').expect(403);
  });
});
