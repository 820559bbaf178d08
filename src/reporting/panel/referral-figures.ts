import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import type { Pathway } from '../../victims/vocabulary.js';
import type { HoldingReason, PanelLine, Period } from './panel-figures.js';
import { CONTACT_LINES, type ContactLine, PATHWAY_LINES, TOTAL_LINE } from './panel-lines.js';

/** What came in, and what became of its automatic contact. */
@Injectable()
export class ReferralFigures {
  async pathways(tx: Transaction, { start, end }: Period): Promise<PanelLine[]> {
    const rows = await tx.query<{ pathway: Pathway; count: number }>(
      `SELECT pathway, count(*)::int AS count FROM referral
        WHERE first_accepted_at >= $1 AND first_accepted_at < $2 GROUP BY pathway`,
      [start, end],
    );
    const counts = new Map(rows.map((row) => [row.pathway, row.count]));
    const lines = (Object.keys(PATHWAY_LINES) as Pathway[]).map((pathway) => ({
      ...PATHWAY_LINES[pathway],
      value: counts.get(pathway) ?? 0,
    }));
    return [...lines, { ...TOTAL_LINE, value: lines.reduce((sum, line) => sum + line.value, 0) }];
  }

  async automaticContact(tx: Transaction, { start, end }: Period): Promise<PanelLine[]> {
    const rows = await tx.query<{ line: ContactLine; count: number }>(CONTACT, [start, end]);
    const counts = new Map(rows.map((row) => [row.line, row.count]));
    return (Object.keys(CONTACT_LINES) as ContactLine[]).map((line) => ({
      ...CONTACT_LINES[line],
      value: counts.get(line) ?? 0,
    }));
  }

  holdingReasons(tx: Transaction, { start, end }: Period): Promise<HoldingReason[]> {
    return tx.query<HoldingReason>(REASONS, [start, end]);
  }
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
