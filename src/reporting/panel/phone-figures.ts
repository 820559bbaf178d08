import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { PHONE_LINES } from './panel-lines.js';
import type { PanelLine, Period, ProactiveGroup } from './panel-figures.js';

/** The groups that the service calls proactively, and what makes a case one of them. */
const PROACTIVE_GROUPS = {
  burglary: { label: 'Burglary', cohorts: ['burglary'], reasons: ['burglary'] },
  hate: { label: 'Hate crime', cohorts: ['hate'], reasons: ['hate-crime'] },
  sexual: { label: 'Sexual violence', cohorts: ['sexual'], reasons: ['sexual-offence'] },
  vulnerableOrRepeat: {
    label: 'Vulnerable and repeat victims',
    cohorts: ['domestic'],
    reasons: ['vulnerable', 'intimidated', 'persistently-targeted', 'repeat-victim', 'domestic-abuse'],
  },
  children: {
    label: 'Children and young people, and unknown ages',
    cohorts: ['cse', 'cce', 'child-abuse'],
    reasons: ['child-or-age-unknown', 'child-sexual-exploitation'],
  },
} as const;
type Group = keyof typeof PROACTIVE_GROUPS;

/** Who was telephoned. */
@Injectable()
export class PhoneFigures {
  async lines(tx: Transaction, { start, end }: Period): Promise<PanelLine[]> {
    const counts = await tx.queryOne<Record<keyof typeof PHONE_LINES, number>>(
      `${REACHED} SELECT count(*)::int AS phoned, count(*) FILTER (WHERE pathway <> 'athena')::int AS "fromReferrals",
              count(*) FILTER (WHERE pathway = 'athena')::int AS proactive FROM reached`,
      [start, end],
    );
    return (Object.keys(PHONE_LINES) as (keyof typeof PHONE_LINES)[]).map((line) => ({
      ...PHONE_LINES[line],
      value: counts![line],
    }));
  }

  async proactiveGroups(tx: Transaction, { start, end }: Period): Promise<ProactiveGroup[]> {
    const groups = Object.entries(PROACTIVE_GROUPS).map(([group, { cohorts, reasons }]) => ({
      group,
      cohorts,
      reasons,
    }));
    const rows = await tx.query<{ group: Group; persons: number }>(GROUPS, [
      start,
      end,
      JSON.stringify(groups),
    ]);
    return rows.map(({ group, persons }) => ({ group, label: PROACTIVE_GROUPS[group].label, persons }));
  }
}

const REACHED = `
  WITH reached AS (
    SELECT DISTINCT ON (a.person_id) a.person_id, a.case_id, r.pathway
      FROM contact_attempt a JOIN referral r ON r.id = a.referral_id
     WHERE a.is_reached AND a.occurred_at >= $1 AND a.occurred_at < $2
     ORDER BY a.person_id, a.occurred_at, a.id)`;

const GROUPS = `
  ${REACHED}
  SELECT g."group", count(c.id)::int AS persons
    FROM jsonb_to_recordset($3::jsonb) AS g("group" text, cohorts text[], reasons text[])
    LEFT JOIN (reached p JOIN support_case c ON c.id = p.case_id AND p.pathway = 'athena')
           ON c.cohorts && g.cohorts OR c.priority_reasons && g.reasons
   GROUP BY g."group" ORDER BY persons DESC, g."group"`;
