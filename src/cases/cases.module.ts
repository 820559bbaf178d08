import { Module } from '@nestjs/common';
import { ReferenceDataModule } from '../reference-data/reference-data.module.js';
import { ActionsOfCase } from './actions-of-case.js';
import { AllocationController } from './allocation.controller.js';
import { BreakGlass } from './break-glass.js';
import { BreakGlassController } from './break-glass.controller.js';
import { BreakGlassReview } from './break-glass-review.js';
import { BreakGlassSweep } from './break-glass-sweep.js';
import { CaseCounts } from './case-counts.js';
import { ReachingSteps } from './calls/reaching-steps.js';
import { CaseAllocation } from './case-allocation.js';
import { CaseDetail } from './case-detail.js';
import { CaseNotes } from './case-notes.js';
import { CasesController } from './cases.controller.js';
import { CaseTimeline } from './case-timeline.js';
import { CoverController } from './cover.controller.js';
import { ContinueStay } from './continue-stay.js';
import { FollowUps } from './follow-ups.js';
import { NextActions } from './next-action.js';
import { NotesController } from './notes.controller.js';
import { ReassessAge } from './reassess-age.js';
import { CaseRestriction } from './restriction.js';
import { RestrictionController } from './restriction.controller.js';
import { RestrictionMembers } from './restriction-members.js';
import { StaffCover } from './staff-cover.js';
import { TaskList } from './task-list.js';
import { TaskWork } from './task-work.js';
import { TasksController } from './tasks.controller.js';
import { TeamsController } from './teams.controller.js';
import { Worklist } from './worklist.js';

/** Casework: the worklist, one case, its notes, tasks and allocation, and who may see it. */
@Module({
  imports: [ReferenceDataModule],
  controllers: [
    CasesController,
    NotesController,
    AllocationController,
    TasksController,
    TeamsController,
    CoverController,
    RestrictionController,
    BreakGlassController,
  ],
  providers: [
    Worklist,
    ActionsOfCase,
    CaseDetail,
    CaseCounts,
    CaseTimeline,
    CaseNotes,
    CaseAllocation,
    NextActions,
    FollowUps,
    TaskList,
    StaffCover,
    TaskWork,
    ContinueStay,
    ReachingSteps,
    ReassessAge,
    CaseRestriction,
    RestrictionMembers,
    BreakGlass,
    BreakGlassReview,
    BreakGlassSweep,
  ],
  exports: [NextActions, FollowUps, ActionsOfCase, ContinueStay, ReachingSteps],
})
export class CasesModule {}
