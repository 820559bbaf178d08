import type { FactStatus } from '../../reference-data/policy/dated.js';

/** What a measure counts: figures of different units are never added. */
export const MEASURE_UNITS = [
  'referral',
  'person',
  'episode',
  'contact',
  'needs assessment',
  'support plan',
  'agency referral',
  'outcome',
  'outcome assessment',
  'feedback',
] as const;
export type MeasureUnit = (typeof MEASURE_UNITS)[number];

/**
 * How figures of two periods relate. `flow`: things that happened, so the figures of two periods that make up a whole
 * add up to its own. `persons`: each person once, so somebody who counts in both periods counts once in the whole.
 * `stock`: how things stood at one moment. `standing`: things of the period as they stood at its end, which do not add up.
 */
export const MEASURE_KINDS = ['flow', 'persons', 'stock', 'standing'] as const;
export type MeasureKind = (typeof MEASURE_KINDS)[number];

/** One thing that is counted, as `config/returns/measures.yaml` says it. */
export interface Measure {
  code: string;
  label: string;
  unit: MeasureUnit;
  kind: MeasureKind;
  /** Whom or what it is chosen from. */
  population: string;
  /** Which instant decides whether it falls into a period. */
  dateRule: string;
  definition: string;
  source: string;
  factStatus: FactStatus;
}

/** What the SQL of measures is told besides the period. */
export interface MeasureSettings {
  /** What a referral counts as, by the reason for which its case was closed. */
  dispositionOfClosure: Record<string, string>;
  transferredOutBy: string[];
  repeat: { incidentsLeast: number; withinMonths: number };
}

/**
 * Where measures count: `rows` selects one row for each thing that is counted, with `id`, `case_id` and `person_id`.
 * `$1` is the first instant of the period, `$2` the first after it, `$3` the settings as JSON where it needs them.
 */
export interface MeasureSource {
  rows: string;
  needsSettings?: true;
  /** Of each measure, by its code, the condition that a row of it meets. */
  measures: Readonly<Record<string, string>>;
}
