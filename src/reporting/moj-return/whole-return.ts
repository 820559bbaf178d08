import type { ReturnDefinition } from './definition/return-definition.js';
import type { Cell, Table } from './definition/sheet-columns.js';
import { type ReturnFigures, sha256Of } from './compute-return.js';
import type { ReturnRow } from './return-rows.js';

/** A cell that two versions of a return fill differently. */
export interface Difference {
  sheet: string;
  /** The sheet, what stands in the row's texts, and the column, such as `Referrals[self|burglary]:received`. */
  cell: string;
  /** Null where the earlier version has no such row. */
  before: Cell | null;
  after: Cell | null;
}

/** Sheets that follow from the others or say what they mean. */
const WITHOUT_FIGURES = ['Cover', 'Notes', 'Reconciliation', 'Revisions'];

/** What differs between two versions, in the order of the later one; what only the earlier one has comes last. */
export function differencesBetween(before: readonly Table[], after: readonly Table[]): Difference[] {
  const [old, now] = [cellsOf(before), cellsOf(after)];
  const changed = [...now].flatMap(([cell, { sheet, value }]) => {
    const was = old.get(cell)?.value ?? null;
    return was === value ? [] : [{ sheet, cell, before: was, after: value }];
  });
  const gone = [...old].flatMap(([cell, { sheet, value }]) =>
    now.has(cell) ? [] : [{ sheet, cell, before: value, after: null }],
  );
  return [...changed, ...gone];
}

function cellsOf(tables: readonly Table[]): Map<string, { sheet: string; value: Cell }> {
  const cells = new Map<string, { sheet: string; value: Cell }>();
  for (const { sheet, columns, rows } of tables.filter((table) => !WITHOUT_FIGURES.includes(table.sheet)))
    for (const row of rows) {
      const key = columns.flatMap(({ isFigure }, at) => (isFigure ? [] : [row[at]!])).join('|');
      columns.forEach(({ name, isFigure }, at) => {
        if (isFigure) cells.set(`${sheet}[${key}]:${name}`, { sheet, value: row[at]! });
      });
    }
  return cells;
}

/** What the Cover says besides what the row says. */
export interface Produced {
  at: Date;
  by: string;
  /** Hash over the code lists that the figures rest on. */
  codeLists: string;
}

/** Every sheet of a return in the definition's order. */
export function wholeReturn(
  definition: ReturnDefinition,
  row: ReturnRow,
  figures: ReturnFigures,
  { produced, superseded }: { produced: Produced; superseded: readonly Table[] | null },
): Table[] {
  const own = [
    coverSheet(definition, row, figures, produced),
    revisionsSheet(definition, row, figures, superseded),
  ];
  const all = [...figures.tables, ...own];
  return definition.file.sheets.flatMap(({ sheet }) => all.filter((table) => table.sheet === sheet));
}

function coverSheet(
  definition: ReturnDefinition,
  row: ReturnRow,
  figures: ReturnFigures,
  produced: Produced,
): Table {
  const { area, service, audience, frameworks } = definition.file;
  const { span, approvedBy } = row;
  return definition.table('Cover', [
    {
      ...{ return_id: row.id, area, service, period_from: span.from, period_to: span.to, audience },
      ...{ fy: span.financialYear, quarter: span.quarter ?? '[z]', return_type: span.kind },
      ...{ framework_version: frameworks.join(' '), counting_rules_version: row.definitionSha256 },
      ...{ codelist_versions: produced.codeLists, status: row.state, version_no: row.versionNo },
      ...{ supersedes_id: row.supersedes ?? '[z]', data_cut_at: figures.dataCutAt },
      ...{
        produced_at: produced.at.toISOString(),
        produced_by: produced.by,
        approved_by: approvedBy ?? '[z]',
      },
      ...{ approved_role: approvedBy === null ? '[z]' : 'returns-officer', source_commit: '[x]' },
      ...{
        content_sha256: sha256Of(figures),
        suppression_threshold: definition.setting('suppressionThreshold'),
      },
    },
  ]);
}

function revisionsSheet(
  definition: ReturnDefinition,
  { versionNo, reason, approvedBy, approvedAt }: ReturnRow,
  figures: ReturnFigures,
  superseded: readonly Table[] | null,
): Table {
  const said = { version: versionNo, approver: approvedBy ?? '[z]', at: approvedAt?.toISOString() ?? '[z]' };
  const changed = superseded === null ? [] : differencesBetween(superseded, figures.tables);
  const explained = figures.explanations.filter(({ about }) => about.startsWith('rule:'));
  return definition.table('Revisions', [
    ...changed.map(({ cell, before, after }) => ({
      ...{ ...said, cell_ref: cell, reason: reason ?? '[z]' },
      ...{ old: String(before ?? '[z]'), new: String(after ?? '[z]') },
    })),
    ...explained.map(({ about, text }) => ({
      ...{ ...said, cell_ref: `Reconciliation[${about.slice('rule:'.length)}]`, reason: text },
      ...{ old: '[z]', new: '[z]' },
    })),
  ]);
}
