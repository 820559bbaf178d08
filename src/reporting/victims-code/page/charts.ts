import { type Html, html } from '../../page/html.js';
import type { CodeLine } from '../code-lines.js';
import { HIDDEN } from '../columns.js';
import { figure, percent } from './figures.js';

const WIDTH = 860;
const LABELS = 340;
const TRACK = 340;
const ROW = 28;
const LONGEST_LABEL = 48;

/**
 * A bar a line: dark up to the lower bound, light from there to the rate. What is told by the light part depends on
 * evidence that nobody has.
 */
export function rateChart(title: string, lines: readonly CodeLine[]): Html {
  const height = lines.length * ROW + 26;
  return html`<svg
    viewBox="0 0 ${WIDTH} ${height}"
    role="img"
    aria-label="${title}. The figures stand in the table below."
  >
    ${[0, 25, 50, 75, 100].map((mark) => gridLine(mark, height))}
    ${lines.map((line, index) => rateRow(line, index * ROW))}
  </svg>`;
}

function gridLine(mark: number, height: number): Html {
  const x = LABELS + (TRACK * mark) / 100;
  return html`<line class="grid" x1="${x}" x2="${x}" y1="0" y2="${height - 20}" /><text
      class="mark"
      x="${x}"
      y="${height - 5}"
      text-anchor="middle"
    >
      ${mark} %
    </text>`;
}

function rateRow({ label, rate, lowerBound }: CodeLine, y: number): Html {
  const [most, least] = [widthOf(rate), widthOf(lowerBound)];
  return html`<text class="label" x="0" y="${y + 18}">${shortened(label)}</text>
    <rect class="possible" x="${LABELS}" y="${y + 5}" width="${most}" height="16" />
    <rect class="met" x="${LABELS}" y="${y + 5}" width="${least}" height="16" />
    <text class="label" x="${LABELS + TRACK + 12}" y="${y + 18}">${rateInWords(rate, lowerBound)}</text>`;
}

function rateInWords(rate: CodeLine['rate'], lowerBound: CodeLine['lowerBound']): string {
  if (rate === HIDDEN || (rate === null && lowerBound === HIDDEN)) return 'small counts, hidden';
  if (rate === null) return lowerBound === null ? 'nothing fell due' : 'no evidence';
  return `${percent(rate)}, at least ${lowerBound === HIDDEN ? HIDDEN : percent(lowerBound)}`;
}

function widthOf(rate: CodeLine['rate']): string {
  return (typeof rate === 'number' ? TRACK * rate : 0).toFixed(1);
}

const PARTS = [
  { column: 'met', label: 'met in time' },
  { column: 'metLate', label: 'met late' },
  { column: 'breached', label: 'breached' },
  { column: 'noEvidence', label: 'no evidence' },
] as const;

/** What became of all that fell due, as one bar with a legend. Hidden counts leave no bar. */
export function outcomeBar({ counts }: CodeLine): Html | null {
  const shown = PARTS.map((part) => ({ ...part, count: counts[part.column] ?? 0 }));
  const whole = counts.fellDue;
  if (typeof whole !== 'number' || whole === 0 || shown.some(({ count }) => count === HIDDEN)) return null;
  let at = 0;
  const bars = shown.map(({ column, count }) => {
    const width = (WIDTH * Number(count)) / whole;
    const bar = html`<rect
      class="${column}"
      x="${at.toFixed(1)}"
      y="0"
      width="${width.toFixed(1)}"
      height="30"
    />`;
    at += width;
    return bar;
  });
  return html`<svg viewBox="0 0 ${WIDTH} 30" role="img" aria-label="What became of the duties that fell due">
      ${bars}
    </svg>
    <ul class="legend">
      ${shown.map(({ column, label, count }) => html`<li><span class="${column}"></span>${figure(count)} ${label}</li>`)}
    </ul>`;
}

function shortened(label: string): string {
  return label.length <= LONGEST_LABEL ? label : `${label.slice(0, LONGEST_LABEL - 1).trimEnd()}…`;
}

/** Colours that differ in lightness too, and hold on paper. */
export const CHART_STYLE = `
  svg { width: 100%; height: auto; margin: .3rem 0 .6rem; break-inside: avoid; }
  svg text { font: 13px system-ui, sans-serif; fill: var(--ink); } svg .mark { font-size: 11px; }
  svg .grid { stroke: var(--line); }
  .met { fill: var(--now); background: var(--now); }
  .possible { fill: var(--now); fill-opacity: .3; }
  .metLate { fill: #c98a1b; background: #c98a1b; }
  .breached { fill: #9f2b22; background: #9f2b22; }
  .noEvidence { fill: #9a9aa3; background: #9a9aa3; }
  .legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; padding: 0; margin: 0 0 1rem; }
  .legend span { display: inline-block; width: .8rem; height: .8rem; margin-right: .4rem; border-radius: 2px; }
  .headline { display: flex; gap: 1.5rem; align-items: baseline; flex-wrap: wrap; margin: .5rem 0; }
  .headline strong { font-size: 3rem; line-height: 1; } .headline p { margin: 0; flex: 1 1 24rem; }
  h2 { margin: 2.2rem 0 .4rem; font-size: 1.3rem; } h3 { margin: 1.4rem 0 .2rem; font-size: 1.05rem; }
  .wide { overflow-x: auto; } .wide table { font-size: .85rem; margin-bottom: 1rem; }
  .wide caption { font-size: .95rem; } .wide thead th { vertical-align: bottom; white-space: normal; font-size: .8rem; }
  .wide .figure { padding-left: .7rem; padding-right: 0; } .wide tbody th { min-width: 11rem; }
  .note { border-left: 4px solid var(--before); padding: .2rem .8rem; margin: .8rem 0; }
  ol.notes { padding-left: 1.6rem; } summary { cursor: pointer; margin: .6rem 0; }
  @media print { svg rect, .legend span { print-color-adjust: exact; } details > * { display: block; } }
`;
