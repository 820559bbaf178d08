import type { Transaction } from '../../platform/database/transaction.js';
import type { SmsCircumstances } from './sms-rules.js';

/** What bears on an SMS of a case that the transaction sees. */
export async function readSmsCircumstances(tx: Transaction, caseId: string): Promise<SmsCircumstances> {
  const row = await tx.queryOne<SmsCircumstances>(
    `SELECT c.closed_at IS NULL AS "isCaseOpen", p.sms
       FROM support_case c LEFT JOIN contact_preference p ON p.person_id = c.person_id WHERE c.id = $1`,
    [caseId],
  );
  return row ?? { isCaseOpen: false, sms: null };
}
