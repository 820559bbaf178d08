import { Injectable } from '@nestjs/common';
import { belongingTo } from '../../cases/seen-case.js';
import type { SupportCase } from '../../cases/support-case.entity.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { MessageChannels } from '../channels/message-channels.js';
import { MessageContent } from '../messages/message-content.js';
import { RecipientAddress } from '../messages/recipient-address.js';
import { type SafeWindow, SendingWindow } from '../sending/sending-window.js';
import type { SmsTemplate } from './sms-requests.js';
import { readSmsCircumstances } from './sms-circumstances.js';
import type { SmsCircumstances, SmsRefusal } from './sms-rules.js';

interface NumberRow {
  addressIndex: string | null;
  recipientSealed: string;
  language: string | null;
  safeWindows: SafeWindow[] | null;
}

/** What an SMS is written with. */
interface SmsAbout {
  referralId: string;
  decisionId: string;
  safetyVersion: number;
  contactPointId: string;
  templateCode: SmsTemplate;
}

/** Writes an SMS into its row, and knows what keeps it from being written. */
@Injectable()
export class SmsWriter {
  constructor(
    private readonly channels: MessageChannels,
    private readonly content: MessageContent,
    private readonly addresses: RecipientAddress,
    private readonly window: SendingWindow,
  ) {}

  /** A telephone number of the person, held until the end of the transaction; null where they have no such number. */
  pointOf(tx: Transaction, personId: string, id: string): Promise<{ id: string } | null> {
    return tx.queryOne(
      `SELECT id FROM contact_point
        WHERE id = $1 AND person_id = $2 AND kind IN ('mobile-phone', 'home-phone', 'work-phone') FOR UPDATE`,
      [id, personId],
    );
  }

  circumstances(tx: Transaction, caseId: string): Promise<SmsCircumstances> {
    return readSmsCircumstances(tx, caseId);
  }

  /** What the service, the number or the text has against it; null where nothing. */
  async faultOf(
    tx: Transaction,
    caseId: string,
    contactPointId: string,
    templateCode: SmsTemplate,
  ): Promise<SmsRefusal | null> {
    const number = await numberOf(tx, contactPointId);
    if (!this.channels.has('sms')) return 'sms-not-set-up';
    const stored = { ...number, contactPointId, channel: 'sms' as const, personName: '' };
    const recipient =
      number.addressIndex === null
        ? null
        : this.addresses.openIfUnchanged({ ...stored, addressIndex: number.addressIndex });
    if (recipient === null) return 'not-a-uk-mobile';
    if (!this.window.everOpens(tx.now, 'sms', number.safeWindows ?? [])) return 'no-safe-time';
    if (!this.content.templateFor(number.language, londonDayOf(tx.now), templateCode))
      return 'template-not-in-force';
    const waiting = await tx.queryOne(WAITING, [caseId, contactPointId, templateCode]);
    return waiting ? 'already-waiting' : null;
  }

  /** Answers the message's id. */
  async write(tx: Transaction, supportCase: SupportCase, about: SmsAbout): Promise<string> {
    const { referralId, decisionId, safetyVersion, contactPointId } = about;
    const { addressIndex, language: preferred } = await numberOf(tx, contactPointId);
    const template = this.content.templateFor(preferred, londonDayOf(tx.now), about.templateCode)!;
    const { code: templateCode, language, version: templateVersion } = template;
    const { id: caseId, personId } = supportCase;
    const messageId = newId();
    const where = { messageId, personId, caseId, contactPointId, addressIndex: addressIndex! };
    await tx.insert('message', [
      {
        ...{ id: messageId, ...belongingTo(supportCase), referral_id: referralId, origin: 'coordinator' },
        ...{ channel: 'sms', state: 'queued', asked_by: tx.actor.subject, contact_point_id: contactPointId },
        ...{ template_code: templateCode, template_version: templateVersion, language },
        ...{ decision_id: decisionId, safety_version: safetyVersion },
        ...this.content.seal({ ...where, templateCode, language, templateVersion }, template),
        ...{ planned_at: tx.now, queued_at: tx.now, updated_at: tx.now },
      },
    ]);
    return messageId;
  }
}

async function numberOf(tx: Transaction, contactPointId: string): Promise<NumberRow> {
  return (await tx.queryOne<NumberRow>(NUMBER, [contactPointId]))!;
}

const NUMBER = `
  SELECT c.blind_index AS "addressIndex", c.value_sealed AS "recipientSealed", p.preferred_language AS language,
         f.safe_windows AS "safeWindows"
    FROM contact_point c JOIN person p ON p.id = c.person_id
    LEFT JOIN contact_preference f ON f.person_id = c.person_id
   WHERE c.id = $1`;

const WAITING = `
  SELECT id FROM message
   WHERE case_id = $1 AND contact_point_id = $2 AND template_code = $3 AND state IN ('queued', 'claimed') LIMIT 1`;
