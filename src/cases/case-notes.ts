import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { type Page, pageOf, readCursor } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import { Conflict, Invalid } from '../platform/problems/problem.js';
import type { NoteQuery, WriteNoteRequest } from './case-requests.js';
import type { NoteResponse } from './note-responses.js';
import {
  professionalColumns,
  type ProfessionalColumns,
  professionalContactOf,
} from './professional-contact.js';
import { belongingTo, caseSeen, caseToChange, recordEvent } from './seen-case.js';
import type { SupportCase } from './support-case.entity.js';

interface NoteRow extends ProfessionalColumns {
  id: string;
  bodySealed: string;
  writtenAt: Date;
  writtenBy: string;
  writtenByName: string | null;
  supersedes: string | null;
  supersededBy: string | null;
}

/** What coordinators write down about a case. A note is never changed: a correction supersedes it. */
@Injectable()
export class CaseNotes {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Newest first. @throws NotFound where there is no such case or the actor may not see it */
  page(actor: Actor, caseId: string, query: NoteQuery): Promise<Page<NoteResponse>> {
    const [at = null, id = null] = readCursor(query.after, ['instant', 'id']) ?? [];
    return this.database.inTransaction(actor, async (tx) => {
      const { personId } = await caseSeen(tx, caseId);
      const rows = await tx.query<NoteRow>(PAGE, [caseId, at, id, query.limit + 1, query.kind ?? null]);
      const keys = (row: NoteRow) => [row.writtenAt.toISOString(), row.id];
      const page = pageOf(rows, query.limit, keys, (row) => this.shown(row));
      const targetIds = page.items.map((note) => note.id);
      await tx.audit({
        action: 'note.read',
        targetType: 'note',
        targetIds,
        personIds: [personId],
        fields: ['text'],
      });
      return page;
    });
  }

  /** @throws NotFound; Invalid `unknown-note`; Conflict `already-superseded` */
  write(actor: Actor, caseId: string, request: WriteNoteRequest): Promise<NoteResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      const supersedes = request.supersedes?.toLowerCase() ?? null;
      if (supersedes) await mustBeCurrent(tx, caseId, supersedes);
      const id = newId();
      const body_sealed = this.encryption.seal(request.text, placeOf(id));
      const written = { written_at: tx.now, written_by: actor.subject, supersedes };
      const contact = professionalColumns(tx, id, request.professionalContact, this.encryption);
      await tx.insert('case_note', [
        { id, ...belongingTo(supportCase), body_sealed, ...written, ...contact },
      ]);
      await told(tx, supportCase, { id, supersedes, request });
      const [row] = await tx.query<NoteRow>(ONE, [id]);
      return this.shown({ ...row!, writtenByName: actor.displayName ?? null });
    });
  }

  private shown({ bodySealed, writtenAt, ...row }: NoteRow): NoteResponse {
    const { id, writtenBy, writtenByName, supersedes, supersededBy } = row;
    return {
      ...{ id, text: this.encryption.open(bodySealed, placeOf(id)), writtenAt: writtenAt.toISOString() },
      ...{ writtenBy, writtenByName, supersedes, supersededBy },
      professionalContact: professionalContactOf(id, row, this.encryption),
    };
  }
}

/** The timeline knows of a contact with a professional its role, and not who it was. */
async function told(
  tx: Transaction,
  supportCase: SupportCase,
  { id: noteId, supersedes, request }: { id: string; supersedes: string | null; request: WriteNoteRequest },
): Promise<void> {
  const { professionalContact: contact } = request;
  const details = contact && { direction: contact.direction, channel: contact.channel, role: contact.role };
  const usual = contact ? 'professional-contact.noted' : 'note.written';
  const kind = supersedes ? 'note.corrected' : usual;
  await recordEvent(tx, supportCase, kind, { noteId, supersedes, ...details });
  await tx.audit({
    action: 'note.write',
    targetType: 'note',
    targetIds: [noteId],
    personIds: [supportCase.personId],
    fields: ['text', ...(contact ? ['professionalContact'] : [])],
  });
}

async function mustBeCurrent(tx: Transaction, caseId: string, noteId: string): Promise<void> {
  const note = await tx.queryOne<{ isCorrected: boolean }>(
    `SELECT EXISTS (SELECT FROM case_note l WHERE l.supersedes = n.id) AS "isCorrected"
       FROM case_note n WHERE n.id = $1 AND n.case_id = $2`,
    [noteId, caseId],
  );
  if (!note) throw Invalid.field('supersedes', 'unknown-note', 'The case has no such note.');
  if (note.isCorrected)
    throw new Conflict('already-superseded', 'The note was corrected already: correct its correction.');
}

function placeOf(rowId: string) {
  return { table: 'case_note', column: 'body_sealed', rowId };
}

const NOTE = `
  SELECT n.id, n.body_sealed AS "bodySealed", n.written_at AS "writtenAt", n.written_by AS "writtenBy",
         s.display_name AS "writtenByName", n.supersedes, l.id AS "supersededBy",
         n.professional_direction AS direction, n.professional_channel AS channel, n.professional_role AS role,
         n.professional_sealed AS "professionalSealed", n.professional_at AS "occurredAt"
    FROM case_note n
    LEFT JOIN case_note l ON l.supersedes = n.id
    LEFT JOIN staff_member s ON s.subject = n.written_by`;

const ONE = `${NOTE} WHERE n.id = $1`;

const PAGE = `
  ${NOTE}
   WHERE n.case_id = $1 AND ($2::timestamptz IS NULL OR (n.written_at, n.id) < ($2, $3::uuid))
     AND ($5::text IS NULL OR ($5 = 'plain') = (n.professional_direction IS NULL))
   ORDER BY n.written_at DESC, n.id DESC LIMIT $4`;
