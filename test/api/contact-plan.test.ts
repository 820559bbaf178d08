import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContactApplication } from '../support/contact-application.js';
import { refused } from '../support/http.js';

let contact: ContactApplication;

beforeAll(async () => {
  contact = await ContactApplication.open();
});

afterAll(() => contact.close());

const coordinator = () => contact.api.as('coordinator');

describe('GET /cases/{id}/contact-plan', () => {
  it('says that a machine may write, what was planned, and shows no address', async () => {
    const ada = await contact.people.add();
    await contact.plan(ada.personId);
    const response = await coordinator().get(`/cases/${ada.caseId}/contact-plan`).expect(200);
    expect(response.body).toMatchObject({
      caseId: ada.caseId,
      personId: ada.personId,
      decision: { decision: 'AUTO_OK', isCurrent: true, reasons: [], chosenContactPointId: ada.emailId },
      referrals: [{ referralId: ada.referralId, pathway: 'athena', result: 'email', heldBecause: [] }],
      messages: [{ state: 'queued', templateCode: 'email-acknowledgement', language: 'en', version: 1 }],
    });
    expect(response.text).not.toContain(ada.email);
  });

  it('gives every reason in words, with what it is about', async () => {
    const ada = await contact.people.add({
      referral: { markers: { vulnerable: 'yes' }, relationship_codes: [] },
      person: { objected_at: '2026-01-01T00:00:00Z' },
    });
    await contact.plan(ada.personId);
    const { body } = await coordinator().get(`/cases/${ada.caseId}/contact-plan`).expect(200);
    expect(body.decision.decision).toBe('DO_NOT_CONTACT');
    const codes = body.decision.reasons.map(({ code }: { code: string }) => code);
    expect(codes).toEqual(
      expect.arrayContaining(['SUP_OPTOUT', 'MARKER_SET', 'MARKER_BLANK', 'RELATIONSHIP_BLANK']),
    );
    for (const reason of body.decision.reasons) {
      expect(reason.sentence).not.toBe(reason.code);
      expect([ada.personId, ada.referralId, ada.incidentId]).toContain(reason.about.id);
    }
    expect(body.decision.contactPoints).toMatchObject([
      { id: ada.emailId, kind: 'email', isUsableByMachine: false, blockedBy: [{ code: 'HELD_BY_PERSON' }] },
    ]);
    const [plan] = body.referrals;
    expect(plan).toMatchObject({ result: 'held', messageId: null });
    expect(plan.heldBecause[0]).toMatchObject({ reason: 'SUP_OPTOUT:objected' });
    expect(plan.heldBecause[0].sentence).toMatch(/\w+ \w+/);
  });

  it('says so where nothing was decided yet, and where a decision is no longer current', async () => {
    const ada = await contact.people.add();
    const before = await coordinator().get(`/cases/${ada.caseId}/contact-plan`).expect(200);
    expect(before.body).toMatchObject({
      decision: null,
      referrals: [{ result: 'not-planned' }],
      messages: [],
    });
    await contact.plan(ada.personId);
    await contact.change(ada.personId, `UPDATE person SET gender = 'GNDR_0001' WHERE id = $1`, ada.personId);
    const after = await coordinator().get(`/cases/${ada.caseId}/contact-plan`).expect(200);
    expect(after.body.decision.isCurrent).toBe(false);
  });

  it('is audited, and nothing is there for whom the person is hidden from', async () => {
    const ada = await contact.people.add();
    await contact.plan(ada.personId);
    await coordinator().get(`/cases/${ada.caseId}/contact-plan`).expect(200);
    const [entry] = await contact.rows<{ action: string; person_ids: string[] }>(
      `SELECT action, person_ids FROM audit_entry WHERE $1 = ANY (person_ids) ORDER BY id DESC LIMIT 1`,
      ada.personId,
    );
    expect(entry).toEqual({ action: 'contact-plan.read', person_ids: [ada.personId] });
    await contact.rows(`UPDATE person SET restricted = true WHERE id = $1`, ada.personId);
    const hidden = await coordinator()
      .get(`/cases/${ada.caseId}/contact-plan`)
      .expect(refused(404, 'not-found'));
    const unknown = await coordinator()
      .get(`/cases/0193a5b0-0000-7000-8000-000000000009/contact-plan`)
      .expect(404);
    expect({ ...hidden.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
  });

  it('is refused to whoever does no casework, and for what is no id', async () => {
    const ada = await contact.people.add();
    const path = `/cases/${ada.caseId}/contact-plan`;
    await contact.api.as('referrer').get(path).expect(refused(403, 'forbidden'));
    await contact.api.as('auditor').get(path).expect(refused(403, 'forbidden'));
    await contact.api.anonymously().get(path).expect(refused(401, 'unauthenticated'));
    await coordinator()
      .get('/cases/no-id/contact-plan')
      .expect(refused(400, 'invalid-request', 'id'));
  });
});
