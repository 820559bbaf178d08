import { Module } from '@nestjs/common';
import { OutcomesModule } from '../outcomes/outcomes.module.js';
import { mustReachEveryState } from '../platform/state-table.js';
import { ReferenceDataModule } from '../reference-data/reference-data.module.js';
import { MeasureCatalogue } from './measures/measure-catalogue.js';
import { MeasureFigures } from './measures/measure-figures.js';
import { MeasureRows } from './measures/measure-rows.js';
import { MeasuresController } from './measures/measures.controller.js';
import { ComputeReturn } from './moj-return/compute-return.js';
import { DecideReturns } from './moj-return/decide-returns.js';
import { ReturnPolicy } from './moj-return/definition/return-policy.js';
import { DraftReturns } from './moj-return/draft-returns.js';
import { ReadReturns } from './moj-return/read-returns.js';
import { RETURN_TABLE } from './moj-return/return-states.js';
import { ReturnsController } from './moj-return/returns.controller.js';
import { PanelReport } from './panel/panel-report.js';
import { PanelReportController } from './panel/panel-report.controller.js';
import { PhoneFigures } from './panel/phone-figures.js';
import { ReferralFigures } from './panel/referral-figures.js';
import { SupportFigures } from './panel/support-figures.js';
import { VictimsCodeReportModule } from './victims-code/victims-code-report.module.js';

/** Figures: read-only, over everyone, showing nobody. */
@Module({
  imports: [ReferenceDataModule, OutcomesModule, VictimsCodeReportModule],
  controllers: [PanelReportController, MeasuresController, ReturnsController],
  providers: [
    ...[MeasureCatalogue, MeasureFigures, MeasureRows],
    ...[PanelReport, ReferralFigures, PhoneFigures, SupportFigures],
    ...[ReturnPolicy, ComputeReturn, ReadReturns, DraftReturns, DecideReturns],
  ],
  exports: [PanelReport],
})
export class ReportingModule {
  constructor() {
    mustReachEveryState('return', RETURN_TABLE, 'draft');
  }
}
