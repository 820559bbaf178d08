import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, api } from '../support/http.js';

let service: Api;

beforeAll(async () => {
  service = await api();
});

describe('GET /reference-data/{list}', () => {
  it('gives the codes of a list with where they come from', async () => {
    const { body } = await service.as('coordinator').get('/reference-data/genders?on=2019-04-01').expect(200);
    expect(body).toMatchObject({ list: 'genders', title: 'Gender', on: '2019-04-01' });
    expect(body.items).toHaveLength(10);
    expect(body.items[0]).toEqual({
      code: 'GNDR_0001',
      label: 'Female',
      attributes: {},
      validFrom: null,
      validTo: null,
      source: 'Standard Data Model code lists, national police integration hub, December 2022',
      factStatus: 'certain',
    });
  });

  it('says the group of a relationship', async () => {
    const { body } = await service.as('coordinator').get('/reference-data/relationships').expect(200);
    expect(body.items).toContainEqual(
      expect.objectContaining({ code: 'PTPR_0142', attributes: { group: 'stranger' } }),
    );
  });

  it('knows no other list', async () => {
    for (const list of ['nothing', 'constructor', '__proto__', '..%2Foffences']) {
      const { body } = await service.as('coordinator').get(`/reference-data/${list}`).expect(404);
      expect(body.code).toBe('not-found');
    }
  });

  it('refuses a NUL byte in the name', async () => {
    const { body } = await service.as('coordinator').get('/reference-data/genders%00').expect(400);
    expect(body.fields[0].field).toBe('list');
  });

  it('refuses what is no day, two days, and what it does not know', async () => {
    for (const query of [
      'on=2019-02-30',
      'on=yesterday',
      'on=',
      'on=2019-04-01&on=2019-04-02',
      'day=2019-04-01',
    ]) {
      const { body } = await service.as('coordinator').get(`/reference-data/genders?${query}`).expect(400);
      expect(body.fields).toHaveLength(1);
    }
  });

  it('is for those who are signed in', async () => {
    await service.anonymously().get('/reference-data/genders').expect(401);
  });
});
