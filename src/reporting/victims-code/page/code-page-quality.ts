import { type Html, html } from '../../page/html.js';
import type { CodeLine, CodeSection } from '../code-lines.js';
import type { CodeReport } from '../victims-code-report.js';
import { figure, table } from './figures.js';

/** Being told in time is not being told well: what was said of the tellings, and what victims report themselves. */
export function qualityAndVoice({ total, tables }: CodeSection, { questions }: CodeReport): Html {
  const answered = questions.filter(({ code }) => total.counts[`quality.${code}`] !== 0);
  const holders = tables.find(({ dimension }) => dimension === 'dutyHolder')?.lines ?? [];
  return html`<h2>In time is not the same as well</h2>
    ${
      answered.length === 0
        ? html`<p>No source says anything about how victims were told.</p>`
        : table(
            'How they were told, as the agencies recorded it',
            ['', 'Yes', 'No', 'Not known'],
            answered.map(({ code, label }) => [
              label,
              ...['yes', 'no', 'unknown'].map((answer) => figure(total.counts[`quality.${code}.${answer}`])),
            ]),
          )
    }
    ${voice(total, holders)}`;
}

function voice(total: CodeLine, holders: readonly CodeLine[]): Html {
  if (total.counts.asked === 0) return html`<p>No victim’s own report of being told is recorded.</p>`;
  const rows = [...holders.filter(({ counts }) => counts.asked !== 0), { ...total, label: 'All' }];
  return table(
    'What victims report themselves',
    ['', 'Told', 'Not told', 'of these recorded as told', 'Not sure'],
    rows.map(({ label, counts }) => [
      label,
      ...['told', 'notTold', 'notToldButRecorded', 'notSure'].map((column) => figure(counts[column])),
    ]),
  );
}

/** Duties that nobody can be late with: they are shown to have been done, or not. */
export function noLimits({ tables }: CodeSection): Html {
  const lines = (tables.find(({ dimension }) => dimension === 'rule')?.lines ?? []).filter(
    ({ counts }) => counts.shown !== 0 || counts.notShown !== 0,
  );
  if (lines.length === 0) return html`<p>No duty without a time limit began in this period.</p>`;
  return html`<h2>Duties without a time limit</h2>
    ${table(
      'Shown to have been done, or not',
      ['Rule', 'Shown', 'Not shown', 'Not applicable'],
      lines.map(({ label, counts }) => [
        label,
        figure(counts.shown),
        figure(counts.notShown),
        figure(counts.notApplicable),
      ]),
    )}`;
}
