import { Module } from '@nestjs/common';
import { BankHolidayCalendar } from './bank-holiday-calendar.js';
import { BankHolidaysController } from './bank-holidays.controller.js';
import { BankHolidays } from './bank-holidays.js';
import { CodeLists } from './code-lists.js';
import { CrimeStatuses } from './crime-statuses.js';
import { FeedMappings } from './feed-mappings.js';
import { MessageTemplates } from './message-templates.js';
import { OffenceRules } from './offence-rules.js';
import { currentPolicy } from './policy/current-policy.js';
import { ReferencePolicy } from './policy/reference-policy.js';
import { ReferenceDataController } from './reference-data.controller.js';
import { ReferenceDataStore } from './reference-data-store.js';
import { Relationships } from './relationships.js';
import { RetentionClasses } from './retention-classes.js';
import { Suppressors } from './suppressors.js';
import { Teams } from './teams.js';
import { Thresholds } from './thresholds.js';

const LOOK_UPS = [
  BankHolidays,
  CodeLists,
  CrimeStatuses,
  FeedMappings,
  MessageTemplates,
  OffenceRules,
  ReferenceDataStore,
  Relationships,
  RetentionClasses,
  Suppressors,
  Teams,
  Thresholds,
];

/** Policy as dated rows: read from `config/` once, before anything else looks something up. */
@Module({
  controllers: [ReferenceDataController, BankHolidaysController],
  providers: [{ provide: ReferencePolicy, useFactory: currentPolicy }, BankHolidayCalendar, ...LOOK_UPS],
  exports: [ReferencePolicy, ...LOOK_UPS],
})
export class ReferenceDataModule {}
