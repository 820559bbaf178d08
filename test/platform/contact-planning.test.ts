import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContactApplication } from '../support/contact-application.js';

let contact: ContactApplication;

beforeAll(async () => {
  contact = await ContactApplication.open();
});

afterAll(() => contact.close());

interface Plan {
  result: string;
  reasons: string[];
  messageId: string | null;
}

async function planOf(referralId: string): Promise<Plan | undefined> {
  const [plan] = await contact.query<Plan>(
    `SELECT result, reasons, message_id AS "messageId" FROM contact_plan WHERE referral_id = $1`,
    referralId,
  );
  return plan;
}

describe('Planning contact', () => {
  it('queues one email for somebody about whom every condition holds', async () => {
    const ada = await contact.people.add();
    await contact.plan(ada.personId);
    const plan = await planOf(ada.referralId);
    expect(plan).toMatchObject({ result: 'email', reasons: [] });
    const [message] = await contact.query(
      `SELECT state, contact_point_id, language, case_id FROM message WHERE id = $1`,
      plan!.messageId,
    );
    expect(message).toMatchObject({
      state: 'queued',
      contact_point_id: ada.emailId,
      language: 'en',
      case_id: ada.caseId,
    });
    await contact.send(plan!.messageId!);
    const [sent] = await contact.query(
      `SELECT state, state_reason, tries FROM message WHERE id = $1`,
      plan!.messageId,
    );
    expect(sent).toMatchObject({ state: 'sent', tries: 1 });
  });
});
