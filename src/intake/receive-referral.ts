import { Injectable } from '@nestjs/common';
import { type Actor, onBehalfOf, scopeOf } from '../platform/access/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import type { Row, Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { IntakeFiles } from './intake-files.js';
import { DIRECT_FEED, DirectReferralReader, type KeptDirectReferral } from './read-direct-referral.js';
import type { Disposed } from './referral-record.js';
import type { DirectReferralRequest } from './referrals.requests.js';
import type { ReceivedReferralResponse } from './referrals.responses.js';
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
      const [outcome] = await this.takeIn.arrivals(tx, [{ record, fileId: null, rowNumber: null }]);
      if (outcome!.disposition === 'quarantined') return this.keep(tx, actor, sent, outcome!);
      return this.answer(tx, actor, outcome!);
    });
  }

  private async keep(
    tx: Transaction,
    actor: Actor,
    sent: KeptDirectReferral,
    outcome: Disposed,
  ): Promise<ReceivedReferralResponse> {
    const fileId = newId();
    await tx.insert('intake_file', [fileOfOne(fileId, sent.sentBy, tx.now)]);
    const { disposition, reasonCode, field, personId } = outcome;
    const content_sealed = this.files.seal({ direct: sent }, fileId, 1);
    const held = await tx.queryOne<{ restricted: boolean }>('SELECT restricted FROM person WHERE id = $1', [
      personId,
    ]);
    await tx.insert('intake_row', [
      {
        file_id: fileId,
        row_number: 1,
        person_id: personId,
        restricted: held?.restricted ?? false,
        content_sealed,
        disposition,
        reason_code: reasonCode,
        field,
      },
    ]);
    const untold = { caseId: null, caseReference: null };
    // That a referral contradicts somebody held would tell a sender who is held.
    return scopeOf(actor) === 'people'
      ? { id: null, disposition: 'quarantined', ...untold, importId: fileId }
      : { id: fileId, disposition: 'created', ...untold, importId: null };
  }

  /** A sender learns nothing of what is held already: that a person had a case shows only to who may see that case. */
  private async answer(tx: Transaction, actor: Actor, outcome: Disposed): Promise<ReceivedReferralResponse> {
    const found = await tx.queryOne<{ reference: string; isOpenTo: boolean }>(
      `SELECT c.reference, NOT p.restricted OR EXISTS (
                SELECT FROM access_grant g WHERE g.person_id = p.id AND g.subject = $2 AND g.withdrawn_at IS NULL
                   AND (g.expires_at IS NULL OR g.expires_at > $3)) AS "isOpenTo"
         FROM support_case c JOIN person p ON p.id = c.person_id WHERE c.id = $1`,
      [outcome.caseId, actor.subject, tx.now],
    );
    const sees = scopeOf(actor) === 'people' && found!.isOpenTo;
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

function sourceKeyOf(actor: Actor, { senderReference }: DirectReferralRequest): string {
  return senderReference === undefined ? `own:${newId()}` : `ref:${actor.subject}:${senderReference}`;
}
