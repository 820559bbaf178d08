import { percentage } from '../sheets/outcome-sheet.js';
import {
  atMost,
  type Check,
  equal,
  grouped,
  measured,
  type NamedRow,
  numberIn,
  rowsOf,
  sumOf,
} from './comparison.js';

const nameOf = (row: NamedRow) =>
  `Outcomes[${row.framework}|${row.outcome_code}|${row.service_level}|${row.reported_by}]`;

/** Outcomes and demographics. */
export const OUTCOME_CHECKS = {
  R15: (checked) =>
    rowsOf(checked, 'Outcomes').flatMap((row) => [
      equal(
        ...([nameOf(row), numberIn(row, 'improved', 'maintained', 'declined')] as const),
        ...(['its paired', numberIn(row, 'paired')] as const),
      ),
      atMost(
        `${nameOf(row)}:ceiling`,
        numberIn(row, 'ceiling'),
        'its maintained',
        numberIn(row, 'maintained'),
      ),
    ]),
  R16: (checked) =>
    rowsOf(checked, 'Outcomes').flatMap((row) => {
      const least = Math.min(numberIn(row, 'entry_done'), numberIn(row, 'exit_done'));
      return [
        atMost(`${nameOf(row)}:paired`, numberIn(row, 'paired'), 'the lesser of entry and exit', least),
        equal(
          ...([`${nameOf(row)}:exit_done`, numberIn(row, 'exit_done')] as const),
          ...(['paired + not_assessable', numberIn(row, 'paired', 'not_assessable')] as const),
        ),
      ];
    }),
  R17: (checked) => {
    const [exits, inService, closed] = [
      'exit-assessments',
      'exit-assessments.in-service',
      'episodes.closed',
    ].map((code) => measured(checked, code)) as [number, number, number];
    return [atMost('Funnel[exit-assessments]', exits, 'cases closed + exits in service', closed + inService)];
  },
  R18: (checked) =>
    rowsOf(checked, 'Outcomes').map((row) =>
      atMost(`${nameOf(row)}:improved`, numberIn(row, 'improved'), 'its paired', numberIn(row, 'paired')),
    ),
  R19: ({ facts }) => [equal('results beyond the first', facts.outcomesTwice, 'none', 0)],
  R20: (checked) => {
    const least = checked.definition.setting('percentageBaseLeast');
    return rowsOf(checked, 'Outcomes').map((row) => {
      const shown = row['pct_improved']!;
      const again = percentage(numberIn(row, 'improved'), numberIn(row, 'paired'), least);
      return {
        sheetA: nameOf(row),
        valueA: shown,
        sheetB: 'from its integers',
        valueB: again,
        isMet: shown === again,
      };
    });
  },
  R21: (checked) => {
    const closed = sumOf(rowsOf(checked, 'Caseload'), 'closed', 'transferred_out');
    if (closed === 0) return [];
    const exits = measured(checked, 'exit-assessments') - measured(checked, 'exit-assessments.in-service');
    const least = checked.definition.setting('exitCompletionLeastPercent');
    return [atMost('least per cent', least, 'exits of cases closed', Math.round((100 * exits) / closed))];
  },
  R22: (checked) => {
    const totals = { referred_persons: 'persons.referred', supported_persons: 'supported' };
    const dimensions = [...grouped(rowsOf(checked, 'Demographics'), 'dimension')].map(
      ([dimension, rows]) => [`Demographics[${dimension}]`, rows] as const,
    );
    return [['Crime', rowsOf(checked, 'Crime')] as const, ...dimensions].flatMap(([name, rows]) =>
      Object.entries(totals).map(([column, code]) =>
        equal(`${name}:${column}`, sumOf(rows, column), `Funnel[${code}]`, measured(checked, code)),
      ),
    );
  },
  R23: (checked) =>
    rowsOf(checked, 'Demographics').map((row) =>
      atMost(
        ...([`Demographics[${row.dimension}|${row.code}]`, numberIn(row, 'supported_persons')] as const),
        ...(['with an open case', checked.facts.eligible[`${row.dimension}|${row.code}`] ?? 0] as const),
      ),
    ),
  R24: (checked) => {
    const dimensions = grouped(rowsOf(checked, 'Demographics'), 'dimension');
    const values = (name: string) => {
      const { nonValues, organisation } = checked.definition.file.demographics;
      const own = (dimensions.get(name) ?? []).filter(
        ({ code }) => ![...nonValues, organisation].includes(String(code)),
      );
      return sumOf(own, 'referred_persons');
    };
    return [
      equal(
        'Demographics[ethnicity]',
        values('ethnicity'),
        'Demographics[ethnicity-group]',
        values('ethnicity-group'),
      ),
    ];
  },
  R25: ({ facts }) => [equal('people with an age out of bounds', facts.agesOutside, 'none', 0)],
  R26: (checked) => {
    const { nonValues, dimensions } = checked.definition.file.demographics;
    const most = checked.definition.setting('nonValuesMostPercent');
    const asked = new Set(
      dimensions.filter(({ from }) => from !== 'nothing').map(({ dimension }) => dimension),
    );
    return [...grouped(rowsOf(checked, 'Demographics'), 'dimension')]
      .filter(([dimension, rows]) => asked.has(dimension) && sumOf(rows, 'referred_persons') > 0)
      .map(([dimension, rows]) => {
        const without = sumOf(
          rows.filter(({ code }) => nonValues.includes(String(code))),
          'referred_persons',
        );
        const percent = Math.round((100 * without) / sumOf(rows, 'referred_persons'));
        return atMost(`Demographics[${dimension}], per cent without a value`, percent, 'at most', most);
      });
  },
} satisfies Record<string, Check>;
