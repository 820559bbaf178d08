import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReportingModule } from '../../src/reporting/reporting.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { CountedRows } from '../support/counted-rows.js';
import { ReturnsOffice, sheetOf, type ShownReturn } from '../support/returns-office.js';

const RAPE = '019';

let casework: CaseworkApplication;
let office: ReturnsOffice;
let rows: CountedRows;

beforeAll(async () => {
  casework = await CaseworkApplication.open(ReportingModule);
  office = new ReturnsOffice(casework);
  rows = new CountedRows(casework);
});
afterAll(() => casework.close());

const categoriesOf = (shown: ShownReturn) => sheetOf(shown, 'Crime').map((row) => row['return_category']);

describe('A return', () => {
  it('believes no birth date that is in doubt: the age is not known, at the crime and at the referral', async () => {
    const ada = await casework.people.add({ dateOfBirth: '2006-05-04' });
    await rows.arrived(ada, '2019-05-01T10:00:00Z', { homeOffice: RAPE });
    const draft = await office.begun('2019-04-01', '2019-06-30');
    const bands = (shown: ShownReturn) =>
      sheetOf(shown, 'Demographics')
        .filter((row) => row['dimension'] === 'age-band' && row['referred_persons'] === 1)
        .map((row) => row['code']);
    expect([bands(draft), categoriesOf(draft)]).toEqual([['10-12'], ['child-sexual-abuse-current']]);
    await rows.about(ada, { birth_date_doubt: 'birth-date-default' });
    const doubted = await office.read(draft.id);
    expect([bands(doubted), categoriesOf(doubted)]).toEqual([['not_known'], ['sexual-offences']]);
  });

  it('counts no crime by a marker that a person lifted, until a later version raises it anew', async () => {
    const ben = await casework.people.add({ markers: { modernSlavery: 'yes' } });
    await rows.arrived(ben, '2020-05-01T10:00:00Z');
    const draft = await office.begun('2020-04-01', '2020-06-30');
    expect(categoriesOf(draft)).toEqual(['modern-slavery']);
    await rows.sql(
      `INSERT INTO marker_lift (id, person_id, referral_id, marker, at_version, reason_code, lifted_by, lifted_at)
       VALUES (gen_random_uuid(), $1, $2, 'modernSlavery', 1, 'entered-in-error', 'dev-coordinator-1', '2020-05-02Z')`,
      ...[ben.personId, ben.referralId],
    );
    expect(categoriesOf(await office.read(draft.id))).toEqual(['burglary']);
    await rows.sql(
      `UPDATE referral SET markers_raised = '{"modernSlavery": 2}' WHERE id = $1`,
      ben.referralId,
    );
    expect(categoriesOf(await office.read(draft.id))).toEqual(['modern-slavery']);
  });
});
