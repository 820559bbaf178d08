import type { Transaction } from '../../../platform/database/transaction.js';
import type { MeasureSource } from '../../measures/measure.js';
import type { MeasureCatalogue } from '../../measures/measure-catalogue.js';
import type { MeasureFigures } from '../../measures/measure-figures.js';
import type { Period } from '../../measures/period.js';
import type { NamedPeriod } from '../definition/return-periods.js';
import type { ReturnDefinition } from '../definition/return-definition.js';
import type { CrimeKeys } from './crime-keys.js';

/** A code that was met and that no list of the return has. */
export interface UnmappedCode {
  list: string;
  code: string;
  /** How often it was met, in the unit of the sheet that met it. */
  count: number;
  /** Somebody looked at it and said why it counts as not known. */
  isExplained: boolean;
}

/** What integrity rules compare and no sheet shows. */
export interface ReturnFacts {
  /** Calls at the first contact that one case had, at most. */
  attemptsMost: number;
  attemptsAllowed: number;
  /** People whose age at the referral is below 0 or above the most. */
  agesOutside: number;
  /** Counted results beyond one for a case, outcome and framework. */
  outcomesTwice: number;
  /** People with an open case in the period, by `dimension|code`. */
  eligible: Record<string, number>;
}

/** What the sheets of one return are made from: one transaction, so that all of them are of one cut of the rows. */
export class Computing {
  readonly unmapped: UnmappedCode[] = [];
  readonly facts: ReturnFacts = {
    ...{ attemptsMost: 0, attemptsAllowed: 0, agesOutside: 0, outcomesTwice: 0 },
    eligible: {},
  };

  constructor(
    readonly tx: Transaction,
    readonly span: NamedPeriod,
    readonly period: Period,
    readonly definition: ReturnDefinition,
    private readonly parts: {
      measures: MeasureFigures;
      crimes: CrimeKeys;
      /** Codes that somebody explained, as `list:code`. */
      explained: ReadonlySet<string>;
    },
  ) {}

  get measures(): MeasureFigures {
    return this.parts.measures;
  }

  get catalogue(): MeasureCatalogue {
    return this.parts.measures.catalogue;
  }

  get crimes(): CrimeKeys {
    return this.parts.crimes;
  }

  /** What SQL over sources of measures is bound to: the period, and the settings where a source needs them. */
  bound(sources: readonly MeasureSource[], ...more: unknown[]): unknown[] {
    const settings = sources.some(({ needsSettings }) => needsSettings)
      ? [JSON.stringify(this.catalogue.settings)]
      : [];
    return [this.period.start, this.period.end, ...settings, ...more];
  }

  /** Writes a code down that no list has. Answers what it counts as: never another code of the list. */
  unlisted(list: string, code: string, count: number, explainedAs = 'not_known'): string {
    const isExplained = this.parts.explained.has(`${list}:${shownCode(code)}`);
    const met = this.unmapped.find((one) => one.list === list && one.code === shownCode(code));
    if (met) met.count += count;
    else this.unmapped.push({ list, code: shownCode(code), count, isExplained });
    return isExplained ? explainedAs : 'unmapped';
  }
}

/** A code as it may be shown: what does not look like one may be anything, also a name. */
function shownCode(code: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9 /._-]{0,29}$/.test(code) ? code : 'not-readable-as-a-code';
}
