import { ReturnDefinition } from '../../src/reporting/moj-return/definition/return-definition.js';
import { namedPeriod } from '../../src/reporting/moj-return/definition/return-periods.js';
import { type SheetName, type SheetRow } from '../../src/reporting/moj-return/definition/sheet-columns.js';
import type { CheckedReturn } from '../../src/reporting/moj-return/integrity/comparison.js';

const DISPOSED = {
  ...{
    duplicate: 0,
    accepted: 40,
    declined: 10,
    ineligible: 0,
    unsafe: 0,
    unable_to_contact: 20,
    out_of_area: 0,
  },
  pending: 30,
};
const MEASURES: Record<string, number> = {
  ...{ 'referrals.total': 100, 'referrals.athena': 100, 'persons.referred': 90, phoned: 50 },
  ...{ 'phoned.from-referrals': 20, 'phoned.proactive': 30, supported: 40, 'supported.needs-assessment': 25 },
  ...{
    'supported.specialist-plan': 15,
    'episodes.closed': 30,
    'exit-assessments': 25,
    'exit-assessments.in-service': 3,
  },
};

function persons(dimension: string, codes: Record<string, [referred: number, supported: number]>) {
  return Object.entries(codes).map(([code, [referred_persons, supported_persons]]) => ({
    ...{ dimension, code, referred_persons, supported_persons, outcome_paired: 20, outcome_improved: 10 },
  }));
}

/** Sheets of an invented quarter in which every rule holds; each test breaks one of them. */
export function soundReturn(definition: ReturnDefinition): CheckedReturn {
  const rows: { [S in SheetName]?: SheetRow<S>[] } = {
    Notes: [{ note_id: 'n', applies_to_sheet: 'Funnel', applies_to_field: '[z]', text: 'Invented.' }],
    Funnel: Object.entries(MEASURES).map(([measure_code, value]) => ({
      ...{ measure_code, unit: 'person', value, numerator: '[z]', denominator: '[z]', note_id: 'n' },
    })),
    Referrals: [{ pathway: 'athena', crime_category: 'burglary', received: 100, ...DISPOSED }],
    Contacts: [
      {
        ...{ method: 'phone', direction: 'outbound', attempts: 80, successful: 60, persons_reached: 50 },
        ...{ attempt_1: 70, attempt_2: 8, attempt_3: 2 },
      },
    ],
    Caseload: [
      {
        service_level: 'needs-assessment',
        opening: 10,
        new: 25,
        reopened: 0,
        closed: 20,
        transferred_out: 0,
        closing: 15,
      },
      {
        service_level: 'specialist-plan',
        opening: 5,
        new: 14,
        reopened: 1,
        closed: 9,
        transferred_out: 1,
        closing: 10,
      },
    ],
    Closures: [{ reason: 'needs-met', episodes: 30, with_exit_assessment: 22 }],
    Outcomes: [
      {
        ...{
          framework: 'MOJ-2018',
          outcome_code: 'M2_COPE',
          service_level: 'needs-assessment',
          reported_by: 'victim',
        },
        ...{
          closed: 20,
          entry_done: 22,
          exit_done: 22,
          paired: 20,
          improved: 10,
          maintained: 8,
          declined: 2,
        },
        ...{ ceiling: 1, not_assessable: 2, pct_improved: 50 },
      },
    ],
    Crime: [
      {
        ...{ hocr_group: 'burglary', flag: 'none', return_category: 'burglary' },
        ...{ referred_persons: 90, supported_persons: 40 },
      },
    ],
    Demographics: [
      ...persons('ethnicity', { ESDD_W1: [70, 30], ESDD_A1: [10, 5], not_known: [10, 5] }),
      ...persons('ethnicity-group', { white: [70, 30], asian: [10, 5], not_known: [10, 5] }),
    ],
    OnwardReferrals: [{ agency: 'axis', referrals: 9, accepted: 5, declined: 2, pending: 2, persons: 8 }],
    Finance: [
      {
        ...{
          stream: 'core',
          provider: 'victim-advice-line',
          allocation: 400,
          spend_period: 90,
          spend_ytd: 190,
        },
        ...{ forecast: 380, variance: -20, variance_reason: '[z]' },
      },
    ],
  };
  const eligible = Object.fromEntries(
    rows.Demographics!.map(({ dimension, code, supported_persons }) => [
      `${dimension}|${code}`,
      Number(supported_persons),
    ]),
  );
  return {
    definition,
    span: namedPeriod('quarter', { from: '2019-07-01', to: '2019-09-30' }),
    isOver: true,
    tables: Object.entries(rows).map(([sheet, own]) =>
      definition.table(sheet as 'Funnel', own as SheetRow<'Funnel'>[]),
    ),
    facts: { attemptsMost: 3, attemptsAllowed: 3, agesOutside: 0, outcomesTwice: 0, eligible },
    unmapped: [],
    before: {
      closing: 15,
      spentYear: { 'core|victim-advice-line': 100 },
      lastFour: Array.from({ length: 4 }, () => ({ supported: 40, received: 100 })),
    },
    quarterSums: new Map([['referrals.total', 100]]),
  };
}

/** The same with one cell of the first row of a sheet that has these values changed. */
export function withCell(
  checked: CheckedReturn,
  sheet: SheetName,
  column: string,
  value: number | string,
  row = 0,
): CheckedReturn {
  const tables = checked.tables.map((table) =>
    table.sheet === sheet
      ? {
          ...table,
          rows: table.rows.map((cells, at) =>
            at === row
              ? cells.map((cell, index) => (table.columns[index]!.name === column ? value : cell))
              : cells,
          ),
        }
      : table,
  );
  return { ...checked, tables };
}
