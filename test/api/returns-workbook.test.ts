import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import * as spreadsheet from '@e965/xlsx';
import { ReportingModule } from '../../src/reporting/reporting.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { bytesOf } from '../support/downloads.js';
import { goldenQuarter } from '../support/golden-quarter.js';
import { refused } from '../support/http.js';
import { etag, PREPARER, ReturnsOffice, type ShownReturn } from '../support/returns-office.js';

const SHEETS = [
  ...[
    'Cover',
    'Notes',
    'Funnel',
    'Referrals',
    'Contacts',
    'Timeliness',
    'Needs',
    'Caseload',
    'Closures',
    'Outcomes',
  ],
  ...[
    'Crime',
    'Demographics',
    'OnwardReferrals',
    'Repeat',
    'Finance',
    'Feedback',
    'DataQuality',
    'Reconciliation',
  ],
  'Revisions',
];
const HEADING = '=HYPERLINK("https://example.org","+@-")';

type Cells = (string | number)[][];

let casework: CaseworkApplication;
let shown: ShownReturn;
let book: spreadsheet.WorkBook;
let csv: Record<string, string[][]>;

beforeAll(async () => {
  casework = await CaseworkApplication.open(ReportingModule);
  await goldenQuarter(casework);
  const draft = await new ReturnsOffice(casework).begun('2019-04-01', '2019-06-30');
  const explanations = [{ about: 'rule:R09', text: HEADING }];
  const { body } = await casework.api
    .as(PREPARER)
    .put(`/returns/${draft.id}/explanations`, { explanations }, etag(draft))
    .expect(200);
  shown = body as ShownReturn;
  const download = (format: string) =>
    casework.api.as('team-leader').get(`/returns/${shown.id}/workbook?format=${format}`);
  book = spreadsheet.read(await bytesOf(download('xlsx')), { cellFormula: true });
  const files = Object.entries(unzipSync(new Uint8Array(await bytesOf(download('csv')))));
  csv = Object.fromEntries(
    files.map(([name, bytes]) => [
      name.replace('.csv', ''),
      parse(new TextDecoder().decode(bytes), { relax_column_count: false }),
    ]),
  );
});
afterAll(() => casework.close());

const cellsOf = (sheet: string): Cells =>
  spreadsheet.utils.sheet_to_json(book.Sheets[sheet]!, { header: 1, raw: true });
const rowsOf = (sheet: string): Record<string, string | number>[] =>
  spreadsheet.utils.sheet_to_json(book.Sheets[sheet]!, { raw: true });
const sum = (sheet: string, column: string, of: Record<string, string> = {}) =>
  rowsOf(sheet)
    .filter((row) => Object.entries(of).every(([name, value]) => row[name] === value))
    .reduce((total, row) => total + (typeof row[column] === 'number' ? row[column] : 0), 0);
const measure = (code: string) => sum('Funnel', 'value', { measure_code: code });

