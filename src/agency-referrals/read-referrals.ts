import { Injectable } from '@nestjs/common';
import { caseSeen } from '../cases/seen-case.js';
import type { Actor } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { AgencyDirectory } from './agency-directory.js';
import type { AgencyReferralList } from './referral-responses.js';
import { referralsOf, toReferralResponse } from './referral-rows.js';

/** To which agencies somebody was sent, or of which they were told. */
@Injectable()
export class ReadReferrals {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly directory: AgencyDirectory,
  ) {}

  /** Newest first. @throws NotFound */
  list(actor: Actor, caseId: string): Promise<AgencyReferralList> {
    return this.database.inTransaction(actor, async (tx) => {
      const { personId } = await caseSeen(tx, caseId);
      const rows = await referralsOf(tx, caseId);
      await tx.audit({
        action: 'agency-referral.read',
        targetType: 'agency-referral',
        targetIds: rows.map(({ id }) => id),
        personIds: [personId],
        fields: ['note'],
      });
      const labelOf = (code: string, at: Date) => this.directory.label(code, londonDayOf(at));
      return {
        items: rows.map((row) =>
          toReferralResponse(row, labelOf(row.agencyCode, row.sentAt), this.encryption),
        ),
      };
    });
  }
}
