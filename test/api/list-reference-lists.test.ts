import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, api } from '../support/http.js';

let service: Api;

beforeAll(async () => {
  service = await api();
});

describe('GET /reference-data', () => {
  it('names every code list', async () => {
    const { body } = await service.as('coordinator').get('/reference-data').expect(200);
    const items = body.items as { list: string; title: string; codeCount: number }[];
    expect(items).toContainEqual({ list: 'genders', title: 'Gender', codeCount: 10 });
    expect(items).toContainEqual(expect.objectContaining({ list: 'relationships', codeCount: 146 }));
  });

  it('is for everyone who is signed in, and nobody else', async () => {
    await service.as('auditor').get('/reference-data').expect(200);
    await service.as('referrer').get('/reference-data').expect(200);
    await service.anonymously().get('/reference-data').expect(401);
  });
});
