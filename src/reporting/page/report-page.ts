import { Html, html } from './html.js';

/** Lets nothing be loaded and nothing run: a report is a page of text and lines. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * A whole page, to be read on a screen or printed.
 *
 * @param style CSS that this page needs beside that of every report
 */
export function reportPage(title: string, subtitle: string, sections: readonly Html[], style = ''): string {
  const page = html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Html(STYLE + style)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p class="subtitle">${subtitle}</p>
          ${sections}
        </main>
      </body>
    </html>`;
  return page.text;
}

/** A line of a bar table: its figure, the one to compare it with, and how long its bar is. */
export interface BarRow {
  label: string;
  value: number;
  /** Null where there is nothing to compare with. */
  before: number | null;
  /** Shown beside the figure, such as a share. */
  note?: string;
  isPartOfLineAbove?: boolean;
}

/** A table whose figures also stand as bars, each as long as its share of the greatest. */
export function barTable(
  caption: string,
  rows: readonly BarRow[],
  headings: { value: string; before: string | null },
): Html {
  const greatest = Math.max(1, ...rows.map(({ value, before }) => Math.max(value, before ?? 0)));
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        <th scope="col"></th>
        <th scope="col" class="figure">${headings.value}</th>
        ${headings.before === null ? null : html`<th scope="col" class="figure">${headings.before}</th>`}
        <th scope="col" class="chart"><span class="unseen">As a bar</span></th>
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => barRow(row, greatest, headings.before !== null))}
    </tbody>
  </table>`;
}

function barRow(
  { label, value, before, note, isPartOfLineAbove }: BarRow,
  greatest: number,
  isCompared: boolean,
): Html {
  const bar = (figure: number, kind: string) =>
    figure === 0
      ? null
      : html`<div class="bar ${kind}" style="width: ${((100 * figure) / greatest).toFixed(1)}%"></div>`;
  return html`<tr${isPartOfLineAbove ? html` class="part"` : null}>
    <th scope="row">${label}</th>
    <td class="figure">${number(value)}${note ? html` <small>${note}</small>` : null}</td>
    ${isCompared ? html`<td class="figure">${before === null ? '–' : number(before)}</td>` : null}
    <td class="chart" aria-hidden="true">${bar(value, 'now')}${before === null ? null : bar(before, 'before')}</td>
  </tr>`;
}

/** A figure as people read it: 26,695. */
export function number(value: number): string {
  return value.toLocaleString('en-GB');
}

/** A share in per cent with its parts, or nothing where it would be of nothing. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
}

const STYLE = `
  :root { color-scheme: light dark; --ink: #1b1b1f; --paper: #fff; --now: #1d5a96; --before: #b9a06a; --line: #d5d5da; }
  @media (prefers-color-scheme: dark) { :root { --ink: #ececf0; --paper: #17171a; --now: #6aa9e6; --before: #8f7a4a; --line: #3a3a40; } }
  body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0; }
  main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
  h1 { margin: 0; font-size: 1.7rem; } .subtitle { margin: .2rem 0 1.5rem; }
  table { width: 100%; border-collapse: collapse; margin: 0 0 1.8rem; break-inside: avoid; }
  caption { text-align: left; font-weight: 600; font-size: 1.15rem; padding-bottom: .3rem; }
  th, td { text-align: left; padding: .3rem .5rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: 400; }
  thead th { font-size: .85rem; } .part th { padding-left: 1.4rem; }
  .figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
  .chart { width: 38%; padding-left: .8rem; }
  .bar { height: .7rem; min-width: 1px; border-radius: 2px; margin: .25rem 0 .1rem; }
  .bar.now { background: var(--now); } .bar.before { background: var(--before); height: .35rem; }
  .unseen { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  dt { font-weight: 600; margin-top: .6rem; } dd { margin: 0; } dl, .notes { font-size: .9rem; }
  @media print { main { max-width: none; padding: 0; } .bar { print-color-adjust: exact; } }
`;
