import type { CubeRow, Status } from './clock-cube.js';
import type { Labelled, ReportSettings } from './report-settings.js';

/** By what the report divides its duties. */
export const DIMENSIONS = [
  'limitKind',
  'cohort',
  'basisGroup',
  'basis',
  'ageBand',
  'dutyHolder',
  'right',
  'rule',
  'statusNow',
] as const;
export type DimensionCode = (typeof DIMENSIONS)[number];

/** One way of dividing. */
export interface Dimension {
  code: DimensionCode;
  label: string;
  /** Whether its lines add up to the whole; else a duty may stand in several. */
  addsUp: boolean;
  /** Lines that are known before anything is counted, in their order; others follow by their keys. */
  order: readonly Labelled[];
  /** The lines that a row stands in. `now`: by what is known now of enhanced rights, not at the start. */
  keysOf(row: CubeRow, now: boolean): string[];
}

export const STATUS_LABELS: Readonly<Record<Status, string>> = {
  yes: 'Enhanced rights',
  'not-assessed': 'Not assessed',
  no: 'Standard service',
};

export const SEVERAL = 'several';
export const OTHER = 'other';
export const UNKNOWN_AGE = 'not-known';

const LIMIT_KINDS: readonly Labelled[] = [
  { code: 'differs', label: 'Time limits that are shorter for enhanced rights' },
  { code: 'same', label: 'Time limits that are the same for everyone' },
  { code: 'none', label: 'Duties without a time limit' },
];

/** Every way of dividing, in the order of the report. */
export function dimensionsOf(settings: ReportSettings): Dimension[] {
  const { file } = settings;
  const statuses = Object.entries(STATUS_LABELS).map(([code, label]) => ({ code, label }));
  return [
    dimension('limitKind', 'By kind of time limit', LIMIT_KINDS, ({ limitKind }) => limitKind),
    dimension('cohort', 'By crime group', cohortLines(settings), (row) =>
      cohortOf(row.cohortMask, file.cohorts),
    ),
    { ...dimension('basisGroup', 'By basis of enhanced rights', groupLines(settings), groupOf(settings)) },
    {
      ...dimension('basis', 'By single basis (a victim may have several)', baseLines(settings), () => ''),
      addsUp: false,
      keysOf: (row, now) => [...basesOf(row, now)],
    },
    dimension('ageBand', 'By age at the time of the offence', ageLines(settings), (row) =>
      ageOf(row.ageBand, settings),
    ),
    dimension('dutyHolder', 'By duty holder', file.dutyHolders, ({ dutyHolder }) => dutyHolder),
    dimension('right', 'By right', [], rightOf),
    dimension('rule', 'By rule', [], ({ ruleId, limitCode }) => `${ruleId}/${limitCode}`),
    dimension('statusNow', 'By what is known now of enhanced rights', statuses, ({ statusNow }) => statusNow),
  ];
}

export function rightOf({ codeVersion, rightNo }: Pick<CubeRow, 'codeVersion' | 'rightNo'>): string {
  return `${codeVersion} ${rightNo}`;
}

/** The cohort whose bit is set; a word of its own for none and for several. */
export function cohortOf(mask: number, cohorts: readonly Labelled[]): string {
  const set = cohorts.filter((_, bit) => Math.floor(mask / 2 ** bit) % 2 === 1);
  if (set.length > 1) return SEVERAL;
  return set[0]?.code ?? OTHER;
}

/** Groups of bases in their order, joined: a victim in two groups stands in the line of both, and in no other. */
export function basisGroupOf(bases: readonly string[], settings: ReportSettings): string {
  const groups = new Set(bases.map((code) => settings.bases.get(code)?.group ?? -1));
  const named = settings.file.basisGroups.filter((_, index) => groups.has(index)).map(({ code }) => code);
  return [...named, ...(groups.has(-1) ? [OTHER] : [])].join('+') || OTHER;
}

function groupOf(settings: ReportSettings) {
  return (row: CubeRow, now: boolean) => basisGroupOf(basesOf(row, now), settings);
}

function basesOf(row: CubeRow, now: boolean): readonly string[] {
  return now ? row.basesNow : row.basesAtStart;
}

function dimension(
  code: DimensionCode,
  label: string,
  order: readonly Labelled[],
  keyOf: (row: CubeRow, now: boolean) => string,
): Dimension {
  return { code, label, addsUp: true, order, keysOf: (row, now) => [keyOf(row, now)] };
}

function cohortLines({ file }: ReportSettings): Labelled[] {
  return [
    ...file.cohorts,
    { code: SEVERAL, label: `More than one of these` },
    { code: OTHER, label: 'Other crime' },
  ];
}

/** The single groups, then every mixture, the smaller ones first. */
function groupLines({ file }: ReportSettings): Labelled[] {
  const mixtures = Array.from({ length: 2 ** file.basisGroups.length - 1 }, (_, number) =>
    file.basisGroups.filter((_group, bit) => Math.floor((number + 1) / 2 ** bit) % 2 === 1),
  );
  return mixtures
    .sort((one, other) => one.length - other.length)
    .map((groups) => ({
      code: groups.map(({ code }) => code).join('+'),
      label: groups.map(({ label }, index) => (index === 0 ? label : label.toLowerCase())).join('; '),
    }));
}

function baseLines({ bases }: ReportSettings): Labelled[] {
  return [...bases].map(([code, { label }]) => ({ code, label }));
}

function ageLines({ file }: ReportSettings): Labelled[] {
  return [
    ...file.ageBands.map(({ from, label }) => ({ code: String(from), label })),
    { code: UNKNOWN_AGE, label: 'Age not known' },
  ];
}

/** The band as its line is called; 0 is not known. */
export function ageOf(band: number, { file }: ReportSettings): string {
  return band === 0 ? UNKNOWN_AGE : String(file.ageBands[band - 1]!.from);
}
