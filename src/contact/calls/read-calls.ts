import { Injectable } from '@nestjs/common';
import { caseSeen } from '../../cases/seen-case.js';
import type { Actor } from '../../platform/access/actor.js';
import { FieldEncryption } from '../../platform/crypto/field-encryption.js';
import { Database } from '../../platform/database/database.js';
import { Thresholds } from '../../reference-data/thresholds.js';
import { attemptsSoFar } from './call-rules.js';
import type { AttemptList, AttemptResponse, InboundContactList } from './call-responses.js';
import { inboundResponse, type InboundRow } from './record-inbound.js';
import { attemptNotePlace } from './record-attempt.js';

type AttemptRow = Omit<AttemptResponse, 'note' | 'occurredAt' | 'recordedAt'> & {
  noteSealed: string | null;
  occurredAt: Date;
  recordedAt: Date;
};

/** The calls of a case and what came in. */
@Injectable()
export class ReadCalls {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly thresholds: Thresholds,
  ) {}

  /** @throws NotFound where there is no such case or the actor may not see it */
  attempts(actor: Actor, caseId: string): Promise<AttemptList> {
    return this.database.inTransaction(actor, async (tx) => {
      const { personId } = await caseSeen(tx, caseId);
      const rows = await tx.query<AttemptRow>(ATTEMPTS, [caseId]);
      const { counted, isReached, most } = await attemptsSoFar(tx, caseId, this.thresholds);
      await tx.audit({
        action: 'contact-attempt.read',
        targetType: 'contact-attempt',
        targetIds: rows.map(({ id }) => id),
        personIds: [personId],
      });
      const attemptsLeft = isReached ? 0 : Math.max(0, most - counted);
      return { items: rows.map((row) => this.attempt(row)), isReached, attemptsLeft };
    });
  }

  /** @throws NotFound where there is no such case or the actor may not see it */
  inbound(actor: Actor, caseId: string): Promise<InboundContactList> {
    return this.database.inTransaction(actor, async (tx) => {
      const { personId } = await caseSeen(tx, caseId);
      const rows = await tx.query<InboundRow>(INBOUND, [caseId]);
      await tx.audit({
        action: 'inbound-contact.read',
        targetType: 'inbound-contact',
        targetIds: rows.map(({ id }) => id),
        personIds: [personId],
      });
      return { items: rows.map((row) => inboundResponse(row, this.encryption)) };
    });
  }

  private attempt({ noteSealed, occurredAt, recordedAt, ...row }: AttemptRow): AttemptResponse {
    return {
      ...row,
      note: noteSealed === null ? null : this.encryption.open(noteSealed, attemptNotePlace(row.id)),
      occurredAt: occurredAt.toISOString(),
      recordedAt: recordedAt.toISOString(),
    };
  }
}

const ATTEMPTS = `
  SELECT id, case_id AS "caseId", referral_id AS "referralId", purpose, number, contact_point_id AS "contactPointId",
         safe_to_talk AS "safeToTalk", result, is_reached AS "isReached", wants_support AS "wantsSupport",
         note_sealed AS "noteSealed", occurred_at AS "occurredAt", recorded_at AS "recordedAt",
         recorded_by AS "recordedBy"
    FROM contact_attempt WHERE case_id = $1 ORDER BY occurred_at DESC, id DESC LIMIT 200`;

const INBOUND = `
  SELECT id, case_id AS "caseId", channel, received_at AS "receivedAt", answered_at AS "answeredAt",
         summary_sealed AS "summarySealed", call_back_wanted_at AS "callBackWantedAt", recorded_at AS "recordedAt",
         recorded_by AS "recordedBy"
    FROM inbound_contact WHERE case_id = $1 ORDER BY received_at DESC, id DESC LIMIT 200`;
