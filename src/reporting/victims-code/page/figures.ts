import { type Html, html } from '../../page/html.js';
import { number } from '../../page/report-page.js';
import { type Count, HIDDEN, type Rates } from '../columns.js';

/** A count as people read it: 1,204, or the marker. */
export function figure(count: Count | undefined): string {
  return typeof count === 'number' ? number(count) : (count ?? '0');
}

/** A share in per cent: 72 %; a dash where it would be of nothing. */
export function percent(rate: Rates['rate']): string {
  if (rate === null) return '–';
  return rate === HIDDEN ? HIDDEN : `${Math.round(100 * rate)} %`;
}

/** A sum of counts, hidden where one of them is. */
export function together(...counts: (Count | undefined)[]): Count {
  const sum = counts.reduce<number | null>(
    (sum, count) => (sum === null || typeof count === 'string' ? null : sum + (count ?? 0)),
    0,
  );
  return sum ?? HIDDEN;
}

/** A count with its noun: 1 duty, 2 duties. */
export function counted(count: Count, one: string, many: string): string {
  return `${figure(count)} ${count === 1 ? one : many}`;
}

/** A table that may be wider than a telephone. */
export function table(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly (string | Html)[])[],
): Html {
  const [first, ...others] = headings;
  return html`<div class="wide">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">${first!}</th>
          ${others.map((heading) => html`<th scope="col" class="figure">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([label, ...cells]) =>
            html`<tr>
              <th scope="row">${label!}</th>
              ${cells.map((cell) => html`<td class="figure">${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
