import type { TaskKind } from '../../cases/case-opening.js';
import type { Day } from '../../platform/working-days/calendar-days.js';
import type { Dated } from '../../reference-data/policy/dated.js';
import type { Sourced } from '../../reference-data/policy/policy-files.js';
import type { ThresholdName } from '../../reference-data/thresholds.js';

/** Every form that code asks for; `config/forms/` must have each and no other. */
export const FORM_CODES = ['needs', 'msht', 'cse', 'fraud', 'general'] as const;
export type FormCode = (typeof FORM_CODES)[number];

/** Forms of a specialist assessment; `general` is for every cohort without a form of its own. */
export const SPECIALIST_KINDS = ['msht', 'cse', 'fraud', 'general'] as const;
export type SpecialistKind = (typeof SPECIALIST_KINDS)[number];

export const QUESTION_KINDS = [
  'code',
  'codes',
  'day',
  'instant',
  'money-pence',
  'integer',
  'flag',
  'text',
  'needs',
  'situations',
] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** The answers of a flag: unknown is an answer of its own. */
export const FLAG_ANSWERS = ['yes', 'no', 'unknown'] as const;

/** What the record itself says, which conditions may ask beside earlier answers. */
export const FACT_NAMES = ['ageBand', 'age', 'personKind', 'childReferral', 'mandatoryReporting'] as const;
export type FactName = (typeof FACT_NAMES)[number];

/** Age on the day of the assessment; a birth date that is missing or doubted makes it `unknown`, never adult. */
export type AgeBand = 'child' | 'adult' | 'unknown';

/** Stages of the duty to report child sexual abuse, in order; `config/policy/thresholds.yaml` says which holds when. */
export const REPORTING_DUTIES = ['no-law', 'commencement-unknown', 'in-force'] as const;
export type ReportingDuty = (typeof REPORTING_DUTIES)[number];

export interface Facts {
  ageBand: AgeBand;
  age: number | null;
  personKind: 'individual' | 'organisation';
  /** Whether a safeguarding referral of this child was made on the day of the assessment or later. */
  childReferral: 'made' | 'not-made';
  /** How the duty to report child sexual abuse stands on the day of the assessment. */
  mandatoryReporting: ReportingDuty;
}

/** The answers of an assessment by the code of their question, as they came. */
export type Answers = Readonly<Record<string, unknown>>;

/** Something that an earlier answer or a fact of the record must say. All that is given must hold. */
export interface Condition {
  question?: string;
  fact?: FactName;
  /** One of these is chosen. */
  in?: string[];
  /** None of these is chosen. */
  notIn?: string[];
  isAnswered?: boolean;
  /** Not all of these are chosen. */
  lacksAnyOf?: string[];
  /** The day is this one or later. */
  from?: Day;
  /** The day is an earlier one. */
  before?: Day;
  atLeast?: number;
  below?: number;
  /** One of these holds. */
  anyOf?: Condition[];
  /** Of a fact: the code of the refusal by what the fact says instead. */
  otherwise?: Record<string, string>;
}

/** Codes of a list that may be chosen only where a condition holds. */
export interface CodeRule {
  codes: string[];
  when: Condition[];
  /** Code of the refusal; a condition's own `otherwise` comes first. */
  refusal: string;
  meaning: string;
}

export interface CodeOption {
  code: string;
  label: string;
}

export interface Question extends Sourced {
  code: string;
  label: string;
  hint?: string;
  kind: QuestionKind;
  /** What may be chosen; of `needs` the categories, of `situations` the kinds. Empty for other kinds. */
  codes: readonly CodeOption[];
  /** The code list that the codes are taken from, where they are. */
  list?: string;
  required?: boolean;
  requiredWhen?: Condition[];
  askedWhen?: Condition[];
  codesOnlyWhen?: CodeRule[];
  /** Null is taken and means that it was asked and is not known: never zero. */
  nullMeansUnknown?: boolean;
  notAfterToday?: boolean;
  notBeforeToday?: boolean;
  /** An earlier question whose day or instant this one may not come before. */
  notBefore?: string;
  /** An earlier question whose number this one may not exceed. */
  atMost?: string;
  min?: number;
  max?: number;
  /** A text in which nothing may read as a postcode. */
  holdsNoAddress?: boolean;
}

/** A day by which something is due, counted from an answer. */
export interface DeadlineRule extends Sourced {
  code: string;
  label: string;
  /** A question for a day, or `completed-on`. */
  from: string;
  /** How far after it; without one the day itself. */
  count?: ThresholdName;
  when?: Condition[];
  task: TaskKind;
  /** What becomes of the task where the day has passed: due today, or none. */
  whenPast: 'due-today' | 'no-task';
  /** The task belongs to the team's queue, for a second pair of eyes. */
  forSupervisor?: boolean;
}

/** Something that a coordinator is told of and that blocks nothing. */
export interface WarningRule extends Sourced {
  code: string;
  message: string;
  when: Condition[];
}

/** How scores are read: which end is the better one. */
export interface Scoring {
  min: number;
  max: number;
  polarity: 'higher-is-better' | 'higher-is-worse';
  meaning: string;
}

export interface FormSection {
  title: string;
  questions: readonly Question[];
}

/** One version of a form, with everything that it takes over from its file. */
export interface FormVersion extends Dated, Sourced {
  code: FormCode;
  title: string;
  purpose: string;
  version: number;
  scoring?: Scoring;
  sections: readonly FormSection[];
  /** The questions of all sections, in order. */
  questions: readonly Question[];
  deadlines: readonly DeadlineRule[];
  warnings: readonly WarningRule[];
}
