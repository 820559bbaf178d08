import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EntitlementsModule } from '../../src/entitlements/entitlements.module.js';
import { newId } from '../../src/platform/ids.js';
import { HidingThread } from '../../src/reporting/victims-code/board/hiding-thread.js';
import { VictimsCodeReportModule } from '../../src/reporting/victims-code/victims-code-report.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { CodeClocks } from '../support/code-clocks.js';
import { refused } from '../support/http.js';

const APRIL = { from: '2019-04-01', to: '2019-04-30' };
type Hide = HidingThread['hide'];

let casework: CaseworkApplication;
let thread: HidingThread;

beforeAll(async () => {
  casework = await CaseworkApplication.open(EntitlementsModule, VictimsCodeReportModule);
  thread = casework.app.get(HidingThread);
  const clocks = new CodeClocks(casework);
  await clocks.add(await clocks.victim(), { on: '2019-04-03' }, 8);
});
afterEach(() => void jest.restoreAllMocks());
afterAll(() => casework.close());

/** What becomes of a search; the thread is a real one. */
const DEATHS: Record<string, (hide: Hide) => Hide> = {
  'ends without a word': (hide) => async (given) =>
    (await Promise.all([hide(given), thread.onModuleDestroy()]))[0],
  'fails at what it is given': (hide) => (given) =>
    hide({ ...given, history: [{ ...APRIL, version: 1, cells: '{"yes": {}' }] }),
};

describe.each(Object.keys(DEATHS))('Where the thread that looks for what to hide %s', (death) => {
  it('nothing is stored and nothing of the inside told, and the same request works when it is sent again', async () => {
    const key = newId();
    const publish = () =>
      casework.api
        .as('returns-officer')
        .post('/reports/victims-code/publications', APRIL)
        .set('idempotency-key', key);
    const stored = () => casework.rows('SELECT id FROM code_report_publication');
    const before = await stored();
    jest.spyOn(thread, 'hide').mockImplementationOnce(DEATHS[death]!(thread.hide.bind(thread)));

    await publish()
      .expect(refused(500, 'internal-error'))
      .expect(({ text }) => expect(text).not.toMatch(/thread|JSON/));
    expect(await stored()).toEqual(before);

    await publish().expect(201);
    expect(await stored()).toHaveLength(before.length + 1);
  });
});
