import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { daysBetween } from '../../platform/working-days/calendar-days.js';
import { type DaySpan, periodOf } from '../measures/period.js';
import { linesOf, type PanelFigures } from './panel-figures.js';
import { PhoneFigures } from './phone-figures.js';
import { ReferralFigures } from './referral-figures.js';
import { SupportFigures } from './support-figures.js';

/** Computes the Police and Crime Panel report from the records, for any dates. */
@Injectable()
export class PanelReport {
  constructor(
    private readonly referrals: ReferralFigures,
    private readonly phone: PhoneFigures,
    private readonly support: SupportFigures,
  ) {}

  /** @param earlier a period to set beside it, of any length */
  async compute(tx: Transaction, span: DaySpan, earlier: DaySpan | null = null): Promise<PanelFigures> {
    const figures = await this.figures(tx, span);
    if (!earlier) return figures;
    const before = await this.figures(tx, earlier);
    const values = Object.fromEntries(linesOf(before).map(({ code, value }) => [code, value]));
    return { ...figures, comparison: { from: earlier.from, to: earlier.to, days: before.days, values } };
  }

  private async figures(tx: Transaction, { from, to }: DaySpan): Promise<PanelFigures> {
    const period = periodOf({ from, to });
    const { line, agencies } = await this.support.agencies(tx, period);
    return {
      ...{ from, to, days: daysBetween(from, to) + 1 },
      referrals: await this.referrals.pathways(tx, period),
      automaticContact: await this.referrals.automaticContact(tx, period),
      holdingReasons: await this.referrals.holdingReasons(tx, period),
      phone: await this.phone.lines(tx, period),
      proactiveGroups: await this.phone.proactiveGroups(tx, period),
      support: await this.support.support(tx, period),
      agencyReferrals: line,
      agencies,
      outcomes: await this.support.outcomes(tx, period),
      comparison: null,
    };
  }
}
