import { Module } from '@nestjs/common';
import { ReferenceDataModule } from '../../reference-data/reference-data.module.js';
import { HidingThread } from './board/hiding-thread.js';
import { CodeReportPublications } from './board/publications.js';
import { PublicationsController } from './board/publications.controller.js';
import { TablePublisher } from './board/publish-table.js';
import { ClockCube } from './clock-cube.js';
import { ClockRows } from './clock-rows.js';
import { CodeReportController } from './code-report.controller.js';
import { CodeWords } from './code-words.js';
import { ReportSettings } from './report-settings.js';
import { VictimsCodeReport } from './victims-code-report.js';

/** Compliance with the Victims' Code: for any dates with every count, and as the Victims' Board is shown it. */
@Module({
  imports: [ReferenceDataModule],
  controllers: [PublicationsController, CodeReportController],
  providers: [
    ReportSettings,
    ClockCube,
    CodeWords,
    VictimsCodeReport,
    CodeReportPublications,
    HidingThread,
    TablePublisher,
    ClockRows,
  ],
  exports: [VictimsCodeReport, CodeReportPublications],
})
export class VictimsCodeReportModule {}
