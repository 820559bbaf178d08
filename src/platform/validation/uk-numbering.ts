import { Metadata } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';
import type { CountryCode } from 'libphonenumber-js/core';

/** What a number under +44 is for, as far as reaching a person goes. */
export type UkNumberKind = 'uk-mobile' | 'uk-landline' | 'uk-other' | 'uk-service';

interface NumberType {
  pattern(): string;
}
interface PlanWithTypes {
  type(name: string): NumberType | undefined;
}

/** Numbers that Ofcom reserves for drama: nobody can be rung on them, so invented people have them. */
const DRAMA = /^(?:7700900|1632960|11[3-8]4960|1[2-6]14960|1914980|2079460|2896496|2920180|3069990)\d{3}$/;

// Great Britain, Guernsey, Jersey; the Isle of Man below, for which the library carries no patterns of its own.
const plans = (['GB', 'GG', 'JE'] as const).map(planOf);

const KINDS: ReadonlyArray<[UkNumberKind, RegExp]> = [
  ['uk-mobile', anyOf('MOBILE', '7(?:4576|[56]24\\d)\\d{5}')],
  ['uk-landline', anyOf('FIXED_LINE', '1624\\d{6}')],
  ['uk-other', anyOf('UAN', anyOfTypes('PERSONAL_NUMBER', 'VOIP'))],
  ['uk-service', anyOf('PREMIUM_RATE', anyOfTypes('TOLL_FREE', 'PAGER'))],
];

/**
 * What kind of number this is, or `undefined` where the United Kingdom and the Crown dependencies give out none like it.
 * The library's own patterns, compiled once: it compiles them anew for every number, which an import cannot afford.
 *
 * @param national the digits after +44, without the leading 0
 */
export function ukNumberKind(national: string): UkNumberKind | undefined {
  if (DRAMA.test(national)) return dramaKind(national);
  return KINDS.find(([, pattern]) => pattern.test(national))?.[0];
}

function dramaKind(national: string): UkNumberKind {
  if (national.startsWith('7')) return 'uk-mobile';
  return national.startsWith('3') ? 'uk-other' : 'uk-landline';
}

function planOf(country: CountryCode): PlanWithTypes {
  const plan = new Metadata(metadata);
  plan.selectNumberingPlan(country);
  return plan.numberingPlan as unknown as PlanWithTypes;
}

function anyOfTypes(...names: string[]): string {
  const patterns = plans.flatMap((plan) => names.map((name) => plan.type(name)?.pattern() ?? ''));
  return patterns.filter((pattern) => pattern !== '').join('|');
}

function anyOf(name: string, more: string): RegExp {
  return new RegExp(`^(?:${anyOfTypes(name)}|${more})$`);
}
