import { type Finding, goalText, type Measure, reaches } from './measure.js';

/** A measure with what it found. */
export interface Result {
  measure: Pick<Measure, 'name' | 'what' | 'yardstick' | 'unit' | 'goal'>;
  finding: Finding;
}

/** Whether the measure reached its goal, and whatever else it is held to. */
export function holds({ measure, finding }: Result): boolean {
  const besides = finding.besides ?? [];
  return reaches(finding.value, measure.goal) && besides.every(({ value, goal }) => reaches(value, goal));
}

/** One line of JSON. Times are seconds; `value` has the unit `unit`. */
export function jsonLine(result: Result): string {
  const { measure, finding } = result;
  return JSON.stringify({
    name: measure.name,
    measured: rounded(finding.measured),
    yardstick: finding.yardstick === null ? null : rounded(finding.yardstick),
    value: rounded(finding.value),
    unit: measure.unit,
    goal: goalText(measure),
    holds: holds(result),
    n: finding.n,
    seed: finding.seed,
  });
}

/** The figures as a table, and below it what each means. */
export function table(results: readonly Result[]): string {
  const heading = ['measure', 'measured', 'yardstick', 'value', 'goal', 'holds', 'n', 'seed'];
  const rows = results.map((result) => cellsOf(result));
  const widths = heading.map((text, column) =>
    Math.max(text.length, ...rows.map((row) => row[column]!.length)),
  );
  const lines = [heading, widths.map((width) => '-'.repeat(width)), ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, '', ...results.flatMap(explanation)].join('\n');
}

function cellsOf(result: Result): string[] {
  const { measure, finding } = result;
  return [
    measure.name,
    seconds(finding.measured),
    finding.yardstick === null ? '-' : seconds(finding.yardstick),
    `${figure(finding.value)} ${measure.unit}`,
    goalText(measure),
    holds(result) ? 'yes' : 'NO',
    finding.n.toLocaleString('en-GB'),
    finding.seed === null ? '-' : String(finding.seed),
  ];
}

function explanation({ measure, finding }: Result): string[] {
  const against = measure.yardstick === null ? '' : `; yardstick: ${measure.yardstick}`;
  const besides = (finding.besides ?? []).map(
    ({ what, value, goal }) => `${what}: ${figure(value)} ${measure.unit}, ${goalText({ ...measure, goal })}`,
  );
  return [
    `${measure.name}: ${measure.what}${against}`,
    ...[...besides, ...finding.notes].map((note) => `  ${note}`),
  ];
}

/** Such as `12.3 s`. */
export function seconds(value: number): string {
  return `${figure(value)} s`;
}

function figure(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
