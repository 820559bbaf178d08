import { Injectable } from '@nestjs/common';
import { eventRow } from '../../cases/case-opening.js';
import type { Row, Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids.js';
import { Metrics } from '../../platform/health/metrics.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { SafetyDecisions } from '../../victims/contact-safety/decide.js';
import { MessageContent } from '../messages/message-content.js';
import { type Candidate, ChooseRecipients, type JudgedCandidate } from './choose-recipients.js';

/** Somebody on an approved list. */
interface Listed extends Candidate {
  language: string | null;
  addressIndex: string | null;
  listedPointId: string;
}

/** Somebody of whom nothing that was read stands against a letter. */
type Recipient = JudgedCandidate &
  Required<{ [K in 'facts' | 'decision' | 'contactPointId']: NonNullable<JudgedCandidate[K]> }>;

/** A letter on its way into sending. */
type Letter = Recipient & { messageId: string; decisionId: string };

export const LETTER_TEMPLATE = 'letter-no-needs';

/** Writes the letters of an approved list for sending, which decides on each of them once more. */
@Injectable()
export class QueueLetters {
  constructor(
    private readonly recipients: ChooseRecipients,
    private readonly decisions: SafetyDecisions,
    private readonly content: MessageContent,
    private readonly metrics: Metrics,
  ) {}

  async queue(tx: Transaction, batchId: string): Promise<void> {
    // Locked in the order of their ids before anything of them is read, as everywhere.
    await tx.query(LOCK_PEOPLE, [batchId]);
    const listed = new Map((await tx.query<Listed>(LISTED, [batchId])).map((one) => [one.caseId, one]));
    const judged = await this.recipients.judge(tx, [...listed.values()]);
    const written = judged.map((one) => this.judgedAsListed(one, listed.get(one.caseId)!));
    const recipients = written.filter(isRecipient);
    const decisionIds = await this.decisions.record(tx, recipients);
    const letters = recipients.map((one, at) => ({
      ...{ ...one, messageId: newId(), decisionId: decisionIds[at]! },
    }));
    await tx.insert(
      'message',
      letters.map((letter) => this.row(tx, batchId, letter, listed.get(letter.caseId)!)),
    );
    await noteOutcomes(tx, batchId, letters, written);
    await tx.announce('message.queued', ...letters.map(({ messageId }) => ({ messageId })));
    this.metrics.messages.inc({ channel: 'letter', state: 'queued' }, letters.length);
  }

  /** Nobody is written to at another address than the one that was on the list. */
  private judgedAsListed(judged: JudgedCandidate, { listedPointId, addressIndex }: Listed): JudgedCandidate {
    if (judged.reasons.length > 0) return judged;
    const isAsListed = judged.contactPointId === listedPointId && addressIndex !== null;
    return isAsListed ? judged : { ...judged, reasons: ['CONTACT_POINT_SUPERSEDED'] };
  }

  private row(
    tx: Transaction,
    batchId: string,
    { messageId, decisionId, caseId, personId, referralId, contactPointId, facts }: Letter,
    { language: preferred, addressIndex }: Listed,
  ): Row {
    const template = this.content.templateFor(preferred, londonDayOf(tx.now), LETTER_TEMPLATE);
    if (!template) throw new Error(`no version of ${LETTER_TEMPLATE} is in force`);
    const { code: templateCode, language, version: templateVersion } = template;
    const where = { messageId, personId, caseId, contactPointId, addressIndex: addressIndex! };
    return {
      ...{ id: messageId, person_id: personId, restricted: facts.person.isRestricted, case_id: caseId },
      ...{ referral_id: referralId, origin: 'batch', channel: 'letter', batch_id: batchId, state: 'queued' },
      ...{ template_code: templateCode, template_version: templateVersion, language },
      ...{ contact_point_id: contactPointId, decision_id: decisionId, safety_version: facts.safetyVersion },
      ...this.content.seal({ ...where, templateCode, language, templateVersion }, template),
      ...{ planned_at: tx.now, queued_at: tx.now, updated_at: tx.now },
    };
  }
}

async function noteOutcomes(
  tx: Transaction,
  batchId: string,
  letters: readonly Letter[],
  judged: readonly JudgedCandidate[],
): Promise<void> {
  const item = (caseId: string, outcome: string, reasons: string[], messageId: string | null) => ({
    ...{ batch_id: batchId, case_id: caseId, outcome, reasons, message_id: messageId },
  });
  await tx.update(
    'message_batch_item',
    ['batch_id', 'case_id'],
    [
      ...letters.map(({ caseId, messageId }) => item(caseId, 'queued', [], messageId)),
      ...judged
        .filter(({ reasons }) => reasons.length > 0)
        .map(({ caseId, reasons }) => item(caseId, 'left-out', reasons, null)),
    ],
  );
  const { kind: actorKind, subject } = tx.actor;
  await tx.insert(
    'case_event',
    letters.map(({ caseId, personId, facts, messageId }) =>
      eventRow({
        ...{ caseId, personId, restricted: facts.person.isRestricted, kind: 'message.queued' },
        ...{ at: tx.now, actorKind, subject, details: { messageId, batchId } },
      }),
    ),
  );
}

function isRecipient(judged: JudgedCandidate): judged is Recipient {
  return judged.reasons.length === 0;
}

const LOCK_PEOPLE = `
  SELECT id FROM person WHERE id IN (SELECT person_id FROM message_batch_item WHERE batch_id = $1)
   ORDER BY id FOR UPDATE`;

const LISTED = `
  SELECT i.case_id AS "caseId", i.person_id AS "personId", i.referral_id AS "referralId",
         i.contact_point_id AS "listedPointId", c.blind_index AS "addressIndex", p.preferred_language AS language
    FROM message_batch_item i
    JOIN person p ON p.id = i.person_id
    JOIN contact_point c ON c.id = i.contact_point_id
   WHERE i.batch_id = $1 ORDER BY i.case_id`;