describe('GET /returns/{id}/workbook', () => {
  it('is a workbook of tidy sheets from A1 that another library reads', () => {
    expect(book.SheetNames).toEqual(SHEETS);
    for (const name of SHEETS) {
      const sheet = book.Sheets[name]!;
      expect([name, sheet['!merges'] ?? []]).toEqual([name, []]);
      const cells = cellsOf(name);
      expect(cells[0]!.every((heading) => /^[a-z0-9_]+$/.test(String(heading)))).toBe(true);
      // No row is longer or shorter than its headings: nothing is blank.
      expect([name, cells.filter((row) => row.length !== cells[0]!.length)]).toEqual([name, []]);
      expect([name, cells.flat().filter((cell) => cell === undefined || cell === '')]).toEqual([name, []]);
    }
  });

  it('has the figures of the return, numbers as numbers', () => {
    for (const { sheet, columns, rows } of shown.sheets)
      expect([sheet, cellsOf(sheet)]).toEqual([sheet, [columns, ...rows].map((row) => row.map(escaped))]);
  });

  it('reconciles: the parts of each sheet add up to the totals of the funnel', () => {
    expect(sum('Referrals', 'received')).toBe(measure('referrals.total'));
    expect(sum('Referrals', 'received', { pathway: 'self' })).toBe(measure('referrals.self'));
    expect(sum('Crime', 'referred_persons')).toBe(measure('persons.referred'));
    expect(sum('Crime', 'supported_persons')).toBe(measure('supported'));
    expect(sum('OnwardReferrals', 'referrals')).toBe(measure('agency-referrals'));
    expect(sum('Closures', 'episodes')).toBe(measure('episodes.closed'));
    const dimensions = new Set(rowsOf('Demographics').map(({ dimension }) => String(dimension)));
    expect(dimensions.size).toBe(9);
    for (const dimension of dimensions)
      expect(sum('Demographics', 'referred_persons', { dimension })).toBe(measure('persons.referred'));
    const caseload = ['opening', 'new', 'reopened', 'closed', 'transferred_out', 'closing'];
    const [opening, added, reopened, closed, transferred, closing] = caseload.map((column) =>
      sum('Caseload', column),
    );
    expect(opening! + added! + reopened! - closed! - transferred!).toBe(closing);
    expect(sum('Outcomes', 'improved', { framework: 'MOJ-2018', outcome_code: 'M2_COPE' })).toBe(
      measure('outcomes.M2_COPE'),
    );
  });

  it('marks every figure that is no number, and documents each marker', () => {
    const documented = rowsOf('Notes').filter(({ note_id }) => String(note_id).startsWith('marker:'));
    const markers = documented.map(({ applies_to_field }) => applies_to_field);
    expect(markers).toEqual(expect.arrayContaining(['[z]', '[x]', '[low]']));
    const bracketed = SHEETS.flatMap((sheet) => cellsOf(sheet).flat()).filter((cell) =>
      /^\[\w+\]$/.test(String(cell)),
    );
    expect(bracketed.filter((cell) => !markers.includes(cell))).toEqual([]);
    const ratio = rowsOf('Funnel').find(({ measure_code }) => measure_code === 'take-up');
    expect(ratio).toMatchObject({ unit: 'ratio', value: '[z]', numerator: 4, denominator: 4 });
  });

  it('lets no spreadsheet take a cell for a formula', () => {
    const all = SHEETS.flatMap((name) =>
      Object.entries(book.Sheets[name]!).filter(([at]) => !at.startsWith('!')),
    );
    expect(all.filter(([, cell]) => (cell as spreadsheet.CellObject).f !== undefined)).toEqual([]);
    const texts = all
      .map(([, cell]) => (cell as spreadsheet.CellObject).v)
      .filter((value) => typeof value === 'string');
    expect(texts.filter((text) => /^[=+\-@]/.test(text))).toEqual([]);
    expect(texts).toContain(`'${HEADING}`);
    expect(
      Object.values(csv)
        .flat(2)
        .filter((text) => /^[=+\-@][^\d.]/.test(text)),
    ).toEqual([]);
  });

  it('is as CSV the same cells, a file for each sheet', () => {
    expect(Object.keys(csv).sort()).toEqual([...SHEETS].sort());
    for (const { sheet } of shown.sheets)
      expect([sheet, csv[sheet]]).toEqual([sheet, cellsOf(sheet).map((row) => row.map(String))]);
  });

  it('says on its cover what it is of', () => {
    const [cover] = rowsOf('Cover');
    expect(cover).toMatchObject({
      ...{
        return_id: shown.id,
        period_from: '2019-04-01',
        period_to: '2019-06-30',
        fy: '2019-20',
        quarter: 'Q1',
      },
      ...{ status: 'draft', version_no: 1, supersedes_id: '[z]', content_sha256: shown.figuresSha256 },
      ...{ audience: 'MoJ', suppression_threshold: 5, approved_by: '[z]' },
    });
  });

  it('is for those who read returns', async () => {
    await casework.api.as('coordinator').get(`/returns/${shown.id}/workbook`).expect(403);
    await casework.api
      .as('team-leader')
      .get(`/returns/${shown.id}/workbook?format=pdf`)
      .expect(refused(400, 'invalid-request', 'format'));
  });
});

function escaped(cell: string | number): string | number {
  return typeof cell === 'string' && /^[=+\-@]/.test(cell) ? `'${cell}` : cell;
}
