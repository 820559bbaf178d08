import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReportingModule } from '../../src/reporting/reporting.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { CountedRows } from '../support/counted-rows.js';
import { bytesOf } from '../support/downloads.js';
import { refused } from '../support/http.js';
import { funnelOf, PREPARER, ReturnsOffice, sheetOf, type ShownReturn } from '../support/returns-office.js';

let casework: CaseworkApplication;
let office: ReturnsOffice;
let rows: CountedRows;
let locked: ShownReturn;
let workbook: Buffer;

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const download = (id: string, format = 'xlsx'): Promise<Buffer> =>
  bytesOf(casework.api.as('returns-officer').get(`/returns/${id}/workbook?format=${format}`));

beforeAll(async () => {
  casework = await CaseworkApplication.open(ReportingModule);
  office = new ReturnsOffice(casework);
  rows = new CountedRows(casework);
  const ada = await casework.people.add();
  await rows.arrived(ada, '2019-04-05T10:00:00Z');
  await rows.assessed(ada, '2019-04-08T10:00:00Z');
  locked = await office.lock(await office.begun('2019-04-01', '2019-06-30'));
  workbook = await download(locked.id);
});
afterAll(() => casework.close());

describe('POST /returns/{id}/submission', () => {
  it('stores the bytes with their hash and serves them for ever', async () => {
    expect(locked).toMatchObject({ state: 'submitted', workbookSha256: sha256(workbook) });
    expect(sha256(await download(locked.id, 'csv'))).toBe(locked.tablesSha256);
    casework.later(1);
    expect((await download(locked.id)).equals(workbook)).toBe(true);
  });

  it('comes after the approval, once', async () => {
    const draft = await office.begun('2020-04-01', '2020-06-30');
    await office.verb(draft, 'submission', PREPARER).expect(refused(409, 'return-not-approved'));
    await office.verb(locked, 'submission', PREPARER).expect(refused(409, 'return-not-approved'));
    await office.verb(locked, 'withdrawal', PREPARER).expect(refused(409, 'return-decided'));
  });

  it.each([
    ['its figures', `UPDATE moj_return SET figures = '{}' WHERE id = $1`],
    ['its bytes', `UPDATE moj_return SET workbook = '' WHERE id = $1`],
    ['its state', `UPDATE moj_return SET state = 'draft' WHERE id = $1`],
    ['nothing at all', 'UPDATE moj_return SET version = version WHERE id = $1'],
    ['it away', 'DELETE FROM moj_return WHERE id = $1'],
    [
      'its money',
      `INSERT INTO moj_return_finance (return_id, stream, provider, allocation_pence, spend_period_pence, spend_year_pence)
       VALUES ($1, 'core', 'x', 1, 1, 1)`,
    ],
    [
      'its explanations',
      `INSERT INTO moj_return_explanation (return_id, about, text, given_by, given_at) VALUES ($1, 'rule:R09', 'x', 'x', now())`,
    ],
  ])('changes, in the database itself, %s of a locked return never', async (_, sql) => {
    await expect(rows.sql(sql, locked.id)).rejects.toMatchObject({ code: 'VA001' });
  });

  it('keeps two people apart in the database itself, and the whole table from being emptied', async () => {
    const draft = await office.begun('2020-04-01', '2020-06-30');
    const approved = `UPDATE moj_return SET state = 'approved', approved_at = now(), approved_by = prepared_by, figures = '{}',
                             figures_sha256 = 'x' WHERE id = $1`;
    await expect(rows.sql(approved, draft.id)).rejects.toMatchObject({ code: '23514' });
    await expect(rows.sql('TRUNCATE moj_return CASCADE')).rejects.toMatchObject({ code: 'VA001' });
  });
});

describe('A next version', () => {
  let next: ShownReturn;

  beforeAll(async () => {
    const late = await casework.people.add();
    await rows.arrived(late, '2019-06-30T12:00:00Z', { pathway: 'self' });
    await rows.assessed(late, '2019-06-30T13:00:00Z');
  });

  it('needs a reason; what was entered late shows in it and not in the locked one', async () => {
    await office.begin('2019-04-01', '2019-06-30').expect(refused(422, 'return-not-possible', 'reason'));
    next = await office.begun('2019-04-01', '2019-06-30', { reason: 'A referral was entered late.' });
    expect(next).toMatchObject({ versionNo: 2, supersedes: locked.id });
    expect([
      funnelOf(next)['referrals.total'],
      funnelOf(await office.read(locked.id))['referrals.total'],
    ]).toEqual([2, 1]);
    expect((await download(locked.id)).equals(workbook)).toBe(true);
  });

  it('says what it changes', async () => {
    const { body } = await casework.api.as('team-leader').get(`/returns/${next.id}/differences`).expect(200);
    const { items, reason } = body as {
      items: { cell: string; before: unknown; after: unknown }[];
      reason: string;
    };
    expect(reason).toBe('A referral was entered late.');
    const changed = Object.fromEntries(items.map(({ cell, before, after }) => [cell, [before, after]]));
    expect(changed).toMatchObject({
      'Funnel[referrals.total|referral|measure:referrals.total]:value': [1, 2],
      'Referrals[self|burglary]:received': [null, 1],
      'Caseload[needs-assessment]:closing': [1, 2],
    });
    const first = await casework.api.as('team-leader').get(`/returns/${locked.id}/differences`).expect(200);
    expect(first.body).toEqual({ supersedes: null, reason: null, items: [] });
  });

  it('takes the place of the other when it is submitted', async () => {
    const submitted = await office.lock(next);
    expect(await office.read(locked.id)).toMatchObject({ supersededBy: submitted.id, state: 'submitted' });
    const following = await office.begun('2019-07-01', '2019-09-30');
    expect(following.rules.find(({ rule }) => rule === 'R09')).toMatchObject({
      result: 'met',
      valueA: 2,
      valueB: 2,
    });
  });

  it('is held, in its opening, to the closing that was locked, unless somebody explains', async () => {
    const later = await casework.people.add();
    await rows.arrived(later, '2019-06-29T12:00:00Z');
    await rows.assessed(later, '2019-06-29T13:00:00Z');
    const following = await office.begun('2019-07-01', '2019-09-30');
    expect(following.rules.find(({ rule }) => rule === 'R09')).toMatchObject({
      result: 'failed',
      valueA: 3,
      valueB: 2,
    });
    await office.approve(following).expect(refused(409, 'integrity-failed', 'rules.R09'));
    const explanations = [{ about: 'rule:R09', text: 'One assessment was entered late.' }];
    const { body } = await casework.api
      .as(PREPARER)
      .put(`/returns/${following.id}/explanations`, { explanations }, `"${following.version}"`)
      .expect(200);
    const explained = body as ShownReturn;
    expect(explained.rules.find(({ rule }) => rule === 'R09')).toMatchObject({ result: 'explained' });
    expect(
      sheetOf(explained, 'Notes').find(({ applies_to_field }) => applies_to_field === 'rule:R09'),
    ).toMatchObject({
      text: 'One assessment was entered late.',
    });
    await office.approve(explained).expect(200);
  });
});
