import type { Dated, FactStatus } from '../../../reference-data/policy/dated.js';
import { type Column, type SheetName, type SheetRow, type Table } from './sheet-columns.js';

interface Sourced {
  source: string;
  factStatus: FactStatus;
}

export const PERIOD_KINDS = ['quarter', 'half', 'year', 'ad-hoc'] as const;
export type PeriodKindName = (typeof PERIOD_KINDS)[number];

/** Whole months that begin in one of these, 1 to 12; any days where there are none. */
export interface PeriodKind {
  kind: PeriodKindName;
  months?: number;
  beginsIn?: number[];
}

export interface Ratio extends Sourced {
  code: string;
  label: string;
  /** Codes of measures. */
  numerator: string;
  denominator: string;
}

export interface TimelinessStage extends Sourced {
  stage: string;
  targetDays?: number;
  definition: string;
}

export interface Dimension extends Sourced {
  dimension: string;
  from: 'gender' | 'age' | 'ethnicity' | 'disability' | 'role' | 'nothing';
  /** From what is recorded to the code of the return. */
  of?: Record<string, string>;
  /** The age at which each band begins. */
  bandsFrom?: number[];
}

export interface FundingStream extends Dated {
  stream: string;
  label: string;
  ringFenced?: boolean;
}

export interface Provider {
  provider: string;
  label: string;
  /** Streams that may pay it. */
  streams: string[];
}

export interface IntegrityRule {
  rule: string;
  severity: 'block' | 'warn';
  checked: 'computed' | 'enforced' | 'not-yet';
  explainable?: boolean;
  text: string;
}

export type SettingName =
  | 'suppressionThreshold'
  | 'percentageBaseLeast'
  | 'exitCompletionLeastPercent'
  | 'nonValuesMostPercent'
  | 'ageMost'
  | 'bandTolerancePercent';

/** `config/returns/moj-2018.yaml` as its schema lets it in. */
export interface ReturnFile extends Sourced, Dated {
  definition: string;
  title: string;
  area: string;
  service: string;
  audience: string;
  periodKinds: PeriodKind[];
  settings: Record<SettingName, Sourced & { value: number; meaning: string }>;
  markers: Record<string, string>;
  frameworks: string[];
  funnel: { measures: string; ratios: Ratio[] };
  needs: Sourced & { reported: string; ownNotReported: string };
  timeliness: TimelinessStage[];
  demographics: { nonValues: string[]; organisation: string; dimensions: Dimension[] };
  streams: FundingStream[];
  providers: Provider[];
  sheets: { sheet: string; columns: string; note?: string }[];
  rules: IntegrityRule[];
}

/** What a return is made by. */
export class ReturnDefinition {
  /** @param sha256 over every file that the counting rests on */
  constructor(
    readonly file: ReturnFile,
    readonly sha256: string,
  ) {}

  get code(): string {
    return this.file.definition;
  }

  get funnelMeasures(): string[] {
    return wordsOf(this.file.funnel.measures);
  }

  get needs(): { reported: string[]; ownNotReported: string[] } {
    const { reported, ownNotReported } = this.file.needs;
    return { reported: wordsOf(reported), ownNotReported: wordsOf(ownNotReported) };
  }

  setting(name: SettingName): number {
    return this.file.settings[name].value;
  }

  columnsOf(sheet: SheetName): Column[] {
    return columnsIn(this.file.sheets.find((one) => one.sheet === sheet)!.columns);
  }

  /** Rows as the definition orders their columns. */
  table<S extends SheetName>(sheet: S, rows: readonly SheetRow<S>[]): Table {
    const columns = this.columnsOf(sheet);
    return {
      sheet,
      columns,
      rows: rows.map((row) => columns.map(({ name }) => row[name as keyof SheetRow<S>])),
    };
  }
}

export function columnsIn(text: string): Column[] {
  return wordsOf(text).map((word) => ({ name: word.replace(/#$/, ''), isFigure: word.endsWith('#') }));
}

export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
