import { Injectable } from '@nestjs/common';
import { type Actor, onBehalfOf, scopeOf } from '../platform/access/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import type { Row, Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { IntakeFiles } from './intake-files.js';
import { DIRECT_FEED, DirectReferralReader, type KeptDirectReferral } from './read-direct-referral.js';
import type { Disposed, ReferralRecord } from './referral-record.js';
import type { DirectReferralRequest } from './referrals.requests.js';
import type { ReceivedReferralResponse } from './referrals.responses.js';
import { RowsSetAside, type RowSetAside } from './rows-set-aside.js';
import { type KnownToSender, knownToSender } from './sent-referrals.js';
import { TakeIn } from './take-in.js';

/** Takes in single referrals, each in one transaction. */
@Injectable()
export class ReferralReceiver {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reader: DirectReferralReader,
    private readonly takeIn: TakeIn,
    private readonly files: IntakeFiles,
  ) {}

  /**
   * Gives the referral its disposition like a row of a file. One that a person must look at is kept as the only row of
   * an import of the feed `direct`. @throws Invalid, AlreadyAnswered
   */
  async receive(actor: Actor, body: DirectReferralRequest): Promise<ReceivedReferralResponse> {
    const sentAt = this.clock.now().toISOString();
    const sent = { body, sentBy: actor.subject, sourceKey: sourceKeyOf(actor, body), sentAt };
    const record = this.reader.read(sent);
    return this.database.inTransaction(onBehalfOf(actor, 'intake'), async (tx) => {
      await this.takeIn.waitForTurn(tx);
      const before = await knownToSender(tx, sent.sourceKey);
      const [outcome] = await this.takeIn.arrivals(tx, [{ record, fileId: null, rowNumber: null }]);
      const kept =
        outcome!.disposition === 'quarantined' ? await this.keep(tx, sent, record, outcome!) : null;
      if (scopeOf(actor) !== 'people') return toldSender(record, before, kept?.fileId ?? outcome!.referralId);
      return kept ? this.answerKept(tx, actor, outcome!, kept) : this.answer(tx, actor, outcome!);
    });
  }

  /** The row where the referral waits: a new one, or that of the same content which was set aside before. */
  private async keep(
    tx: Transaction,
    sent: KeptDirectReferral,
    record: ReferralRecord,
    outcome: Disposed,
  ): Promise<RowSetAside> {
    const { sourceKey, contentSha256 } = record;
    const reasonCode = outcome.reasonCode ?? '';
    const known = await RowsSetAside.load(tx, DIRECT_FEED, sourceKey, [contentSha256]);
    const before = known.like(contentSha256, reasonCode);
    if (before) {
      await tx.query('UPDATE intake_file SET progress_at = $2 WHERE id = $1', [before.fileId, tx.now]);
      return before;
    }
    const { personId } = outcome;
    const row = { fileId: newId(), row: 1, contentSha256, reasonCode, personId };
    await this.insert(tx, sent, row, outcome);
    return { ...row, decision: null, referralId: null, caseId: null };
  }

  private async insert(
    tx: Transaction,
    sent: KeptDirectReferral,
    { fileId, contentSha256, personId }: Pick<RowSetAside, 'fileId' | 'contentSha256' | 'personId'>,
    { disposition, reasonCode, field }: Disposed,
  ): Promise<void> {
    await tx.insert('intake_file', [fileOfOne(fileId, sent.sentBy, tx.now)]);
    const held = await tx.queryOne<{ restricted: boolean }>('SELECT restricted FROM person WHERE id = $1', [
      personId,
    ]);
    const { pathway, role, senderReference = null } = sent.body;
    await tx.insert('intake_row', [
      {
        file_id: fileId,
        row_number: 1,
        person_id: personId,
        restricted: held?.restricted ?? false,
        content_sealed: this.files.seal({ direct: sent }, fileId, 1),
        content_sha256: contentSha256,
        source_key: sent.sourceKey,
        shown_to_sender: { pathway, role, senderReference },
        disposition,
        reason_code: reasonCode,
        field,
      },
    ]);
  }

  /** Who works with people is told that it waits, or what was decided on the same before. */
  private async answerKept(
    tx: Transaction,
    actor: Actor,
    outcome: Disposed,
    { fileId, decision, referralId, caseId, personId }: RowSetAside,
  ): Promise<ReceivedReferralResponse> {
    if (decision === 'released')
      return this.answer(tx, actor, { ...outcome, disposition: 'unchanged', referralId, caseId, personId });
    const disposition = decision === null ? 'quarantined' : 'unchanged';
    return { id: null, disposition, caseId: null, caseReference: null, importId: fileId };
  }

  /** That a person had a case shows only to who may see that case. */
  private async answer(tx: Transaction, actor: Actor, outcome: Disposed): Promise<ReceivedReferralResponse> {
    const found = await tx.queryOne<{ reference: string; isOpenTo: boolean }>(
      `SELECT c.reference, NOT p.restricted OR EXISTS (
                SELECT FROM access_grant g WHERE g.person_id = p.id AND g.subject = $2 AND g.withdrawn_at IS NULL
                   AND (g.expires_at IS NULL OR g.expires_at > $3)) AS "isOpenTo"
         FROM support_case c JOIN person p ON p.id = c.person_id WHERE c.id = $1`,
      [outcome.caseId, actor.subject, tx.now],
    );
    const sees = found!.isOpenTo;
    const { disposition } = outcome;
    return {
      id: outcome.referralId,
      disposition:
        !sees && disposition === 'joined'
          ? 'created'
          : (disposition as ReceivedReferralResponse['disposition']),
      caseId: sees ? outcome.caseId : null,
      caseReference: sees ? found!.reference : null,
      importId: null,
    };
  }
}

/** A file of one row that a person must look at. */
function fileOfOne(id: string, receivedBy: string, now: Date): Row {
  return {
    id,
    feed: DIRECT_FEED,
    received_by: receivedBy,
    received_at: now,
    state: 'finished',
    row_count: 1,
    processed_count: 1,
    quarantined_count: 1,
    accepted_at: now,
    finished_at: now,
    progress_at: now,
  };
}

/**
 * A sender learns nothing of what is held already: it is told what became of its reference as though nobody else had
 * ever said anything. That a referral waits for a person would tell that it contradicts somebody held.
 */
function toldSender(
  { contentSha256 }: ReferralRecord,
  before: KnownToSender | null,
  id: string | null,
): ReceivedReferralResponse {
  const untold = { caseId: null, caseReference: null, importId: null };
  if (!before) return { id, disposition: 'created', ...untold };
  const disposition = before.contentSha256 === contentSha256 ? 'unchanged' : 'updated';
  return { id: before.id, disposition, ...untold };
}

function sourceKeyOf(actor: Actor, { senderReference }: DirectReferralRequest): string {
  return senderReference === undefined ? `own:${newId()}` : `ref:${actor.subject}:${senderReference}`;
}
