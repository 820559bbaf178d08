import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { ReferenceDataModule } from '../reference-data/reference-data.module.js';
import { ReferencePolicy } from '../reference-data/policy/reference-policy.js';
import { AssessmentDeadlines } from './assessment-deadlines.js';
import { AssessmentFacts } from './assessment-facts.js';
import { AssessmentStore } from './assessment-store.js';
import { AssessmentsController } from './assessments.controller.js';
import { CaseDeadlines } from './case-deadlines.js';
import { CheckAssessment } from './check-assessment.js';
import { CompleteAssessment } from './complete-assessment.js';
import { DeadlineClock } from './deadline-clock.js';
import { DecideStatus } from './enhanced-status/decide-status.js';
import { EnhancedStatus } from './enhanced-status/enhanced-status.js';
import { EnhancedStatusController } from './enhanced-status/enhanced-status.controller.js';
import { StatusFactsReader } from './enhanced-status/status-facts.js';
import { currentStatusPolicy, StatusPolicy } from '../victims/enhanced-status/status-policy.js';
import { currentForms, Forms } from './forms/forms.js';
import { FormsController } from './forms/forms.controller.js';
import { KeepAssessment } from './keep-assessment.js';
import { ReadAssessments } from './read-assessments.js';
import { MakeSafeguardingReferral } from './safeguarding/make-referral.js';
import { SafeguardingController } from './safeguarding/safeguarding.controller.js';
import { SafeguardingDeadlines } from './safeguarding/safeguarding-deadlines.js';
import { SafeguardingReferrals } from './safeguarding/safeguarding-referrals.js';
import { SafeguardingStore } from './safeguarding/safeguarding-store.js';

/** Assessments: forms as policy, needs and specialist assessments with what is due by them, status and safeguarding. */
@Module({
  imports: [ReferenceDataModule, CasesModule],
  controllers: [FormsController, AssessmentsController, EnhancedStatusController, SafeguardingController],
  providers: [
    { provide: Forms, useFactory: currentForms, inject: [ReferencePolicy] },
    { provide: StatusPolicy, useFactory: currentStatusPolicy, inject: [ReferencePolicy] },
    DeadlineClock,
    CaseDeadlines,
    AssessmentFacts,
    AssessmentDeadlines,
    AssessmentStore,
    CheckAssessment,
    KeepAssessment,
    ReadAssessments,
    CompleteAssessment,
    StatusFactsReader,
    EnhancedStatus,
    DecideStatus,
    SafeguardingStore,
    SafeguardingDeadlines,
    MakeSafeguardingReferral,
    SafeguardingReferrals,
  ],
})
export class AssessmentsModule {}
