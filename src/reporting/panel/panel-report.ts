import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { addDays, type Day, daysBetween } from '../../platform/working-days/calendar-days.js';
import { startOfDayLondon } from '../../platform/working-days/london-days.js';
import type { Pathway } from '../../victims/vocabulary.js';
import {
  CONTACT_LINES,
  type ContactLine,
  type LineDefinition,
  PATHWAY_LINES,
  TOTAL_LINE,
} from './panel-lines.js';

export type PanelLine = LineDefinition & { value: number };

/** How often a reason held automatic contact. */
export interface HoldingReason {
  /** Code of the safety gate, with what it is about, such as `MARKER_SET:vulnerable`. */
  reason: string;
  /** Referrals for which it was the gravest reason: these add up to the held ones. */
  gravest: number;
  /** Referrals for which it was among the reasons: one referral may have several. */
  mentioned: number;
}

/** The Panel report for a period: whole London days, both ends included. */
export interface PanelFigures {
  from: Day;
  to: Day;
  days: number;
  referrals: PanelLine[];
  automaticContact: PanelLine[];
  holdingReasons: HoldingReason[];
}

/** Computes the Police and Crime Panel report from the records, for any dates. */
@Injectable()
export class PanelReport {
  async compute(tx: Transaction, from: Day, to: Day): Promise<PanelFigures> {
    const period = [startOfDayLondon(from), startOfDayLondon(addDays(to, 1))];
    const pathways = await tx.query<{ pathway: Pathway; count: number }>(
      `SELECT pathway, count(*)::int AS count FROM referral
        WHERE first_accepted_at >= $1 AND first_accepted_at < $2 GROUP BY pathway`,
      period,
    );
    const contact = await tx.query<{ line: ContactLine; count: number }>(CONTACT, period);
    const reasons = await tx.query<HoldingReason>(REASONS, period);
    return {
      from,
      to,
      days: daysBetween(from, to) + 1,
      referrals: pathwayLines(new Map(pathways.map((row) => [row.pathway, row.count]))),
      automaticContact: contactLines(new Map(contact.map((row) => [row.line, row.count]))),
      holdingReasons: reasons,
    };
  }
}

function pathwayLines(counts: Map<Pathway, number>): PanelLine[] {
  const lines = (Object.keys(PATHWAY_LINES) as Pathway[]).map((pathway) => ({
    ...PATHWAY_LINES[pathway],
    value: counts.get(pathway) ?? 0,
  }));
  return [...lines, { ...TOTAL_LINE, value: lines.reduce((sum, line) => sum + line.value, 0) }];
}

function contactLines(counts: Map<ContactLine, number>): PanelLine[] {
  return (Object.keys(CONTACT_LINES) as ContactLine[]).map((line) => ({
    ...CONTACT_LINES[line],
    value: counts.get(line) ?? 0,
  }));
}

const CONTACT = `
  SELECT CASE WHEN p.referral_id IS NULL THEN 'undecided'
              WHEN p.result = 'held' THEN 'held'
              WHEN m.state IN ('sent', 'delivered') THEN 'contacted'
              WHEN m.state IN ('failed', 'returned', 'recalled', 'held') THEN 'failed'
              ELSE 'underway' END AS line,
         count(*)::int AS count
    FROM referral r
    LEFT JOIN contact_plan p ON p.referral_id = r.id
    LEFT JOIN message m ON m.id = p.message_id
   WHERE r.first_accepted_at >= $1 AND r.first_accepted_at < $2
   GROUP BY 1`;

const REASONS = `
  SELECT reason, count(*) FILTER (WHERE position = 1)::int AS gravest, count(*)::int AS mentioned
    FROM referral r
    JOIN contact_plan p ON p.referral_id = r.id AND p.result = 'held'
    CROSS JOIN LATERAL unnest(p.reasons) WITH ORDINALITY AS given(reason, position)
   WHERE r.first_accepted_at >= $1 AND r.first_accepted_at < $2
   GROUP BY reason ORDER BY gravest DESC, mentioned DESC, reason`;
