import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntitlementItemResponse } from '../../src/entitlements/entitlement-responses.js';
import type { Page } from '../../src/platform/http/paging.js';
import { standingAt } from '../support/assessments.js';
import type { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Api } from '../support/http.js';
import { addEvents, countClocks, openEntitlements, setCrime } from '../support/justice.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let api: Api;
const people: Somebody[] = [];

beforeAll(async () => {
  casework = await openEntitlements();
  api = await standingAt(casework, new Date('2030-05-20T10:00:00Z'));
  await casework.rows(
    `INSERT INTO code_feed VALUES ('police', '2030-01-01', '2030-05-15', 'covered', 'invented')`,
  );
  for (const day of ['06', '07', '17', '20', '20']) {
    const person = await casework.people.add();
    await setCrime(casework, person, { reportedAt: null });
    await addEvents(casework, person.incidentId, {
      kind: 'suspect.arrested',
      at: `2030-05-${day}T08:00:00Z`,
    });
    people.push(person);
  }
  await countClocks(casework, ...people.map(({ incidentId }) => incidentId));
});
afterAll(() => casework.close());

async function page(query: string): Promise<Page<EntitlementItemResponse>> {
  return (await api.as('coordinator').get(`/entitlements?${query}`).expect(200))
    .body as Page<EntitlementItemResponse>;
}

/** By when, which person and in which states; of one day in the order of people. */
async function found(query: string): Promise<string[]> {
  const rows = (await page(query)).items.map(
    ({ caseId, dueOn, stateByStandard, stateByEnhanced }) =>
      `${dueOn} ${people.findIndex((person) => person.caseId === caseId)} ${stateByStandard} ${stateByEnhanced}`,
  );
  const days = rows.map((row) => row.slice(0, 10));
  expect(days).toEqual(days.toSorted((one, other) => (one < other ? -1 : 1)));
  return rows.toSorted((one, other) => (one < other ? -1 : 1));
}

describe('GET /entitlements', () => {
  it('finds duties of one state, by either limit where nobody assessed, what is due first first', async () => {
    expect(await found('state=breached')).toEqual([
      '2030-05-07 0 breached breached',
      '2030-05-08 1 breached breached',
    ]);
    expect(await found('state=due-soon')).toEqual([
      '2030-05-20 2 pending due-soon',
      '2030-05-21 3 pending due-soon',
      '2030-05-21 4 pending due-soon',
    ]);
    expect(await found('state=no-evidence')).toEqual([]);
    expect(await found('state=pending&dutyHolder=POLICE&ruleId=20-6A1')).toHaveLength(3);
    expect(await found('state=pending&dutyHolder=CPS')).toEqual([]);
  });

  it('goes on where a page ended', async () => {
    const seen: string[] = [];
    for (let after = ''; ;) {
      const { items, next } = await page(`state=pending&limit=1${after}`);
      seen.push(...items.map(({ id }) => id));
      if (next === null) break;
      after = `&after=${next}`;
    }
    expect(new Set(seen).size).toBe(3);
  });

  it('shows nobody who is hidden, and is not for referrers', async () => {
    await casework.people.restrict(people[4]!, []);
    expect(await found('state=due-soon')).toHaveLength(2);
    await api.as('referrer').get('/entitlements?state=pending').expect(403);
  });

  it('asks for a state that there is', async () => {
    await api
      .as('coordinator')
      .get('/entitlements')
      .expect(refused(400, 'invalid-request', 'state'));
    await api
      .as('coordinator')
      .get('/entitlements?state=late')
      .expect(refused(400, 'invalid-request', 'state'));
  });
});
