import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EntitlementsModule } from '../../src/entitlements/entitlements.module.js';
import { newId } from '../../src/platform/ids.js';
import { HidingThread } from '../../src/reporting/victims-code/board/hiding-thread.js';
import { VictimsCodeReportModule } from '../../src/reporting/victims-code/victims-code-report.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { CodeClocks } from '../support/code-clocks.js';
import { refused } from '../support/http.js';

const MONTHS = [
  { from: '2019-04-01', to: '2019-04-30' },
  { from: '2019-05-01', to: '2019-05-31' },
  { from: '2019-06-01', to: '2019-06-30' },
];
const QUARTER = { from: '2019-04-01', to: '2019-06-30' };
type Hide = HidingThread['hide'];

/** Fifty rules with some of the duties of the one that there is, so that searching takes a while. */
const MANY_RULES = `
  INSERT INTO entitlement_clock
  SELECT (jsonb_populate_record(c, jsonb_build_object(
            'id', gen_random_uuid(), 'rule_id', c.rule_id || n, 'right_no', 'Part ' || n % 7))).*
    FROM (SELECT *, row_number() OVER (PARTITION BY started_on, party_id, satisfied_on ORDER BY id) AS place
            FROM entitlement_clock) numbered
    JOIN entitlement_clock c ON c.id = numbered.id
    JOIN generate_series(1, 50) n ON place % (1 + n % 4) = 0`;

let casework: CaseworkApplication;
let thread: HidingThread;

beforeAll(async () => {
  casework = await CaseworkApplication.open(EntitlementsModule, VictimsCodeReportModule);
  thread = casework.app.get(HidingThread);
  const clocks = new CodeClocks(casework);
  const people = [
    await clocks.victim({ cohorts: ['msht'], age: 30 }),
    await clocks.victim({ cohorts: ['fraud'], age: 71 }),
  ];
  for (const month of [4, 5, 6])
    for (const [number, who] of people.entries()) {
      const wanted = { on: `2019-0${month}-03`, holder: number === 0 ? 'POLICE' : 'CPS' };
      await clocks.add(who, wanted, 6 + month + number);
      await clocks.add(who, { ...wanted, state: 'met-late' }, 1 + ((month + number) % 4));
    }
  await casework.rows(MANY_RULES);
});
afterEach(() => void jest.restoreAllMocks());
afterAll(() => casework.close());

const publish = (period: { from: string; to: string }) =>
  casework.api.as('returns-officer').post('/reports/victims-code/publications', period);
const stored = () =>
  casework.rows<{ version: number; publications: number }>(
    `SELECT count(*)::int AS publications, max(version_no) AS version FROM code_report_publication
      WHERE period_from = '2019-04-01' AND period_to = '2019-06-30'`,
  );

/** Lets something happen while the thread looks for what to hide; answers how often it looked. */
function meanwhile(happens: (searched: ReturnType<Hide>) => Promise<unknown>, times = 1) {
  const hide = thread.hide.bind(thread);
  const spy = jest.spyOn(thread, 'hide');
  for (let time = 0; time < times; time += 1)
    spy.mockImplementationOnce(async (given) => {
      const searched = hide(given);
      await Promise.all([searched, happens(searched)]);
      return searched;
    });
  return () => spy.mock.calls.length;
}

/** As another process would, which shares nothing but the database. */
const publishElsewhere = () =>
  casework.rows(
    `INSERT INTO code_report_publication
     SELECT (jsonb_populate_record(p, jsonb_build_object('id', $1::text, 'version_no', p.version_no + 1))).*
       FROM code_report_publication p WHERE period_from = '2019-06-01' ORDER BY version_no DESC LIMIT 1`,
    newId(),
  );

describe('While it is searched what to hide of a table', () => {
  it('others are answered, and nothing of it is in the database yet', async () => {
    for (const month of MONTHS) await publish(month).expect(201);
    let isFound = false;
    meanwhile(async (searched) => {
      void searched.then(() => (isFound = true));
      await casework.api.as('board-analyst').get('/reports/victims-code/publications').expect(200);
      const [idle] = await casework.rows<{ sessions: number }>(
        `SELECT count(*)::int AS sessions FROM pg_stat_activity
          WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
      );
      expect([isFound, idle!.sessions]).toEqual([false, 0]);
      casework.later(1);
    });
    const { body } = await publish(QUARTER).expect(201);
    const { asOf, publishedAt } = body as { asOf: string; publishedAt: string };
    expect(isFound).toBe(true);
    expect(Date.parse(publishedAt) - Date.parse(asOf)).toBeGreaterThanOrEqual(3_600_000);
  });

  it('a repeat under the same key waits, and is given the first answer', async () => {
    const key = newId();
    const once = () => publish(QUARTER).set('idempotency-key', key).expect(201);
    const [before] = await stored();
    const [first, again] = await Promise.all([once(), once()]);
    expect(again.body).toEqual(first.body);
    expect(await stored()).toEqual([
      { publications: before!.publications + 1, version: before!.version + 1 },
    ]);
  });

  it('what another process publishes is taken into account', async () => {
    const timesSearched = meanwhile(publishElsewhere);
    const [before] = await stored();
    await publish(QUARTER).expect(201);
    expect(timesSearched()).toBe(2);
    expect(await stored()).toEqual([
      { publications: before!.publications + 1, version: before!.version + 1 },
    ]);
  });

  it('it is given up where that happens each time, and the key stays free', async () => {
    const key = newId();
    const before = await stored();
    meanwhile(publishElsewhere, 3);
    await publish(QUARTER).set('idempotency-key', key).expect(refused(409, 'published-meanwhile'));
    expect(await stored()).toEqual(before);
    await publish(QUARTER).set('idempotency-key', key).expect(201);
  });
});
