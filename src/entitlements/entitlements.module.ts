import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { ReferencePolicy } from '../reference-data/policy/reference-policy.js';
import { ReferenceDataModule } from '../reference-data/reference-data.module.js';
import { currentStatusPolicy, StatusPolicy } from '../victims/enhanced-status/status-policy.js';
import { BuildClocks } from './clocks/build-clocks.js';
import { KeepClocks } from './clocks/keep-clocks.js';
import { CodeBook } from './code/code-book.js';
import { currentCodeBook } from './code/current-code-book.js';
import { PublishCode } from './code/publish-code.js';
import { EntitlementsController } from './entitlements.controller.js';
import { ListEntitlements } from './list-entitlements.js';
import { MarkReminders } from './mark-reminders.js';
import { OwnDuties } from './own-duties.js';
import { ReadEntitlements } from './read-entitlements.js';
import { KeepVictims } from './victims/keep-victims.js';

/** The Victims' Code: its rules, the clocks that events start for each victim, and what VAL itself owes. */
@Module({
  imports: [ReferenceDataModule, CasesModule],
  controllers: [EntitlementsController],
  providers: [
    { provide: StatusPolicy, useFactory: currentStatusPolicy, inject: [ReferencePolicy] },
    { provide: CodeBook, useFactory: currentCodeBook, inject: [ReferencePolicy] },
    PublishCode,
    OwnDuties,
    KeepVictims,
    BuildClocks,
    KeepClocks,
    MarkReminders,
    ReadEntitlements,
    ListEntitlements,
  ],
})
export class EntitlementsModule {}
