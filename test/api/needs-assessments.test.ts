import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { closeCase, NEEDS, openAssessments, openTasks, REVIEW } from '../support/assessments.js';
import type { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

beforeAll(async () => {
  casework = await openAssessments();
});
beforeEach(async () => {
  ada = await casework.people.add();
});
afterAll(() => casework.close());

interface Assessment {
  id: string;
  supersedes: string | null;
  supersededBy: string | null;
}
interface Page {
  items: Assessment[];
  next: string | null;
}

const UNKNOWN = '0193a5b0-0000-7000-8000-00000000dead';
const coordinator = () => casework.api.as('coordinator');
const path = ({ caseId } = ada) => `/cases/${caseId}/needs-assessments`;
const send = (body: object) => coordinator().post(path(), body);
const answering = (answers: object) => ({ ...NEEDS, answers: { ...NEEDS.answers, ...answers } });

async function completed(body: object = NEEDS): Promise<Assessment> {
  return (await send(body).expect(201)).body as Assessment;
}

describe('POST /cases/{id}/needs-assessments', () => {
  it('keeps what was found and scored; what was not assessed is never zero', async () => {
    const needs = {
      safety: { isIdentified: true, entryScore: 0 },
      'finance-and-benefits': { isIdentified: true, entryScore: null },
      'drugs-and-alcohol': { isIdentified: false },
    };
    const { body } = await send({ ...answering({ needs }), formCode: 'needs', formVersion: 1 }).expect(201);
    expect(body).toMatchObject({
      caseId: ada.caseId,
      kind: 'needs',
      formVersion: 1,
      restorativeJustice: 'not-suitable',
      completedBy: 'dev-coordinator-1',
      reviewDueOn: REVIEW,
      supersedes: null,
      answers: { needs },
    });
    const rows = await casework.rows(
      `SELECT category, is_identified, entry_score FROM assessed_need WHERE case_id = $1 ORDER BY category`,
      ada.caseId,
    );
    expect(rows).toEqual([
      { category: 'drugs-and-alcohol', is_identified: false, entry_score: null },
      { category: 'finance-and-benefits', is_identified: true, entry_score: null },
      { category: 'safety', is_identified: true, entry_score: 0 },
    ]);
  });

  it('seals what was said in words, and tells timeline and audit ids and codes alone', async () => {
    const words = 'To sleep through the night again.';
    const { body } = await send(answering({ inTheirWords: `  ${words} ` })).expect(201);
    expect(body).toMatchObject({ answers: { inTheirWords: words } });
    const everything = await casework.rows<{ row: string }>(
      `SELECT to_jsonb(a)::text AS row FROM assessment a
       UNION ALL SELECT to_jsonb(e)::text FROM case_event e UNION ALL SELECT to_jsonb(x)::text FROM audit_entry x`,
    );
    expect(everything.filter(({ row }) => row.includes('sleep'))).toEqual([]);
    const timeline = await coordinator().get(`/cases/${ada.caseId}/timeline`).expect(200);
    expect((timeline.body as { items: object[] }).items).toContainEqual(
      expect.objectContaining({
        kind: 'needs-assessment.completed',
        details: { assessmentId: (body as Assessment).id, kind: 'needs', formVersion: 1, supersedes: null },
      }),
    );
    const [entry] = await casework.rows<{ fields: string[] }>(
      `SELECT * FROM audit_entry WHERE action = 'needs-assessment.complete' ORDER BY id DESC LIMIT 1`,
    );
    expect(entry).toMatchObject({ fields: ['needs', 'restorativeJustice', 'inTheirWords'] });
  });

  it('makes the review a task, explained, and ends the task that asked for the assessment', async () => {
    await casework.rows(
      `INSERT INTO task (id, case_id, person_id, kind, source, team, due_at, created_at, created_by)
       SELECT gen_random_uuid(), id, person_id, 'assess-needs', 'contact', 'central', opened_at, opened_at, 'invented'
         FROM support_case WHERE id = $1`,
      ada.caseId,
    );
    const { body } = await send(NEEDS).expect(201);
    expect(await openTasks(casework, ada)).toEqual([`review-assessment ${REVIEW}`]);
    expect((body as { deadlines: object[] }).deadlines).toEqual([
      {
        code: 'review',
        label: 'Look at the assessment again',
        taskKind: 'review-assessment',
        dueAt: '2090-04-03T22:59:59.999Z',
        rule: 'needs version 1: review',
        trigger: `reviewDueOn: ${REVIEW}`,
        threshold: null,
        calendar: 'the same day',
        arithmetic: `${REVIEW}, by the end of the day in London`,
        source: 'Supporting Justice, Victims Choice Quality Mark (NA-2)',
        factStatus: 'certain',
      },
    ]);
  });

  it('is corrected by a later one, once, and the review of the corrected one ends', async () => {
    const first = await completed();
    const second = await completed({
      ...NEEDS,
      supersedes: first.id.toUpperCase(),
      reviewDueOn: '2090-05-03',
    });
    expect(second.supersedes).toBe(first.id);
    expect(await openTasks(casework, ada)).toEqual(['review-assessment 2090-05-03']);
    await send({ ...NEEDS, supersedes: first.id }).expect(refused(409, 'already-superseded'));
    const { body } = await coordinator().get(path()).expect(200);
    expect((body as Page).items.map(({ id, supersededBy }) => [id, supersededBy])).toEqual([
      [second.id, null],
      [first.id, second.id],
    ]);
  });

  it('names each answer that does not fit the form', async () => {
    const wrong = answering({
      needs: { safety: { isIdentified: true, entryScore: 11 }, luck: { isIdentified: true } },
      restorativeJustice: 'maybe',
      'specialMeasures.isEligible': 'no',
      'specialMeasures.basis': ['under-18'],
      accessNeeds: ['interpreter'],
      shoeSize: 7,
    });
    await send(wrong).expect(
      refused(
        422,
        'answers-invalid',
        'answers.needs.safety.entryScore',
        'answers.needs.luck',
        'answers.restorativeJustice',
        'answers.specialMeasures.basis',
        'answers.interpreter.language',
        'answers.shoeSize',
      ),
    );
    await send({ ...NEEDS, answers: {} }).expect(
      refused(422, 'answers-invalid', 'answers.needs', 'answers.restorativeJustice'),
    );
  });

  it.each([
    [{ reviewDueOn: undefined }, 422, 'review-date-missing', 'reviewDueOn'],
    [{ reviewDueOn: '2019-01-01' }, 422, 'review-date-past', 'reviewDueOn'],
    [{ completedAt: '2090-01-01T00:00:00Z' }, 422, 'in-the-future', 'completedAt'],
    [{ completedAt: '2001-01-01T00:00:00Z' }, 422, 'before-the-case', 'completedAt'],
    [{ formVersion: 2 }, 422, 'form-version-unknown', 'formVersion'],
    [{ formCode: 'msht' }, 422, 'form-not-of-kind', 'formCode'],
    [{ supersedes: UNKNOWN }, 400, 'invalid-request', 'supersedes'],
    [{ answers: [] }, 400, 'invalid-request', 'answers'],
  ])('refuses %j', async (change, status, code, field) => {
    await send({ ...NEEDS, ...change }).expect(refused(status, code, field));
  });

  it('refuses a closed case', async () => {
    await closeCase(casework, ada);
    await send(NEEDS).expect(refused(409, 'case-closed'));
  });

  it('takes an organisation through its named contact', async () => {
    const shop = await casework.people.add({ organisationName: 'Invented Ltd' });
    await coordinator().post(path(shop), NEEDS).expect(201);
  });
});

describe('GET /cases/{id}/needs-assessments', () => {
  it('pages, newest first, and audits the ids that were shown', async () => {
    const made = [];
    for (let count = 0; count < 3; count += 1) made.push((await completed()).id);
    const first = await coordinator().get(`${path()}?limit=2`).expect(200);
    const { items, next } = first.body as Page;
    const second = await coordinator().get(`${path()}?limit=2&after=${next}`).expect(200);
    const rest = second.body as Page;
    expect([...items, ...rest.items].map(({ id }) => id).sort()).toEqual(made.sort());
    expect(rest.next).toBeNull();
    const [entry] = await casework.rows<{ target_ids: string[] }>(
      `SELECT target_ids FROM audit_entry WHERE action = 'needs-assessment.read' ORDER BY id DESC LIMIT 1`,
    );
    expect(entry!.target_ids).toEqual(rest.items.map(({ id }) => id));
  });

  it('is for caseworkers, and of a hidden case there is nothing', async () => {
    for (const role of ['referrer', 'auditor', 'data-protection-officer'] as const) {
      await casework.api.as(role).get(path()).expect(refused(403, 'forbidden'));
      await casework.api.as(role).post(path(), NEEDS).expect(refused(403, 'forbidden'));
    }
    await completed();
    await casework.people.restrict(ada, ['dev-coordinator-2']);
    await coordinator().get(path()).expect(refused(404, 'not-found'));
    await send(NEEDS).expect(refused(404, 'not-found'));
    const { body } = await casework.api.as('dev-coordinator-2').get(path()).expect(200);
    expect((body as Page).items).toHaveLength(1);
  });
});
