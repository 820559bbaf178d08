import { Injectable } from '@nestjs/common';
import { FollowUps } from '../cases/follow-ups.js';
import { caseToChange } from '../cases/seen-case.js';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { NeedsAssessmentRequest, SpecialistAssessmentRequest } from './assessment-requests.js';
import type { AssessmentResponse } from './assessment-responses.js';
import { CheckAssessment } from './check-assessment.js';
import type { FormCode } from './forms/form-definition.js';
import { KeepAssessment } from './keep-assessment.js';
import { ReadAssessments } from './read-assessments.js';

/** Completes assessments: of somebody's needs, and of what is special about them. */
@Injectable()
export class CompleteAssessment {
  constructor(
    private readonly database: Database,
    private readonly check: CheckAssessment,
    private readonly keep: KeepAssessment,
    private readonly followUps: FollowUps,
    private readonly read: ReadAssessments,
  ) {}

  /** @throws NotFound; Conflict `case-closed`; what `CheckAssessment.check` throws */
  complete(
    actor: Actor,
    caseId: string,
    kind: FormCode,
    request: NeedsAssessmentRequest | SpecialistAssessmentRequest,
  ): Promise<AssessmentResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      supportCase.mustBeOpen();
      const checked = await this.check.check(tx, supportCase, kind, request);
      const id = await this.keep.keep(tx, supportCase, checked);
      await this.followUps.settle(tx, supportCase);
      await tx.audit({
        action: `${kind === 'needs' ? 'needs' : 'specialist'}-assessment.complete`,
        targetType: 'assessment',
        targetIds: [id],
        personIds: [supportCase.personId],
        fields: [...Object.keys(checked.kept.coded), ...Object.keys(checked.kept.texts)],
        reasonCode: kind,
      });
      return this.read.one(tx, id);
    });
  }
}
