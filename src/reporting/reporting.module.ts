import { Module } from '@nestjs/common';
import { PanelReport } from './panel/panel-report.js';
import { PanelReportController } from './panel/panel-report.controller.js';

/** Figures: read-only, over everyone, showing nobody. */
@Module({
  controllers: [PanelReportController],
  providers: [PanelReport],
  exports: [PanelReport],
})
export class ReportingModule {}
