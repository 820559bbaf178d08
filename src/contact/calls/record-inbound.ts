import { Injectable } from '@nestjs/common';
import { FollowUps } from '../../cases/follow-ups.js';
import { happenedAt, plannedAt } from '../../cases/happened-at.js';
import { belongingTo, caseToChange, recordEvent } from '../../cases/seen-case.js';
import type { SupportCase } from '../../cases/support-case.entity.js';
import type { Actor } from '../../platform/access/actor.js';
import { FieldEncryption } from '../../platform/crypto/field-encryption.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids.js';
import { Invalid } from '../../platform/problems/problem.js';
import type { RecordInboundRequest } from './call-requests.js';
import type { InboundContactResponse } from './call-responses.js';

/** A call may have come before there was a case. */
const AT_ANY_TIME = { at: new Date(0), code: 'before-the-case' } as const;

/** What came in, as it is stored. */
export interface InboundRow {
  id: string;
  caseId: string;
  channel: string;
  receivedAt: Date;
  answeredAt: Date | null;
  summarySealed: string;
  callBackWantedAt: Date | null;
  recordedAt: Date;
  recordedBy: string;
}

/** Writes down a call, chat or reply that came from the person. */
@Injectable()
export class RecordInbound {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly followUps: FollowUps,
  ) {}

  /** @throws NotFound; Invalid naming the field; Conflict `case-closed` */
  record(actor: Actor, caseId: string, request: RecordInboundRequest): Promise<InboundContactResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      supportCase.mustBeOpen();
      const row = this.rowOf(tx, supportCase, request);
      await tx.insert('inbound_contact', [
        {
          ...{ id: row.id, ...belongingTo(supportCase), channel: row.channel, received_at: row.receivedAt },
          ...{ answered_at: row.answeredAt, summary_sealed: row.summarySealed },
          ...{ call_back_wanted_at: row.callBackWantedAt, recorded_at: tx.now, recorded_by: row.recordedBy },
        },
      ]);
      await recordEvent(tx, supportCase, 'contact.received', {
        inboundContactId: row.id,
        channel: row.channel,
        wantsCallBack: row.callBackWantedAt !== null,
      });
      await this.follow(tx, supportCase, row);
      await tx.audit({
        action: 'inbound-contact.record',
        targetType: 'inbound-contact',
        targetIds: [row.id],
        personIds: [supportCase.personId],
      });
      return inboundResponse(row, this.encryption);
    });
  }

  private rowOf(tx: Transaction, supportCase: SupportCase, request: RecordInboundRequest): InboundRow {
    const id = newId();
    const receivedAt = happenedAt(tx, request.receivedAt, 'receivedAt', AT_ANY_TIME);
    const { answeredAt, callBackWantedAt } = request;
    const callBack =
      callBackWantedAt === undefined ? null : plannedAt(tx, callBackWantedAt, 'callBackWantedAt');
    return {
      ...{ id, caseId: supportCase.id, channel: request.channel, receivedAt },
      answeredAt: answeredAt === undefined ? null : answeredAfter(tx, answeredAt, receivedAt),
      summarySealed: this.encryption.seal(request.summary, summaryPlace(id)),
      ...{ callBackWantedAt: callBack, recordedAt: tx.now, recordedBy: tx.actor.subject },
    };
  }

  /** Who asked for a call, or was not answered, is called. */
  private async follow(tx: Transaction, supportCase: SupportCase, row: InboundRow): Promise<void> {
    if (row.answeredAt !== null && row.callBackWantedAt === null) return;
    const dueAt =
      row.callBackWantedAt ?? this.followUps.workingDaysAfter(tx.now, 'callPersonWorkingDays').dueAt;
    await this.followUps.add(tx, supportCase, {
      kind: 'call-back',
      source: 'contact',
      sourceId: row.id,
      dueAt,
    });
    await this.followUps.settle(tx, supportCase);
  }
}

/** What came in as a reader sees it, with its opened summary. */
export function inboundResponse(row: InboundRow, encryption: FieldEncryption): InboundContactResponse {
  const { summarySealed, receivedAt, answeredAt, callBackWantedAt, recordedAt, ...rest } = row;
  return {
    ...rest,
    receivedAt: receivedAt.toISOString(),
    answeredAt: answeredAt?.toISOString() ?? null,
    waitedSeconds: answeredAt && Math.round((answeredAt.getTime() - receivedAt.getTime()) / 1000),
    summary: encryption.open(summarySealed, summaryPlace(row.id)),
    callBackWantedAt: callBackWantedAt?.toISOString() ?? null,
    recordedAt: recordedAt.toISOString(),
  };
}

function answeredAfter(tx: Transaction, given: string, receivedAt: Date): Date {
  const at = happenedAt(tx, given, 'answeredAt', AT_ANY_TIME);
  if (at < receivedAt)
    throw Invalid.field('answeredAt', 'before-received', 'It was answered before it came.');
  return at;
}

function summaryPlace(rowId: string) {
  return { table: 'inbound_contact', column: 'summary_sealed', rowId };
}
