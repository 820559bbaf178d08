import { Injectable } from '@nestjs/common';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Transaction } from '../platform/database/transaction.js';
import { londonDayOf, startOfDayLondon } from '../platform/working-days/london-days.js';
import { Thresholds } from '../reference-data/thresholds.js';
import { ageOn } from '../victims/age-on.js';
import { ageBandOf } from './age.js';
import type { Facts } from './forms/form-definition.js';
import { reportingDutyOn } from './reporting-duty.js';

interface PersonRow {
  kind: 'individual' | 'organisation';
  dateOfBirth: string | null;
  hasChildReferral: boolean;
}

/** Reads what forms may ask of the record itself. */
@Injectable()
export class AssessmentFacts {
  constructor(private readonly thresholds: Thresholds) {}

  /** @param at when the assessment was completed: somebody's age is that of the day */
  async of(tx: Transaction, { id: caseId, personId }: SupportCase, at: Date): Promise<Facts> {
    const day = londonDayOf(at);
    const person = (await tx.queryOne<PersonRow>(PERSON, [personId, caseId, startOfDayLondon(day)]))!;
    const age = ageOn(person.dateOfBirth, day);
    return {
      ageBand: ageBandOf(age, this.thresholds.at('adultAge', day)),
      age,
      personKind: person.kind,
      childReferral: person.hasChildReferral ? 'made' : 'not-made',
      mandatoryReporting: reportingDutyOn(this.thresholds, day),
    };
  }
}

const PERSON = `
  SELECT p.kind, p.date_of_birth::text AS "dateOfBirth",
         EXISTS (SELECT FROM safeguarding_referral s WHERE s.case_id = $2 AND s.about = 'child'
                    AND s.concerns = 'case-person' AND s.made_at >= $3)
           AS "hasChildReferral"
    FROM person p WHERE p.id = $1`;
