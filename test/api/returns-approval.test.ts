import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReportingModule } from '../../src/reporting/reporting.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { CountedRows } from '../support/counted-rows.js';
import { refused } from '../support/http.js';
import {
  APPROVER,
  etag,
  failedRules,
  funnelOf,
  PREPARER,
  ReturnsOffice,
  type ShownReturn,
} from '../support/returns-office.js';

let casework: CaseworkApplication;
let office: ReturnsOffice;
let rows: CountedRows;

beforeAll(async () => {
  casework = await CaseworkApplication.open(ReportingModule);
  office = new ReturnsOffice(casework);
  rows = new CountedRows(casework);
});
afterAll(() => casework.close());

/** A quarter of each test's own, far from the others. */
let year = 2018;
const quarter = () => {
  year += 1;
  return [`${year}-04-01`, `${year}-06-30`] as const;
};
const on = (day: string) => `${year}-${day}T12:00:00Z`;

const draft = async () => office.begun(...quarter());
const shown = ({ body }: { body: unknown }) => body as ShownReturn;

describe('POST /returns/{id}/approval', () => {
  it('is a second person’s word, and the figures stand from then on', async () => {
    const own = await draft();
    await office.approve(own, PREPARER).expect(refused(409, 'second-person-needed'));
    await office.approve(own, 'team-leader').expect(403);
    const approved = shown(await office.approve(own).expect(200));
    expect(approved).toMatchObject({ state: 'approved', approvedBy: APPROVER, preparedBy: PREPARER });
    await rows.arrived(await casework.people.add(), on('05-01'));
    const again = await office.read(own.id);
    expect([funnelOf(again)['referrals.total'], again.figuresSha256]).toEqual([undefined, own.figuresSha256]);
    await office.approve(approved).expect(refused(409, 'return-decided'));
  });

  it('is of the figures that were read, and of the version that was read', async () => {
    const own = await draft();
    await rows.arrived(await casework.people.add(), on('05-01'));
    await office.approve(own).expect(refused(409, 'figures-changed'));
    await office.approve({ ...(await office.read(own.id)), version: 7 }).expect(refused(412, 'stale-edit'));
    const path = `/returns/${own.id}/approval`;
    await casework.api.as(APPROVER).post(path, { figuresSha256: own.figuresSha256 }).expect(428);
    await office.approve(await office.read(own.id)).expect(200);
  });

  it('is stopped by every rule that blocks and fails, each named with both sides', async () => {
    const own = await draft();
    const ada = await casework.people.add();
    await rows.arrived(ada, on('04-01'));
    // Closed without the row that says why and by whom.
    await rows.sql(
      `UPDATE support_case SET closed_at = $2, closure_reason = 'needs-met' WHERE id = $1`,
      ...[ada.caseId, on('04-20')],
    );
    const read = await office.read(own.id);
    expect(failedRules(read)).toContain('R11');
    const { body } = await office.approve(read).expect(refused(409, 'integrity-failed', 'rules.R11'));
    expect((body as { fields: { message: string }[] }).fields[0]!.message).toContain(
      'Closures:episodes 0, Funnel[episodes.closed] 1',
    );
  });

  it('waits for the end of the period', async () => {
    const today = casework.clock.now();
    const month = Math.floor(today.getUTCMonth() / 3) * 3;
    const days = [0, 3].map(
      (months) => new Date(Date.UTC(today.getUTCFullYear(), month + months, months ? 0 : 1)),
    );
    const [from, to] = days.map((day) => day.toISOString().slice(0, 10)) as [string, string];
    const running = await office.begun(from, to);
    await office.approve(running).expect(refused(409, 'integrity-failed', 'rules.OVER'));
  });

  it('takes a code that no list has for a fault, never for another code', async () => {
    const own = await draft();
    const ada = await casework.people.add();
    await rows.arrived(ada, on('04-01'), { homeOffice: '999/99' });
    await rows.about(ada, { gender: 'GNDR_9999' });
    await rows.closed(ada, on('05-01'), 'because');
    const read = await office.read(own.id);
    expect(read.unmapped.map(({ list, code, count }) => [list, code, count])).toEqual([
      ['offences', '999/99', 1],
      ['dispositions', 'because', 1],
      ['closure-reasons', 'because', 1],
      ['sex', 'GNDR_9999', 1],
    ]);
    const { body } = await office.approve(read).expect(409);
    const failed = (body as { fields: { field: string }[] }).fields.map(({ field }) => field);
    expect(failed).toEqual(expect.arrayContaining(['rules.CODES', 'rules.R01', 'rules.R11']));
    expect(JSON.stringify(read.sheets)).not.toMatch(/"other",1\]/);
  });

  it('is of what the present definition counts', async () => {
    const own = await draft();
    await rows.sql(
      `INSERT INTO moj_return (id, definition, definition_sha256, kind, period_from, period_to, version_no, state,
                               prepared_at, prepared_by)
       SELECT gen_random_uuid(), definition, 'older', kind, period_from, period_to, version_no, state, prepared_at, 'older'
         FROM moj_return WHERE id = $1`,
      own.id,
    );
    const [older] = (await rows.sql(`SELECT id FROM moj_return WHERE prepared_by = 'older'`)) as {
      id: string;
    }[];
    await office.approve(await office.read(older!.id)).expect(refused(409, 'definition-changed'));
  });

  it('approves one return of a period at a time', async () => {
    const [from, to] = quarter();
    const [one, other] = [await office.begun(from, to), await office.begun(from, to)];
    const approved = shown(await office.approve(one).expect(200));
    await office.approve(other).expect(refused(409, 'another-approved'));
    await office.verb(approved, 'submission', PREPARER).expect(200);
    await office.approve(other).expect(refused(409, 'superseded-since'));
  });
});

describe('POST /returns/{id}/withdrawal', () => {
  it('ends a draft or an approved return, and makes room for another', async () => {
    const [from, to] = quarter();
    const first = shown(await office.approve(await office.begun(from, to)).expect(200));
    const withdrawn = shown(await office.verb(first, 'withdrawal', APPROVER).expect(200));
    expect(withdrawn.state).toBe('withdrawn');
    await office.verb(withdrawn, 'withdrawal', APPROVER).expect(refused(409, 'return-decided'));
    await office.approve(await office.begun(from, to)).expect(200);
    await casework.api
      .as('team-leader')
      .post(`/returns/${first.id}/withdrawal`)
      .set('if-match', etag(first))
      .expect(403);
  });
});
