import { Module } from '@nestjs/common';
import { ReferenceDataModule } from '../reference-data/reference-data.module.js';
import { MeasureCatalogue } from './measures/measure-catalogue.js';
import { MeasureFigures } from './measures/measure-figures.js';
import { MeasureRows } from './measures/measure-rows.js';
import { MeasuresController } from './measures/measures.controller.js';
import { PanelReport } from './panel/panel-report.js';
import { PanelReportController } from './panel/panel-report.controller.js';
import { PhoneFigures } from './panel/phone-figures.js';
import { ReferralFigures } from './panel/referral-figures.js';
import { SupportFigures } from './panel/support-figures.js';

/** Figures: read-only, over everyone, showing nobody. */
@Module({
  imports: [ReferenceDataModule],
  controllers: [PanelReportController, MeasuresController],
  providers: [
    ...[MeasureCatalogue, MeasureFigures, MeasureRows],
    ...[PanelReport, ReferralFigures, PhoneFigures, SupportFigures],
  ],
  exports: [PanelReport],
})
export class ReportingModule {}
