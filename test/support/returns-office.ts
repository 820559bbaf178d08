import type { Role } from '../../src/platform/access/permissions.js';
import type { CaseworkApplication } from './casework-application.js';

export const PREPARER = 'dev-returns-officer-1';
export const APPROVER = 'dev-returns-officer-2';

type Who = Role | `dev-${string}`;
type Row = Record<string, string | number>;

/** A return as the API shows it, as far as tests look. */
export interface ShownReturn {
  id: string;
  state: string;
  version: number;
  versionNo: number;
  financialYear: string;
  quarter: string | null;
  supersedes: string | null;
  supersededBy: string | null;
  preparedBy: string;
  approvedBy: string | null;
  figuresSha256: string;
  workbookSha256: string | null;
  tablesSha256: string | null;
  rules: {
    rule: string;
    severity: string;
    result: string;
    valueA: unknown;
    valueB: unknown;
    sideA: string;
  }[];
  unmapped: { list: string; code: string; count: number; isExplained: boolean }[];
  finance: Row[];
  sheets: { sheet: string; columns: string[]; rows: (string | number)[][] }[];
}

export const etag = ({ version }: { version: number }) => `"${version}"`;

/** A sheet's rows by column. */
export function sheetOf({ sheets }: Pick<ShownReturn, 'sheets'>, name: string): Row[] {
  const { columns, rows } = sheets.find(({ sheet }) => sheet === name)!;
  return rows.map((cells) => Object.fromEntries(columns.map((column, at) => [column, cells[at]!])));
}

/** The measures of the funnel that count something. */
export function funnelOf(shown: Pick<ShownReturn, 'sheets'>): Record<string, number> {
  const rows = sheetOf(shown, 'Funnel').filter(({ value }) => typeof value === 'number' && value > 0);
  return Object.fromEntries(rows.map(({ measure_code, value }) => [measure_code, Number(value)]));
}

/** The rules that failed. */
export function failedRules({ rules }: Pick<ShownReturn, 'rules'>): string[] {
  return rules.filter(({ result }) => result === 'failed').map(({ rule }) => rule);
}

/** Calls the routes of returns. */
export class ReturnsOffice {
  constructor(private readonly casework: CaseworkApplication) {}

  begin(from: string, to: string, more: object = {}, who: Who = PREPARER) {
    return this.casework.api.as(who).post('/returns', { kind: 'quarter', from, to, ...more });
  }

  async begun(from: string, to: string, more: object = {}): Promise<ShownReturn> {
    return (await this.begin(from, to, more).expect(201)).body as ShownReturn;
  }

  async read(id: string): Promise<ShownReturn> {
    return (await this.casework.api.as('team-leader').get(`/returns/${id}`).expect(200)).body as ShownReturn;
  }

  verb(shown: { id: string; version: number }, verb: string, who: Who, body: object = {}) {
    return this.casework.api.as(who).post(`/returns/${shown.id}/${verb}`, body).set('if-match', etag(shown));
  }

  approve(shown: ShownReturn, who: Who = APPROVER) {
    return this.verb(shown, 'approval', who, { figuresSha256: shown.figuresSha256 });
  }

  /** Approved and submitted. */
  async lock(shown: ShownReturn): Promise<ShownReturn> {
    const approved = (await this.approve(await this.read(shown.id)).expect(200)).body as ShownReturn;
    return (await this.verb(approved, 'submission', PREPARER).expect(200)).body as ShownReturn;
  }
}
