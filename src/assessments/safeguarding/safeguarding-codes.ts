export const ABOUT = ['child', 'adult'] as const;
export type About = (typeof ABOUT)[number];

export const CONCERNS = ['case-person', 'another-person'] as const;
export type Concerns = (typeof CONCERNS)[number];

/** Of an adult: consent, or the limb of the Data Protection Act 2018 Sch 1 para 18 that goes without it. */
export const BASES = [
  'consent',
  'cannot-consent',
  'consent-not-obtainable',
  'asking-would-prejudice-protection',
] as const;
export type SafeguardingBasis = (typeof BASES)[number];

/** What an authority decides on, with about whom it may (Children Act 1989 ss.17, 47; Care Act 2014 s.42). */
export const DECISIONS = {
  'immediate-protection': ['child'],
  'section-17': ['child'],
  'section-47': ['child'],
  'early-help': ['child'],
  'specialist-assessment': ['child', 'adult'],
  'section-42-enquiry': ['adult'],
  'other-enquiry': ['adult'],
  'no-further-action': ['child', 'adult'],
} as const satisfies Record<string, readonly About[]>;
export type Decision = keyof typeof DECISIONS;
export const DECISION_CODES = Object.keys(DECISIONS) as Decision[];
