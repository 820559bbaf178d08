import { type AthenaRow, COLUMNS } from '../../src/demo/scenario/columns.js';
import { PLAIN_STYLE, writeCsv } from '../../src/demo/scenario/csv.js';
import { CaseStory } from './journey-steps.js';
import type { JourneyService } from './journey-service.js';

const BLANK = Object.fromEntries(COLUMNS.map((column) => [column, ''])) as AthenaRow;

/** Invented people of one extract, each as what the police say of them. */
export type Row = Partial<AthenaRow>;

/** The police's daily extract comes, in its full layout; answers the story of each person's case, in order. */
export async function athenaSends(service: JourneyService, ...rows: Row[]): Promise<CaseStory[]> {
  const csv = writeCsv(
    rows.map((row) => ({ ...BLANK, forceIdentifier: '22', crimeStatus: 'New', ...row })),
    { ...PLAIN_STYLE, extractId: 'E-1' },
  );
  const { body } = await service.api
    .as('intake-service')
    .post('/imports')
    .set('content-type', 'multipart/form-data')
    .attach('file', Buffer.from(csv), { filename: 'athena.csv', contentType: 'text/csv' })
    .expect(202);
  await service.settled();
  const { id } = body as { id: string };
  const list = await service.api.as('coordinator').get(`/imports/${id}/rows`).expect(200);
  const { items } = list.body as { items: { row: number; disposition: string; caseId: string }[] };
  const taken = items.filter(({ disposition }) => disposition === 'created');
  if (taken.length !== rows.length) throw new Error(`not all were taken in: ${JSON.stringify(items)}`);
  const inOrder = taken.sort((one, other) => one.row - other.row);
  return Promise.all(inOrder.map(({ caseId }) => CaseStory.of(service, caseId)));
}

/** A coordinator writes down who got in touch by themselves. */
export async function selfReferral(service: JourneyService, body: object): Promise<CaseStory> {
  const answer = await service.api
    .as('coordinator')
    .post('/referrals', { pathway: 'self', ...body })
    .expect(201);
  await service.settled();
  const { caseId, disposition } = answer.body as { caseId: string; disposition: string };
  return CaseStory.of(service, caseId, disposition);
}
