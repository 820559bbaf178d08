import { tokensOf } from './offences/offence-code.js';
import { AS_FAR_BACK_AS_ASKED } from './policy/dated.js';
import type { Dated } from './policy/dated.js';
import type { OffenceRuleRow, Sourced } from './policy/policy-files.js';
import { plainCodes } from './policy/reference-code.js';
import type { ReferenceList } from './policy/reference-code.js';
import type { ReferencePolicy } from './policy/reference-policy.js';
import { suppressorsOf } from './suppressors.js';

/** A row of the table `reference_code`. */
export interface ReferenceRow {
  list: string;
  code: string;
  label: string;
  attributes: Readonly<Record<string, unknown>>;
  valid_from: string;
  valid_to: string | null;
  source: string;
  fact_status: string;
}

interface Content {
  list: string;
  code: string;
  label: string;
  attributes?: Readonly<Record<string, unknown>>;
}

/** All policy as dated rows: the code lists, and what the rules are made of. */
export function rowsOf(policy: ReferencePolicy): ReferenceRow[] {
  return [
    ...[...policy.lists.values()].flatMap(codeRows),
    ...statusRows(policy),
    ...offenceRows(policy),
    ...policy.thresholds.map((threshold) => {
      const { name, value, unit, meaning } = threshold;
      return row(
        { list: 'thresholds', code: name, label: meaning, attributes: { value, unit } },
        threshold,
        threshold,
      );
    }),
    ...suppressorsOf(policy.suppressors).map(({ code, sentence, ...attributes }) =>
      row({ list: 'suppressors', code, label: sentence, attributes }, policy.suppressors),
    ),
    ...policy.retention.map(({ code, label, source, factStatus, ...attributes }) =>
      row({ list: 'retention-classes', code, label, attributes }, { source, factStatus }),
    ),
  ];
}

function codeRows({ name, codes }: ReferenceList): ReferenceRow[] {
  return codes.map((code) => row({ list: name, ...code }, code, code));
}

function statusRows({ crimeStatuses }: ReferencePolicy): ReferenceRow[] {
  return crimeStatuses.meanings.flatMap(({ meaning, endsMachineContact, wordings }) =>
    plainLines(wordings).map((wording) =>
      row(
        {
          list: 'crime-statuses',
          code: wording,
          label: wording,
          attributes: { meaning, endsMachineContact },
        },
        crimeStatuses,
      ),
    ),
  );
}

function offenceRows({ offences }: ReferencePolicy): ReferenceRow[] {
  return offences.rules.flatMap((rule) => {
    const facts = {
      source: rule.source ?? offences.source,
      factStatus: rule.factStatus ?? offences.factStatus,
    };
    return tokensWithScheme(rule).map((code) =>
      row({ list: 'offences', code, label: rule.label, attributes: meaningOf(rule) }, facts, rule),
    );
  });
}

function tokensWithScheme({ homeOffice, cjs, nfib }: OffenceRuleRow): string[] {
  return [
    ...tokensOf('home-office', homeOffice ?? '').map((token) => `home-office:${token}`),
    ...tokensOf('cjs', cjs ?? '').map((token) => `cjs:${token}`),
    ...tokensOf('nfib', nfib ?? '').map((token) => `nfib:${token}`),
  ];
}

function meaningOf({ category, cohorts, suppressors, automaticContactAllowed }: OffenceRuleRow) {
  return {
    category,
    cohorts,
    suppressors: suppressors ?? [],
    automaticContactAllowed: automaticContactAllowed ?? false,
  };
}

function row({ list, code, label, attributes }: Content, facts: Sourced, dated: Dated = {}): ReferenceRow {
  return {
    list,
    code,
    label,
    attributes: attributes ?? {},
    valid_from: dated.validFrom ?? AS_FAR_BACK_AS_ASKED,
    valid_to: dated.validTo ?? null,
    source: facts.source,
    fact_status: facts.factStatus,
  };
}

function plainLines(lines: string): string[] {
  return plainCodes(lines).map(({ code, label }) => (label === '' ? code : `${code} ${label}`));
}
