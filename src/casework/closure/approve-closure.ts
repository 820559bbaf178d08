import { Injectable } from '@nestjs/common';
import { belongingTo, caseToChange, recordEvent } from '../../cases/seen-case.js';
import type { Actor } from '../../platform/access/actor.js';
import { FieldEncryption } from '../../platform/crypto/field-encryption.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/ids.js';
import { StaleEdit } from '../../platform/problems/problem.js';
import type { ApprovalResponse } from './closure-responses.js';

/** A team leader's word that a case may be closed as it stands, although nobody was reached. */
@Injectable()
export class ApproveClosure {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Holds for the version of the case that was read, until contact comes. @throws NotFound; StaleEdit; Conflict `case-closed` */
  approve(actor: Actor, caseId: string, note: string, version: number): Promise<ApprovalResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      supportCase.mustBeOpen();
      if (supportCase.version !== version) throw new StaleEdit();
      const id = newId();
      const place = { table: 'case_closure_approval', column: 'note_sealed', rowId: id };
      await tx.insert('case_closure_approval', [
        {
          ...{ id, ...belongingTo(supportCase), case_version: version },
          note_sealed: this.encryption.seal(note, place),
          ...{ approved_at: tx.now, approved_by: actor.subject },
        },
      ]);
      await recordEvent(tx, supportCase, 'closure.approved', { approvalId: id });
      await tx.audit({
        action: 'case.approve-closure',
        targetType: 'case',
        targetIds: [caseId],
        personIds: [supportCase.personId],
      });
      return { id, caseId, approvedBy: actor.subject, approvedAt: tx.now.toISOString(), version };
    });
  }
}
