import { linesOf, type PanelFigures } from '../reporting/panel/panel-figures.js';
import type { ReturnResponse } from '../reporting/moj-return/return-responses.js';
import type { ServiceClient } from './service-client.js';

/** The first whole quarter of the replayed period. */
export const QUARTER = { kind: 'quarter', from: '2019-04-01', to: '2019-06-30' } as const;

/** The return of the replayed quarter, and where it says anything else than the Panel report over the same days. */
export interface QuarterReturn {
  draft: ReturnResponse;
  disagreements: string[];
}

/** Begins the return of the quarter as a returns officer, and holds it against the Panel report. */
export async function quarterReturn(client: ServiceClient): Promise<QuarterReturn> {
  const draft = await client.post<ReturnResponse>('returns-officer', '/returns', QUARTER);
  const path = `/reports/panel?from=${QUARTER.from}&to=${QUARTER.to}`;
  const report = await client.get<PanelFigures>('returns-officer', path);
  return { draft, disagreements: disagreementsOf(draft, report) };
}

/** Lines of the Panel report that the return counts differently: there is never one. */
export function disagreementsOf({ sheets }: Pick<ReturnResponse, 'sheets'>, report: PanelFigures): string[] {
  const funnel = funnelOf({ sheets });
  return linesOf(report)
    .filter(({ code, value }) => funnel[code] !== value)
    .map(({ code, value }) => `${code}: ${funnel[code] ?? 'nothing'} in the return, ${value} in the report`);
}

/** Every measure of a return's funnel by its code: what a golden quarter is compared with. */
export function funnelOf({ sheets }: Pick<ReturnResponse, 'sheets'>): Record<string, number> {
  const { columns, rows } = sheets.find(({ sheet }) => sheet === 'Funnel')!;
  const [code, value] = [columns.indexOf('measure_code'), columns.indexOf('value')];
  return Object.fromEntries(
    rows.flatMap((cells) => (typeof cells[value] === 'number' ? [[String(cells[code]), cells[value]]] : [])),
  );
}

/** The return as a person reads it on a terminal. */
export function quarterReturnText({ draft, disagreements }: QuarterReturn): string {
  const failed = draft.rules.filter(({ result }) => result === 'failed');
  return [
    `Return to the Ministry, ${draft.from} to ${draft.to} (${draft.financialYear} ${draft.quarter})`,
    ...Object.entries(funnelOf(draft)).map(
      ([code, value]) => `  ${code.padEnd(50)}${String(value).padStart(10)}`,
    ),
    ...failed.map(
      ({ rule, severity, text, sideA, valueA, sideB, valueB }) =>
        `  ${severity} ${rule} ${text}: ${sideA} ${valueA}, ${sideB} ${valueB}`,
    ),
    ...draft.unmapped.map(({ list, code, count }) => `  on no list: ${list} ${code}, ${count} times`),
    ...disagreements.map((line) => `  DIFFERS  ${line}`),
  ].join('\n');
}
