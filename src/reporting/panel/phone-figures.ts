import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { MeasureFigures } from '../measures/measure-figures.js';
import type { Period } from '../measures/period.js';
import { REACHED } from '../measures/sources/people.js';
import { type PanelLine, type ProactiveGroup, toLine } from './panel-figures.js';
import { PHONE_LINES } from './panel-lines.js';

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
  constructor(private readonly measures: MeasureFigures) {}

  async lines(tx: Transaction, period: Period): Promise<PanelLine[]> {
    return (await this.measures.figures(tx, period, PHONE_LINES)).map(toLine);
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

const GROUPS = `
  SELECT g."group", count(c.id)::int AS persons
    FROM jsonb_to_recordset($3::jsonb) AS g("group" text, cohorts text[], reasons text[])
    LEFT JOIN ((${REACHED.rows}) p JOIN support_case c ON c.id = p.case_id AND p.pathway = 'athena')
           ON c.cohorts && g.cohorts OR c.priority_reasons && g.reasons
   GROUP BY g."group" ORDER BY persons DESC, g."group"`;
