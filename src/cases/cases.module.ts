import { Module } from '@nestjs/common';
import { ReferenceDataModule } from '../reference-data/reference-data.module.js';
import { AllocationController } from './allocation.controller.js';
import { CaseAllocation } from './case-allocation.js';
import { CaseDetail } from './case-detail.js';
import { CaseNotes } from './case-notes.js';
import { CasesController } from './cases.controller.js';
import { CaseTimeline } from './case-timeline.js';
import { NextActions } from './next-action.js';
import { NotesController } from './notes.controller.js';
import { TaskList } from './task-list.js';
import { TaskWork } from './task-work.js';
import { TasksController } from './tasks.controller.js';
import { TeamsController } from './teams.controller.js';
import { Worklist } from './worklist.js';

/** Casework: the worklist, one case, its notes, tasks and allocation, and who may see it. */
@Module({
  imports: [ReferenceDataModule],
  controllers: [CasesController, NotesController, AllocationController, TasksController, TeamsController],
  providers: [Worklist, CaseDetail, CaseTimeline, CaseNotes, CaseAllocation, NextActions, TaskList, TaskWork],
  exports: [NextActions],
})
export class CasesModule {}
