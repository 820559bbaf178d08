import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FileProcessor } from '../../src/intake/process-file.js';
import { IntakeApplication } from '../platform/intake-application.js';
import { ALEX as UNANSWERED, csv, SAM as OTHER } from '../platform/intake-rows.js';
import { refused } from '../support/http.js';

type Caller = Awaited<ReturnType<IntakeApplication['as']>>;

let intake: IntakeApplication;
let feeder: Caller;
let coordinator: Caller;
beforeAll(async () => {
  intake = await IntakeApplication.open();
  feeder = await intake.as('intake-service');
  coordinator = await intake.as('coordinator');
});
afterEach(() => intake.empty());
afterAll(() => intake.close());

async function imported(...rows: Parameters<typeof csv>): Promise<string> {
  const { body } = await feeder.upload(csv(...rows)).expect(202);
  await intake.get(FileProcessor).process(body.id);
  return body.id as string;
}

/** Their sender says that they are not restricted. */
const ALEX = { ...UNANSWERED, restrictedRecord: 'false' };
const SAM = { ...OTHER, restrictedRecord: 'false' };
const OTHER_UNDER_KEY = {
  ...ALEX,
  personId: 'P-3',
  givenName: 'Robin',
  surname: 'Other',
  dateOfBirth: '1970-01-02',
};

describe('POST /imports', () => {
  it('accepts an extract and says where to look', async () => {
    const { body, headers } = await feeder.upload(csv(ALEX, SAM)).expect(202);
    expect(body).toMatchObject({
      state: 'accepted',
      rowCount: 2,
      processedCount: 0,
      fileName: 'invented.csv',
      refusal: null,
    });
    expect(headers.location).toBe(`/api/v1/imports/${body.id}`);
    expect(await intake.number(`SELECT count(*) FROM audit_entry WHERE action = 'import.accepted'`)).toBe(1);
    expect(await intake.number(`SELECT count(*) FROM intake_row WHERE content_sealed LIKE '%Alex%'`)).toBe(0);
  });

  it('answers a repeat with the same key as before, and refuses another file under it', async () => {
    const first = await feeder.upload(csv(ALEX), 'key-1').expect(202);
    const again = await feeder.upload(csv(ALEX), 'key-1').expect(202);
    expect(again.body).toEqual(first.body);
    expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true', location: first.headers.location });
    expect(await intake.number(`SELECT count(*) FROM intake_file WHERE state = 'accepted'`)).toBe(1);
    await feeder.upload(csv(SAM), 'key-1').expect(refused(422, 'idempotency-key-reused', 'Idempotency-Key'));
  });

  it('refuses another layout whole, also a large one, and forms that it does not know', async () => {
    const strange = csv(ALEX).replace('lastUpdatedDateTime', 'lastSeen');
    await feeder.upload(strange).expect(refused(422, 'layout-not-known', 'lastUpdatedDateTime', 'lastSeen'));
    await feeder.upload(`a,b\n${'1,2\n'.repeat(500_000)}`).expect(({ status }) => expect(status).toBe(422));
    await feeder.upload('').expect(refused(422, 'file-empty'));
    await feeder.post('/imports', {}).expect(({ status }) => expect([400, 415]).toContain(status));
    await feeder
      .post('/imports')
      .field('feed', 'athena')
      .attach('file', Buffer.from(csv(ALEX)), 'x.csv')
      .expect(202);
    await feeder
      .post('/imports')
      .field('feed', 'unheard-of')
      .attach('file', Buffer.from('x'), 'x.csv')
      .expect(refused(400, 'invalid-request', 'feed'));
    await feeder
      .post('/imports')
      .field('fee', '1')
      .attach('file', Buffer.from('x'), 'x.csv')
      .expect(refused(400, 'invalid-request', 'fee'));
    await feeder
      .post('/imports')
      .field('feed', 'athena')
      .expect(refused(400, 'invalid-request', 'file'));
  });

  it('is for those who may', async () => {
    await coordinator.upload(csv(ALEX)).expect(refused(403, 'forbidden'));
    expect(await intake.number(`SELECT count(*) FROM intake_file`)).toBe(0);
  });
});

describe('GET /imports', () => {
  it('lists imports newest first, a page at a time', async () => {
    const ids = [await imported(ALEX), await imported(SAM)];
    const first = await coordinator.get('/imports?limit=1&feed=athena&state=finished').expect(200);
    const second = await coordinator.get(`/imports?limit=1&after=${first.body.next}`).expect(200);
    expect([...first.body.items, ...second.body.items].map(({ id }: { id: string }) => id)).toEqual(
      ids.toReversed(),
    );
    expect(second.body.next).toBeNull();
    await coordinator.get('/imports?state=lost').expect(refused(400, 'invalid-request', 'state'));
    await coordinator.get('/imports?after=x').expect(refused(400, 'invalid-request', 'after'));
  });

  it('shows the receipt', async () => {
    const id = await imported(ALEX, { ...SAM, surname: '' }, OTHER_UNDER_KEY);
    const { body } = await coordinator.get(`/imports/${id}`).expect(200);
    expect(body).toMatchObject({
      state: 'finished',
      receipt: {
        counts: { created: 1, joined: 0, updated: 0, unchanged: 0, quarantined: 1, rejected: 1 },
        isBalanced: true,
        toDecide: 1,
      },
    });
    await coordinator.get('/imports/0190a1b2-0000-7000-8000-00000000dead').expect(refused(404, 'not-found'));
    await coordinator.get('/imports/7').expect(refused(400, 'invalid-request', 'id'));
  });
});

describe('GET /imports/{id}/rows and /rejects', () => {
  it('shows ids only to those who may see the people', async () => {
    const id = await imported(
      ALEX,
      { ...SAM, restrictedRecord: 'true' },
      { ...SAM, victimOnCrimeId: 'VOC-9', surname: '' },
    );
    const seen = await coordinator.get(`/imports/${id}/rows`).expect(200);
    expect(seen.body.items.map(({ row }: { row: number }) => row)).toEqual([1, 3]);
    expect(seen.body.items[0].caseId).toMatch(/^[0-9a-f-]{36}$/);
    const auditor = await intake.as('auditor');
    const blind = await auditor.get(`/imports/${id}/rows`).expect(200);
    expect(blind.body.items).toHaveLength(3);
    expect(
      blind.body.items.every(
        (row: { caseId: null; referralId: null }) => row.caseId === null && row.referralId === null,
      ),
    ).toBe(true);
    const rejected = await coordinator.get(`/imports/${id}/rows?disposition=rejected`).expect(200);
    expect(rejected.body.items).toMatchObject([
      { row: 3, reasonCode: 'surname-or-organisationName-missing', field: 'surname' },
    ]);
    expect(await intake.number(`SELECT count(*) FROM audit_entry WHERE action = 'import-rows.read'`)).toBe(3);
  });

  it('hands the rejects out as a file without a value of any row', async () => {
    const id = await imported(ALEX, { ...SAM, surname: '' }, { ...SAM, crimeReference: '=1+1' });
    const { text, headers } = await coordinator.get(`/imports/${id}/rejects`).expect(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(text.split('\r\n')).toEqual([
      '"row","disposition","code","field","message"',
      '"2","rejected","surname-or-organisationName-missing","surname","A value that every row needs is missing."',
      '"3","quarantined","crimeReference-malformed","crimeReference","The value is not in the form that this feed uses."',
      '',
    ]);
  });
});
