import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { MeasureFigures } from '../measures/measure-figures.js';
import type { Period } from '../measures/period.js';
import { REFERRALS } from '../measures/sources/referrals.js';
import { type HoldingReason, type PanelLine, toLine } from './panel-figures.js';
import { CONTACT_LINES, REFERRAL_LINES } from './panel-lines.js';

/** What came in, and what became of its automatic contact. */
@Injectable()
export class ReferralFigures {
  constructor(private readonly measures: MeasureFigures) {}

  async pathways(tx: Transaction, period: Period): Promise<PanelLine[]> {
    return (await this.measures.figures(tx, period, REFERRAL_LINES)).map(toLine);
  }

  async automaticContact(tx: Transaction, period: Period): Promise<PanelLine[]> {
    return (await this.measures.figures(tx, period, CONTACT_LINES)).map(toLine);
  }

  holdingReasons(tx: Transaction, { start, end }: Period): Promise<HoldingReason[]> {
    return tx.query<HoldingReason>(REASONS, [start, end]);
  }
}

const REASONS = `
  SELECT reason, count(*) FILTER (WHERE position = 1)::int AS gravest, count(*)::int AS mentioned
    FROM (${REFERRALS.rows}) r
    JOIN contact_plan p ON p.referral_id = r.id AND p.result = 'held'
    CROSS JOIN LATERAL unnest(p.reasons) WITH ORDINALITY AS given(reason, position)
   GROUP BY reason ORDER BY gravest DESC, mentioned DESC, reason`;
