import { overlap } from '../../../reference-data/policy/dated.js';
import { namedPeriod, periodFaults } from '../definition/return-periods.js';
import type { Cell } from '../definition/sheet-columns.js';
import { LOOKS_LIKE_A_FORMULA, safeCell } from '../workbook/safe-cell.js';
import {
  type Check,
  type CheckedReturn,
  type Comparison,
  equal,
  measured,
  numberIn,
  rowsOf,
} from './comparison.js';

const NAMES_A_PERSON =
  /[^\s@]+@[^\s@]+\.[a-z]{2,}|\b(?:\+44|0)\d[\d ]{8,12}\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\bVAL-[0-9A-Z]{4}-[0-9A-Z]{4}\b/;

/** Money, periods and the form of the sheets. */
export const FORM_CHECKS = {
  R27: ({ span, before, ...checked }) =>
    rowsOf(checked, 'Finance').flatMap((row) => {
      const key = `${row.stream}|${row.provider}`;
      const isFirst = span.from.slice(5, 7) === '04';
      if (span.kind === 'ad-hoc' || (!isFirst && before.spentYear === null)) return [];
      const earlier = isFirst ? 0 : (before.spentYear?.[key] ?? 0);
      const sum = earlier + numberIn(row, 'spend_period');
      return [equal(`Finance[${key}]:spend_ytd`, numberIn(row, 'spend_ytd'), 'before + spend_period', sum)];
    }),
  R28: ({ definition: { file }, ...checked }) =>
    rowsOf(checked, 'Finance').map((row): Comparison => {
      const [spent, allocated] = [numberIn(row, 'spend_ytd'), numberIn(row, 'allocation')];
      const provider = file.providers.find((one) => one.provider === row['provider']);
      const isPaid = provider?.streams.includes(String(row['stream'])) ?? false;
      const isWithin = spent <= allocated || row['variance_reason'] !== '[z]';
      const name = `Finance[${row['stream']}|${row['provider']}]`;
      return {
        sheetA: `${name}:spend_ytd`,
        valueA: spent,
        sheetB: 'its allocation',
        valueB: allocated,
        isMet: isWithin && isPaid,
      };
    }),
  R29: ({ definition: { file }, span, ...checked }) =>
    rowsOf(checked, 'Finance').map((row): Comparison => {
      const stream = file.streams.find((one) => one.stream === row['stream']);
      const isMet = stream !== undefined && overlap(stream, { validFrom: span.from, validTo: span.to });
      const days = `${stream?.validFrom ?? 'ever'} to ${stream?.validTo ?? 'on'}`;
      return {
        sheetA: `Finance[${row['stream']}]`,
        valueA: `${span.from} to ${span.to}`,
        sheetB: 'the stream',
        valueB: days,
        isMet,
      };
    }),
  R30: ({ definition, span }) => {
    const kind = definition.file.periodKinds.find((one) => one.kind === span.kind);
    const again = namedPeriod(span.kind, span);
    const isMet =
      kind !== undefined &&
      periodFaults(kind, span).length === 0 &&
      again.financialYear === span.financialYear &&
      again.quarter === span.quarter;
    const days = `${span.from} to ${span.to}`;
    return [{ sheetA: 'Cover', valueA: days, sheetB: 'period kind', valueB: span.kind, isMet }];
  },
  R31: (checked) =>
    [...(checked.quarterSums ?? [])].map(([code, sum]) =>
      equal(`Funnel[${code}]`, measured(checked, code), 'its quarters', sum),
    ),
  R36: (checked) =>
    strange(
      checked,
      'texts',
      (cell) =>
        typeof cell === 'string' &&
        (LOOKS_LIKE_A_FORMULA.test(String(safeCell(cell))) || NAMES_A_PERSON.test(cell)),
    ),
  R37: (checked) => {
    const markers = Object.keys(checked.definition.file.markers);
    return strange(checked, 'figures', (cell) =>
      typeof cell === 'number' ? !Number.isFinite(cell) : !markers.includes(cell),
    );
  },
  CODES: ({ unmapped }) => [
    equal('codes that are on no list', unmapped.filter(({ isExplained }) => !isExplained).length, 'none', 0),
  ],
  OVER: ({ isOver, span }) => [
    { sheetA: 'last day', valueA: span.to, sheetB: 'is over', valueB: isOver ? 'yes' : 'no', isMet: isOver },
  ],
} satisfies Record<string, Check>;

/** Cells that must not be as they are, of figures or of texts. */
function strange(
  { tables }: Pick<CheckedReturn, 'tables'>,
  what: 'figures' | 'texts',
  isStrange: (cell: Cell) => boolean,
): Comparison[] {
  const found = tables.flatMap(({ sheet, columns, rows }) =>
    rows.flatMap((cells, row) =>
      columns
        .filter(({ isFigure }, at) => isFigure === (what === 'figures') && isStrange(cells[at]!))
        .map(({ name }) => `${sheet} row ${row + 2}:${name}`),
    ),
  );
  return [
    {
      sheetA: found[0] ?? 'every sheet',
      valueA: found.length,
      sheetB: 'none',
      valueB: 0,
      isMet: found.length === 0,
    },
  ];
}
