import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { ReferenceDataModule } from '../reference-data/reference-data.module.js';
import { ActionsController } from './actions/actions.controller.js';
import { CaseActions } from './actions/case-actions.js';
import { JourneyFactsOf } from './actions/journey-facts.js';
import { ApproveClosure } from './closure/approve-closure.js';
import { CarryOutClosure } from './closure/carry-out-closure.js';
import { CloseCase } from './closure/close-case.js';
import { ClosureController } from './closure/closure.controller.js';
import { ClosureFactsOf } from './closure/closure-facts.js';
import { ReadClosure } from './closure/read-closure.js';
import { InformationOnly } from './closure/information-only.js';
import { ReopenCase } from './closure/reopen-case.js';
import { RaiseSteps } from './transition/raise-steps.js';
import { ReadTransition } from './transition/read-transition.js';
import { SweepTransitions } from './transition/sweep-transitions.js';
import { TransitionController } from './transition/transition.controller.js';
import { TransitionPath } from './transition/transition-path.js';
import { SweepClosures } from './closure/sweep-closures.js';

/** What needs to see several rooms at once: what can be done with a case now, its closure, and its reopening. */
@Module({
  imports: [ReferenceDataModule, CasesModule],
  controllers: [ActionsController, ClosureController, TransitionController],
  providers: [
    CaseActions,
    JourneyFactsOf,
    ClosureFactsOf,
    ReadClosure,
    ApproveClosure,
    CarryOutClosure,
    CloseCase,
    ReopenCase,
    InformationOnly,
    SweepClosures,
    TransitionPath,
    RaiseSteps,
    SweepTransitions,
    ReadTransition,
  ],
})
export class CaseworkModule {}
