/** Marker of a count that the Board is not shown. */
export const HIDDEN = '[c]';
export type Count = number | typeof HIDDEN;
/** Counts by column. */
export type Counts<C extends Count = Count> = Record<string, C>;

/** A column, and the one that it is added into. */
export interface Column {
  key: string;
  under: string | null;
  label: string;
  /** How much readers lose where it is hidden, 1 unless given: rates rest on some. */
  worth?: number;
}

/** What the state of a clock counts as; without a limit nothing falls due, and nothing is late. */
export const STATE_COLUMNS = {
  met: 'met',
  'met-late': 'metLate',
  breached: 'breached',
  'no-evidence': 'noEvidence',
  pending: 'pending',
  'due-soon': 'dueSoon',
  'not-applicable': 'notApplicable',
} as const;

/** Columns with the one that each is added into. Every clock is in exactly one that has no parts. */
export const COUNT_COLUMNS: readonly Column[] = [
  { key: 'total', under: null, label: 'All duties', worth: 4 },
  { key: 'fellDue', under: 'total', label: 'Fell due', worth: 8 },
  { key: 'judged', under: 'fellDue', label: 'Fell due and can be judged', worth: 8 },
  { key: 'met', under: 'judged', label: 'Met in time', worth: 8 },
  { key: 'metLate', under: 'judged', label: 'Met late' },
  { key: 'breached', under: 'judged', label: 'Breached' },
  { key: 'noEvidence', under: 'fellDue', label: 'No evidence', worth: 2 },
  { key: 'pending', under: 'total', label: 'Pending' },
  { key: 'dueSoon', under: 'total', label: 'Due soon' },
  { key: 'notApplicable', under: 'total', label: 'Not applicable' },
  { key: 'shown', under: 'total', label: 'No limit: shown' },
  { key: 'notShown', under: 'total', label: 'No limit: not shown' },
  { key: 'unsettled', under: 'total', label: 'Depends on the assessment' },
];

/** What victims themselves reported of being told, beside what agencies recorded. */
export const VOICE_COLUMNS: readonly Column[] = [
  { key: 'asked', under: null, label: 'Victims’ own reports', worth: 3 },
  { key: 'told', under: 'asked', label: 'Victim says: told' },
  { key: 'notTold', under: 'asked', label: 'Victim says: not told', worth: 2 },
  { key: 'notToldButRecorded', under: 'notTold', label: '... though an agency recorded it' },
  { key: 'notToldNorRecorded', under: 'notTold', label: '... and nobody recorded it' },
  { key: 'notSure', under: 'asked', label: 'Victim says: not sure' },
];

export const ANSWERS = ['yes', 'no', 'unknown'] as const;

/** A question of quality with its answers, as columns. */
export function qualityColumns(question: string): Column[] {
  const all = `quality.${question}`;
  return [
    { key: all, under: null, label: question, worth: 3 },
    ...ANSWERS.map((answer) => ({ key: `${all}.${answer}`, under: all, label: `${question}: ${answer}` })),
  ];
}

/** Every column of a report whose events answer these questions. */
export function columnsFor(questions: readonly string[]): Column[] {
  return [...COUNT_COLUMNS, ...VOICE_COLUMNS, ...questions.flatMap(qualityColumns)];
}

/** A share with what it is of. Hidden with any count that it could give away; null where it would be of nothing. */
export interface Rates {
  /** met / (met + met late + breached). */
  rate: number | typeof HIDDEN | null;
  /** met / all that fell due: not recording never looks like complying. */
  lowerBound: number | typeof HIDDEN | null;
}

export function ratesOf({ met = 0, judged = 0, fellDue = 0 }: Counts): Rates {
  return { rate: share(met, judged), lowerBound: share(met, fellDue) };
}

function share(part: Count, whole: Count): Rates['rate'] {
  if (whole === 0) return null;
  if (part === HIDDEN || whole === HIDDEN) return HIDDEN;
  return Math.round((10_000 * part) / whole) / 10_000;
}
