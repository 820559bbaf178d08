import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { ReferenceDataModule } from '../reference-data/reference-data.module.js';
import { AssessOutcomes } from './assess-outcomes.js';
import { CaseFeedback } from './case-feedback.js';
import { FeedbackController } from './feedback.controller.js';
import { OutcomeFrameworks } from './outcome-frameworks.js';
import { OutcomesController } from './outcomes.controller.js';
import { ReadOutcomes } from './read-outcomes.js';

/** What support changed for people, by dated frameworks, and what they say of it. */
@Module({
  imports: [ReferenceDataModule, CasesModule],
  controllers: [OutcomesController, FeedbackController],
  providers: [OutcomeFrameworks, AssessOutcomes, ReadOutcomes, CaseFeedback],
  exports: [OutcomeFrameworks],
})
export class OutcomesModule {}
