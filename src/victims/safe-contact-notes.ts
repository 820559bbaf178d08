import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import { NotFound } from '../platform/problems/problem.js';
import type { ReadNoteRequest } from './safety-requests.js';
import type {
  SafeContactNoteList,
  SafeContactNoteResponse,
  SafetyChangedResponse,
} from './safety-responses.js';
import { personAsRead, personSeen, safetyChanged } from './seen-person.js';

interface NoteRow {
  id: string;
  referralId: string | null;
  textSealed: string;
  receivedAt: Date;
  verdict: string | null;
  readAt: Date | null;
  readBy: string | null;
}

/** What senders wrote about safe contact: free text that no machine understands, so a person reads it. */
@Injectable()
export class SafeContactNotes {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Newest first. @throws NotFound */
  list(actor: Actor, personId: string): Promise<SafeContactNoteList> {
    return this.database.inTransaction(actor, async (tx) => {
      const { safetyVersion } = await personSeen(tx, personId);
      const rows = await tx.query<NoteRow>(LIST, [personId]);
      const targetIds = rows.map(({ id }) => id);
      const fields = ['text'];
      await tx.audit({
        action: 'safe-contact-note.read',
        targetType: 'safe-contact-note',
        targetIds,
        personIds: [personId],
        fields,
      });
      return { items: rows.map((row) => this.shown(row)), safetyVersion };
    });
  }

  /** A coordinator says what the note means; a later reading replaces an earlier one. @throws NotFound; StaleEdit */
  judge(
    actor: Actor,
    personId: string,
    noteId: string,
    { verdict, safetyVersion: read }: ReadNoteRequest,
  ): Promise<SafetyChangedResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const person = await personAsRead(tx, personId, read);
      const judged = await tx.query(JUDGE, [noteId, personId, verdict, tx.now, actor.subject]);
      if (judged.length === 0) throw new NotFound('safe contact note');
      const details = { noteId, verdict };
      const safetyVersion = await safetyChanged(tx, person, { kind: 'safe-contact-note.judged', details });
      await tx.audit({
        action: 'safe-contact-note.judge',
        targetType: 'safe-contact-note',
        targetIds: [noteId],
        personIds: [personId],
        reasonCode: verdict,
      });
      return { personId, safetyVersion };
    });
  }

  private shown({ textSealed, receivedAt, readAt, ...note }: NoteRow): SafeContactNoteResponse {
    const place = { table: 'safe_contact_note', column: 'text_sealed', rowId: note.id };
    return {
      ...note,
      text: this.encryption.open(textSealed, place),
      receivedAt: receivedAt.toISOString(),
      readAt: readAt?.toISOString() ?? null,
    };
  }
}

const LIST = `
  SELECT id, referral_id AS "referralId", text_sealed AS "textSealed", received_at AS "receivedAt", verdict,
         read_at AS "readAt", read_by AS "readBy"
    FROM safe_contact_note WHERE person_id = $1 ORDER BY received_at DESC, id DESC`;

const JUDGE = `
  UPDATE safe_contact_note SET verdict = $3, read_at = $4, read_by = $5 WHERE id = $1 AND person_id = $2 RETURNING id`;
