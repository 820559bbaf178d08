import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReportingModule } from '../../src/reporting/reporting.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';

let casework: CaseworkApplication;

beforeAll(async () => {
  casework = await CaseworkApplication.open(ReportingModule);
});
afterAll(() => casework.close());

const today = () => casework.clock.now().toISOString().slice(0, 10);
const rowsOf = async (who: 'coordinator' | 'dev-team-leader-1', query = '') => {
  const path = `/measures/persons.referred/rows?from=${today()}&to=${today()}${query}`;
  return (await casework.api.as(who).get(path).expect(200)).body as {
    items: { id: string; caseId: string; personId: string }[];
    next: string | null;
  };
};

describe('GET /measures', () => {
  it('documents what everybody who signs in may read, each with unit, kind, date rule and source', async () => {
    const { body } = await casework.api.as('board-analyst').get('/measures').expect(200);
    const { items } = body as { items: Record<string, string>[] };
    expect(items.find(({ code }) => code === 'supported')).toMatchObject({
      unit: 'person',
      kind: 'persons',
      dateRule: 'by the completion of the needs assessment',
      factStatus: 'ours',
    });
    expect(items.every((item) => Object.values(item).every((text) => text.length > 0))).toBe(true);
  });
});

describe('GET /measures/{code}/rows', () => {
  it('opens a figure to its cases for those who see people, and to nobody hidden', async () => {
    const [ada, ben] = [await casework.people.add(), await casework.people.add()] as const;
    await casework.people.restrict(ben, ['dev-team-leader-1']);
    expect((await rowsOf('coordinator')).items).toEqual([
      { id: ada.personId, caseId: ada.caseId, personId: ada.personId },
    ]);
    const first = await rowsOf('dev-team-leader-1', '&limit=1');
    const second = await rowsOf('dev-team-leader-1', `&limit=1&after=${first.next}`);
    expect([...first.items, ...second.items].map(({ caseId }) => caseId).sort()).toEqual(
      [ada.caseId, ben.caseId].sort(),
    );
    expect(second.next).toBeNull();
    const [entry] = await casework.rows<{ person_ids: string[] }>(
      `SELECT person_ids FROM audit_entry WHERE action = 'measure.open' ORDER BY occurred_at DESC, id DESC LIMIT 1`,
    );
    expect(entry!.person_ids).toHaveLength(1);
  });

  it('is not for those who never see a person, and knows every measure', async () => {
    const path = `/measures/supported/rows?from=2019-04-01&to=2019-06-30`;
    await casework.api.as('returns-officer').get(path).expect(403);
    await casework.api
      .as('coordinator')
      .get(path.replace('supported', 'happiness'))
      .expect(refused(404, 'not-found'));
    await casework.api
      .as('coordinator')
      .get('/measures/supported/rows?from=2019-04-02&to=2019-04-01')
      .expect(refused(400, 'invalid-request', 'to'));
    const { body } = await casework.api.as('coordinator').get('/measures').expect(200);
    for (const { code } of (body as { items: { code: string }[] }).items)
      await casework.api
        .as('coordinator')
        .get(`/measures/${code}/rows?from=2019-04-01&to=2019-06-30`)
        .expect(200);
  });
});
