import { Injectable } from '@nestjs/common';
import { caseSeen } from '../cases/seen-case.js';
import type { Actor } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { AgeOfPerson } from './age-of-person.js';
import { AgencyDirectory } from './agency-directory.js';
import { consentsOf, toConsentResponse } from './consent-rows.js';
import type { AgencyConsentList } from './consent-responses.js';

/** What a person answered when they were asked whether agencies may be told about them. */
@Injectable()
export class ReadConsents {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly directory: AgencyDirectory,
    private readonly ages: AgeOfPerson,
  ) {}

  /** Newest first. @throws NotFound */
  list(actor: Actor, caseId: string): Promise<AgencyConsentList> {
    return this.database.inTransaction(actor, async (tx) => {
      const { personId } = await caseSeen(tx, caseId);
      const rows = await consentsOf(tx, caseId);
      const ageNow = await this.ages.at(tx, personId, tx.now);
      await tx.audit({
        action: 'agency-consent.read',
        targetType: 'agency-consent',
        targetIds: rows.map(({ id }) => id),
        personIds: [personId],
      });
      const labelOf = (code: string, at: Date) => this.directory.label(code, londonDayOf(at));
      return {
        items: rows.map((row) =>
          toConsentResponse(row, labelOf(row.agencyCode, row.askedAt), ageNow, this.encryption),
        ),
      };
    });
  }
}
