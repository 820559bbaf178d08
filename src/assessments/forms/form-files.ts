import type { Dated } from '../../reference-data/policy/dated.js';
import type { Sourced } from '../../reference-data/policy/policy-files.js';
import type { DeadlineRule, FormCode, Question, Scoring, WarningRule } from './form-definition.js';

/** What a file of `config/forms/` holds, as its schema lets it in. Source and status of a file hold for all in it. */
export interface FormFile extends Sourced {
  code: FormCode;
  title: string;
  purpose: string;
  versions: FormVersionRow[];
}

export interface FormVersionRow extends Dated {
  version: number;
  scoring?: Scoring;
  sections: { title: string; questions: QuestionRow[] }[];
  deadlines?: (Omit<DeadlineRule, keyof Sourced> & Partial<Sourced>)[];
  warnings?: (Omit<WarningRule, keyof Sourced> & Partial<Sourced>)[];
}

/** `codes`: one a line, `CODE label`. */
export type QuestionRow = Omit<Question, 'codes' | keyof Sourced> & Partial<Sourced> & { codes?: string };
