/** What people said of a person's safety that was taken back, or may be: each stays as it was said. */
export const SAFETY_WORDS = [
  'objected',
  'objection-withdrawn',
  'collision-cleared',
  'collision-restored',
] as const;
export type SafetyWordKind = (typeof SAFETY_WORDS)[number];
