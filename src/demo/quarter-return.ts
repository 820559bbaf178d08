import { linesOf, type PanelFigures } from '../reporting/panel/panel-figures.js';
import type { ReturnResponse } from '../reporting/moj-return/return-responses.js';
import { DemonstrationRefused, type ServiceClient } from './service-client.js';

/** The first whole quarter of the replayed period. */
export const QUARTER = { kind: 'quarter', from: '2019-04-01', to: '2019-06-30' } as const;

/** The return of the replayed quarter, and where it says anything else than the Panel report over the same days. */
export interface QuarterReturn {
  /** As it was begun: some codes of its crimes are on no list. */
  draft: ReturnResponse;
  disagreements: string[];
  /** Why it could not be approved like that; null where nothing stood in the way. */
  refusedAs: string | null;
  /** With those codes explained; locked. */
  submitted: ReturnResponse;
}

const [PREPARER, APPROVER] = ['dev-returns-officer-1', 'dev-returns-officer-2'] as const;
const WHY_NOT_KNOWN = 'Awaiting classification by the force: counted as not known.';

/**
 * Begins the return of the quarter as a returns officer, holds it against the Panel report, and submits it as two people
 * do: what is on no list stands in the way until somebody who looked at it says that it counts as not known.
 */
export async function quarterReturn(client: ServiceClient): Promise<QuarterReturn> {
  const draft = await client.post<ReturnResponse>(PREPARER, '/returns', QUARTER);
  const path = `/reports/panel?from=${QUARTER.from}&to=${QUARTER.to}`;
  const report = await client.get<PanelFigures>(PREPARER, path);
  const refusedAs = draft.unmapped.length === 0 ? null : await refusalOf(client, draft);
  const explained = refusedAs === null ? draft : await explain(client, draft);
  const approved = await approve(client, explained);
  const { id, version } = approved;
  const submitted = await client.post<ReturnResponse>(PREPARER, `/returns/${id}/submission`, {}, version);
  return { draft, disagreements: disagreementsOf(draft, report), refusedAs, submitted };
}

function approve(
  client: ServiceClient,
  { id, version, figuresSha256 }: ReturnResponse,
): Promise<ReturnResponse> {
  return client.post<ReturnResponse>(APPROVER, `/returns/${id}/approval`, { figuresSha256 }, version);
}

/** @throws Error where nothing stands in the way, as it has to */
async function refusalOf(client: ServiceClient, draft: ReturnResponse): Promise<string> {
  try {
    await approve(client, draft);
  } catch (error) {
    if (error instanceof DemonstrationRefused) return error.message.slice(error.message.indexOf('answered'));
    throw error;
  }
  throw new Error('a return with codes on no list was approved');
}

async function explain(
  client: ServiceClient,
  { id, version, unmapped }: ReturnResponse,
): Promise<ReturnResponse> {
  const explanations = unmapped.map(({ list, code }) => ({
    about: `code:${list}:${code}`,
    text: WHY_NOT_KNOWN,
  }));
  return client.put<ReturnResponse>(PREPARER, `/returns/${id}/explanations`, { explanations }, version);
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
export function quarterReturnText({ draft, disagreements, refusedAs, submitted }: QuarterReturn): string {
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
    ...(refusedAs === null ? [] : [`  Approval by a second person ${refusedAs}`]),
    ...submitted.unmapped.map(({ list, code }) => `  explained: ${list} ${code}. ${WHY_NOT_KNOWN}`),
    `  Approved by ${submitted.approvedBy}, submitted and locked: workbook ${submitted.workbookSha256}`,
    ...disagreements.map((line) => `  DIFFERS  ${line}`),
  ].join('\n');
}
