import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgencyReferralsModule } from '../../src/agency-referrals/agency-referrals.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';

let casework: CaseworkApplication;

interface Shown {
  code: string;
  isAccepting: boolean;
  isInReport2019: boolean;
  isSelfReferralOnly: boolean;
  agesFrom: number | null;
  phone: string | null;
}

beforeAll(async () => {
  casework = await CaseworkApplication.open(AgencyReferralsModule);
});

afterAll(() => casework.close());

async function agencies(query = ''): Promise<Map<string, Shown>> {
  const { body } = await casework.api.as('coordinator').get(`/agencies${query}`).expect(200);
  return new Map((body as { items: Shown[] }).items.map((agency) => [agency.code, agency]));
}

describe('GET /agencies', () => {
  it('has the 24 of the report to the Panel in the summer of 2019', async () => {
    const shown = [...(await agencies('?on=2019-06-03')).values()];
    expect(shown.filter(({ isInReport2019 }) => isInReport2019)).toHaveLength(24);
    expect(shown.every(({ isAccepting }) => isAccepting)).toBe(true);
  });

  it('offers no agency that has ended, nor one that has not begun', async () => {
    expect((await agencies('?on=2022-10-31')).has('truth-project')).toBe(true);
    const later = await agencies('?on=2022-11-01');
    expect([later.has('truth-project'), later.has('branch-project')]).toEqual([false, true]);
    expect((await agencies('?on=2019-06-03')).has('branch-project')).toBe(false);
    expect((await agencies()).has('truth-project')).toBe(false);
  });

  it('shows what holds on the day: who takes nobody, and from which age', async () => {
    const [before, after] = [await agencies('?on=2019-10-31'), await agencies('?on=2021-06-01')];
    expect([before.get('axis')?.agesFrom, after.get('axis')?.agesFrom]).toEqual([11, 5]);
    expect([before.get('wmrsasc')?.isAccepting, after.get('wmrsasc')?.isAccepting]).toEqual([true, false]);
    expect(before.get('truth-project')).toMatchObject({ isSelfReferralOnly: true, phone: null });
    expect(before.get('herefordshire-mash')?.phone).toBe('01432 260800');
  });

  it('of a cohort shows those which serve it, or anybody', async () => {
    const shown = await agencies('?on=2019-06-03&cohort=msht');
    expect(['imsa', 'victim-support'].every((code) => shown.has(code))).toBe(true);
    expect(shown.has('axis')).toBe(false);
  });

  it('is for everybody who is signed in, and refuses what it cannot read', async () => {
    await casework.api.as('referrer').get('/agencies').expect(200);
    await casework.api.anonymously().get('/agencies').expect(401);
    const coordinator = casework.api.as('coordinator');
    await coordinator.get('/agencies?cohort=pirates').expect(refused(400, 'invalid-request', 'cohort'));
    await coordinator.get('/agencies?on=2019-02-29').expect(refused(400, 'invalid-request', 'on'));
  });
});
