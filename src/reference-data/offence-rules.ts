import { Injectable } from '@nestjs/common';
import type { Day } from '../platform/working-days/calendar-days.js';
import { dayOf, holdsOn } from './policy/dated.js';
import type { OffenceRuleRow } from './policy/policy-files.js';
import { ReferencePolicy } from './policy/reference-policy.js';
import { matchesOf, tokensOf } from './offences/offence-code.js';
import type { OffenceScheme } from './offences/offence-code.js';

/** The codes by which a record names its offence; blank ones are left out of account. */
export interface OffenceCodes {
  crimeOffenceCode?: string | null;
  homeOfficeClassification?: string | null;
  nfibCode?: string | null;
}

/** Which code of a record matched which code of the rules. */
export interface OffenceMatch {
  scheme: OffenceScheme;
  matched: string;
  category: string;
}

/** What is known of an offence. */
export interface OffenceRule {
  /** The gravest category among the codes. */
  category: string;
  label: string;
  cohorts: readonly string[];
  /** SUP_ codes that the offence itself raises; SUP_UNMAPPED among them where one of several codes is not known. */
  suppressors: readonly string[];
  /** On the allow-list by every code that was given. The safety gate's other conditions still have to hold. */
  automaticContactAllowed: boolean;
  matchedBy: readonly OffenceMatch[];
  /** Codes that were given and that no rule knows on that day. */
  unmappedSchemes: readonly OffenceScheme[];
}

interface RankedRule extends OffenceRuleRow {
  rank: number;
}

const FIELDS = [
  ['home-office', 'homeOfficeClassification', 'homeOffice'],
  ['cjs', 'crimeOffenceCode', 'cjs'],
  ['nfib', 'nfibCode', 'nfib'],
] as const satisfies [OffenceScheme, keyof OffenceCodes, keyof OffenceRuleRow][];

const MOST_ANSWERED = 10_000;

/** From offence codes to category, cohorts, suppressors and the allow-list (config/reference-data/offences.yaml). */
@Injectable()
export class OffenceRules {
  private readonly rules = new Map<string, RankedRule[]>();
  /** What was asked before: the crimes of one extract share their days and codes. */
  private readonly answered = new Map<string, OffenceRule | null>();
  private readonly childAtOffence: { cohort: string; becomesAlso: string };

  constructor({ offences }: ReferencePolicy) {
    this.childAtOffence = offences.childAtOffence;
    offences.rules.forEach((rule, rank) => {
      for (const [scheme, , column] of FIELDS) {
        for (const token of tokensOf(scheme, rule[column] ?? ''))
          this.add(`${scheme}:${token}`, { ...rule, rank });
      }
    });
  }

  /**
   * What an offence means on a day. Null where no code was given or none is known: the offence is unmapped
   * (SUP_UNMAPPED), and nothing may be guessed of it.
   */
  ruleFor(codes: OffenceCodes, on: Day | Date): OffenceRule | null {
    const day = dayOf(on);
    const asked = JSON.stringify([day, ...FIELDS.map(([, field]) => codes[field] ?? '')]);
    const answered = this.answered.get(asked);
    if (answered !== undefined) return answered;
    const rule = this.find(codes, day);
    if (this.answered.size === MOST_ANSWERED) this.answered.clear();
    this.answered.set(asked, rule);
    return rule;
  }

  private find(codes: OffenceCodes, day: Day): OffenceRule | null {
    const given = FIELDS.map(([scheme, field]) => ({ scheme, code: codes[field]?.trim() ?? '' })).filter(
      ({ code }) => code !== '',
    );
    const found = given.map(({ scheme, code }) => ({ scheme, ...this.longestMatch(scheme, code, day) }));
    const mapped = found.filter(isMapped);
    return mapped.length === 0 ? null : together(mapped, found);
  }

  /**
   * The cohorts of someone who was a child at the offence: a sexual offence is then child sexual exploitation.
   *
   * @param wasChild null where the age at the offence is not known; that makes nobody a child, nor an adult
   */
  cohortsOf(rule: OffenceRule, wasChild: boolean | null): readonly string[] {
    const { cohort, becomesAlso } = this.childAtOffence;
    if (wasChild !== true || !rule.cohorts.includes(cohort)) return rule.cohorts;
    return [...new Set([...rule.cohorts, becomesAlso])];
  }

  private add(key: string, rule: RankedRule): void {
    this.rules.set(key, [...(this.rules.get(key) ?? []), rule]);
  }

  private longestMatch(
    scheme: OffenceScheme,
    code: string,
    day: Day,
  ): { matched?: string; rule?: RankedRule } {
    for (const matched of matchesOf(scheme, code)) {
      const rule = this.rules.get(`${scheme}:${matched}`)?.find((candidate) => holdsOn(candidate, day));
      if (rule) return { matched, rule };
    }
    return {};
  }
}

interface Found {
  scheme: OffenceScheme;
  matched?: string;
  rule?: RankedRule;
}

function isMapped(found: Found): found is Required<Found> {
  return found.rule !== undefined;
}

function together(mapped: Required<Found>[], found: Found[]): OffenceRule {
  const gravest = mapped.reduce((one, other) => (other.rule.rank < one.rule.rank ? other : one)).rule;
  const unmappedSchemes = found.filter((match) => !isMapped(match)).map(({ scheme }) => scheme);
  const suppressors = mapped.flatMap(({ rule }) => rule.suppressors ?? []);
  if (unmappedSchemes.length > 0) suppressors.push('SUP_UNMAPPED');
  return {
    category: gravest.category,
    label: gravest.label,
    cohorts: [...new Set([...gravest.cohorts, ...mapped.flatMap(({ rule }) => rule.cohorts)])],
    suppressors: [...new Set(suppressors)],
    automaticContactAllowed:
      unmappedSchemes.length === 0 && mapped.every(({ rule }) => rule.automaticContactAllowed === true),
    matchedBy: mapped.map(({ scheme, matched, rule }) => ({ scheme, matched, category: rule.category })),
    unmappedSchemes,
  };
}
