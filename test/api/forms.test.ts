import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES } from '../../src/platform/access/permissions.js';
import { openAssessments } from '../support/assessments.js';
import type { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';

let casework: CaseworkApplication;

beforeAll(async () => {
  casework = await openAssessments();
});
afterAll(() => casework.close());

interface Form {
  sections: { title: string; questions: Record<string, unknown>[] }[];
  deadlines: { code: string }[];
}

async function formNamed(code: string): Promise<Form> {
  return (await casework.api.as('coordinator').get(`/forms/${code}`).expect(200)).body as Form;
}

describe('GET /forms', () => {
  it('lists the forms that hold today, for whoever is signed in', async () => {
    for (const role of ROLES) {
      const { body } = await casework.api.as(role).get('/forms').expect(200);
      const items = (body as { items: { code: string }[] }).items;
      expect(items.map(({ code }) => code)).toEqual(['cse', 'fraud', 'general', 'msht', 'needs']);
      expect(items[0]).toMatchObject({
        version: 1,
        validFrom: '2018-01-01',
        validTo: null,
        factStatus: 'certain',
      });
    }
    await casework.api.anonymously().get('/forms').expect(401);
  });
});

describe('GET /forms/{code}', () => {
  it('serves questions with codes, conditions and sources, so that a screen needs no rules of its own', async () => {
    const { body } = await casework.api.as('coordinator').get('/forms/needs').expect(200);
    expect(body).toMatchObject({
      code: 'needs',
      version: 1,
      scoring: { min: 0, max: 10, polarity: 'higher-is-better' },
    });
    const questions = (body as Form).sections.flatMap((section) => section.questions);
    expect(questions.find(({ code }) => code === 'restorativeJustice')).toMatchObject({
      kind: 'code',
      required: true,
      codes: [{ code: 'offered-accepted', label: 'Offered and wanted' }, {}, {}, {}],
      factStatus: 'certain',
    });
    expect(questions.find(({ code }) => code === 'interpreter.language')).toMatchObject({
      list: 'languages',
      codes: [],
      askedWhen: [{ question: 'accessNeeds', in: ['interpreter'] }],
    });
  });

  it('serves deadlines, warnings and what a fact refuses', async () => {
    const msht = await formNamed('msht');
    expect(msht.deadlines.find(({ code }) => code === 'recovery-minimum')).toMatchObject({
      from: 'rg.decidedOn',
      count: 'recoveryMinimumDays',
      whenPast: 'no-task',
      factStatus: 'certain',
    });
    const consent = msht.sections
      .flatMap(({ questions }) => questions)
      .find(({ code }) => code === 'nrm.consent');
    expect(consent).toMatchObject({
      askedWhen: [
        {
          fact: 'ageBand',
          in: ['adult'],
          otherwise: {
            child: 'consent-not-asked-of-child',
            unknown: 'consent-not-asked-of-age-unknown',
          },
        },
      ],
    });
  });

  it('serves a version by its number, and does not know what is not there', async () => {
    const coordinator = casework.api.as('coordinator');
    expect((await coordinator.get('/forms/cse?version=1').expect(200)).body).toMatchObject({ version: 1 });
    await coordinator.get('/forms/cse?version=2').expect(refused(404, 'not-found'));
    await coordinator.get('/forms/toString').expect(refused(404, 'not-found'));
    await coordinator.get('/forms/cse?version=0').expect(refused(400, 'invalid-request', 'version'));
  });
});
