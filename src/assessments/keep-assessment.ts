import { Injectable } from '@nestjs/common';
import { FollowUps } from '../cases/follow-ups.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Transaction } from '../platform/database/transaction.js';
import { AssessmentStore } from './assessment-store.js';
import { CaseDeadlines } from './case-deadlines.js';
import type { CheckedAssessment } from './check-assessment.js';
import { EnhancedStatus } from './enhanced-status/enhanced-status.js';

/** Keeps a checked assessment with everything that follows from it. */
@Injectable()
export class KeepAssessment {
  constructor(
    private readonly store: AssessmentStore,
    private readonly deadlines: CaseDeadlines,
    private readonly followUps: FollowUps,
    private readonly enhancedStatus: EnhancedStatus,
  ) {}

  /** Returns the id of the assessment. The case's next date is put right by whoever asked. */
  async keep(tx: Transaction, supportCase: SupportCase, checked: CheckedAssessment): Promise<string> {
    const id = await this.store.insert(tx, supportCase, checked);
    await this.deadlines.start(tx, supportCase, id, checked.deadlines, checked.supersedes);
    if (checked.form.code === 'needs') {
      await this.followUps.end(tx, supportCase, ['assess-needs'], 'done');
      await this.enhancedStatus.keepAutomatic(tx, supportCase);
      await tx.announce('rights.assessed', { caseId: supportCase.id });
    }
    return id;
  }
}
