import { Html, html } from '../page/html.js';
import { type BarRow, barTable, reportPage, share } from '../page/report-page.js';
import { linesOf, type PanelFigures, type PanelLine } from './panel-figures.js';

/** The report as a page with a bar beside every figure, and each line's definition at the end. */
export function panelPage(figures: PanelFigures): string {
  const { from, to, days, comparison } = figures;
  const beside = comparison ? `, beside ${comparison.from} to ${comparison.to}` : '';
  return reportPage(
    'Victim Advice Line: Police and Crime Panel report',
    `${from} to ${to} (${days} days, both included)${beside}`,
    [
      bars(figures, 'Referrals into the Victim Advice Line', totalFirst(figures.referrals)),
      bars(figures, 'Automatic contact', figures.automaticContact, totalOf(figures.referrals)),
      bars(figures, 'Victims contacted by phone', figures.phone),
      groups(figures),
      bars(figures, 'Support', [...figures.support, figures.agencyReferrals]),
      agencies(figures),
      outcomes(figures),
      definitions(figures),
    ],
  );
}

function totalOf(lines: readonly PanelLine[]): PanelLine {
  return lines.find(({ code }) => code.endsWith('.total'))!;
}

function totalFirst(lines: readonly PanelLine[]): PanelLine[] {
  const total = totalOf(lines);
  return [total, ...lines.filter((line) => line !== total)];
}

/** @param whole the line that the others are shares of */
function bars(
  figures: PanelFigures,
  caption: string,
  lines: readonly PanelLine[],
  whole: PanelLine = lines[0]!,
): Html {
  const rows: BarRow[] = lines.map((line) => ({
    label: line.label,
    value: line.value,
    before: figures.comparison?.values[line.code] ?? null,
    ...(line !== whole && line.unit === whole.unit && { note: share(line.value, whole.value) }),
    isPartOfLineAbove: line.label.startsWith('of these'),
  }));
  return barTable(caption, rows, headings(figures));
}

function headings({ comparison }: PanelFigures): { value: string; before: string | null } {
  return { value: 'This period', before: comparison && 'Before' };
}

function groups(figures: PanelFigures): Html {
  const rows = figures.proactiveGroups.map(({ label, persons }) => ({ label, value: persons, before: null }));
  const caption = 'Called proactively, by why (a person may be in several)';
  return barTable(caption, rows, { value: 'People', before: null });
}

function agencies({ agencies: rows }: PanelFigures): Html {
  if (rows.length === 0) return html`<p>No referral was sent to another agency.</p>`;
  const bars_ = rows.map(({ label, sent, accepted, declined, pending }) => ({
    label,
    value: sent,
    before: null,
    note: `${accepted} accepted, ${declined} declined, ${pending} not answered`,
  }));
  return barTable('Agencies referred to', bars_, { value: 'Referrals sent', before: null });
}

function outcomes(figures: PanelFigures): Html {
  const rows = figures.outcomes.map(({ code, label, value, compared }) => ({
    label,
    value,
    before: figures.comparison?.values[code] ?? null,
    note: `of ${compared} compared`,
  }));
  return barTable(
    'Outcomes, as reported (a case may have several: never added up as people)',
    rows,
    headings(figures),
  );
}

const KINDS = {
  flow: 'Things that happened: two periods that make up a whole add up to it.',
  persons: 'Each person once: somebody who counts in two periods counts once in the whole.',
  stock: 'How things stood at the end of the last day.',
  standing: 'Things of the period as they stood at its end: two periods do not add up to the whole.',
} as const;

function definitions(figures: PanelFigures): Html {
  const entries = linesOf(figures).map(
    ({ label, unit, kind, definition, source, factStatus }) => html`
      <dt>${label} <small>(${unit})</small></dt>
      <dd>
        ${definition} ${KINDS[kind]} Source of the line: ${source}; the definition is
        ${factStatus === 'ours' ? 'ours' : 'certain'}.
      </dd>
    `,
  );
  return html`<h2>What each line counts</h2>
    <dl>${entries}</dl>`;
}
