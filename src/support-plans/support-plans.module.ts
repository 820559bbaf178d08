import { Module, type OnModuleInit } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { mustReachEveryState } from '../platform/state-table.js';
import { ReferenceDataModule } from '../reference-data/reference-data.module.js';
import { ChangePlan } from './change-plan.js';
import { CheckIn } from './check-in.js';
import { EndPlan } from './end-plan.js';
import { OpenPlan } from './open-plan.js';
import { PlanActionCodes } from './plan-action-codes.js';
import { PlanActions } from './plan-actions.js';
import { PlanGoals } from './plan-goals.js';
import { ACTION_TABLE, GOAL_TABLE, PLAN_TABLE } from './plan-states.js';
import { PlanSteps } from './plan-steps.js';
import { PlanTexts } from './plan-texts.js';
import { PlanWorkController } from './plan-work.controller.js';
import { ReadParts } from './read-parts.js';
import { ReadPlan } from './read-plan.js';
import { ReviewPlan } from './review-plan.js';
import { SupportPlansController } from './support-plans.controller.js';

/** Support plans: goals, actions, check-ins, reviews and the exit strategy that ends them. */
@Module({
  imports: [ReferenceDataModule, CasesModule],
  controllers: [SupportPlansController, PlanWorkController],
  providers: [
    PlanTexts,
    PlanSteps,
    PlanActionCodes,
    ReadParts,
    ReadPlan,
    OpenPlan,
    ChangePlan,
    PlanGoals,
    PlanActions,
    CheckIn,
    ReviewPlan,
    EndPlan,
  ],
})
export class SupportPlansModule implements OnModuleInit {
  onModuleInit(): void {
    mustReachEveryState('support plan', PLAN_TABLE, 'active');
    mustReachEveryState('goal', GOAL_TABLE, 'open');
    mustReachEveryState('action', ACTION_TABLE, 'open');
  }
}
