/** What bears on beginning again after a closure. */
export interface ReopeningFacts {
  isClosed: boolean;
  /** A later case continues it already. */
  isReopened: boolean;
  /** The person has an open case, this one or another. */
  hasOpenCase: boolean;
}

export const REOPENING_REASONS = {
  'case-open': 'The case is open.',
  'person-has-open-case': 'The person has an open case: go on with that one.',
  'reopened-before': 'A later case continues this one: reopen that.',
} as const;
export type ReopeningCode = keyof typeof REOPENING_REASONS;

/** Why a case cannot be reopened; null where it can. */
export function againstReopening({
  isClosed,
  isReopened,
  hasOpenCase,
}: ReopeningFacts): ReopeningCode | null {
  if (!isClosed) return 'case-open';
  if (hasOpenCase) return 'person-has-open-case';
  return isReopened ? 'reopened-before' : null;
}
