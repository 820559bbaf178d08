/**
 * What a reason does.
 * `do-not-contact`: nobody writes or calls until a person clears it. `human-only`: a person decides.
 * `recheck`: no machine now; it may pass by itself (a check ends, a fresh record comes).
 * `contact-point`: closes that one contact point. `explains`: says why no email leaves, decides nothing.
 */
export type ReasonEffect = 'do-not-contact' | 'human-only' | 'recheck' | 'contact-point' | 'explains';

/** The suppressors; their plain sentences are policy and stand in `config/policy/suppressors.yaml`. */
export const SUPPRESSOR_EFFECTS = {
  SUP_BEREAVED: 'do-not-contact',
  SUP_OPTOUT: 'do-not-contact',
  SUP_LIVE: 'do-not-contact',
  SUP_CHILD: 'human-only',
  SUP_MSHT: 'human-only',
  SUP_CE: 'human-only',
  SUP_SEX: 'human-only',
  SUP_DA: 'human-only',
  SUP_ORDER: 'human-only',
  SUP_SUSPECT: 'human-only',
  SUP_SHARED: 'human-only',
  SUP_RESTRICTED: 'human-only',
  SUP_CUSTODY: 'human-only',
  SUP_NOTE: 'human-only',
  SUP_NOT_AWARE: 'human-only',
  SUP_BUSINESS: 'human-only',
  SUP_CANCELLED: 'human-only',
  SUP_UNMAPPED: 'human-only',
  SUP_STALE: 'recheck',
  SUP_UNSAFE_CP: 'contact-point',
} as const satisfies Record<string, ReasonEffect>;

export type SuppressorCode = keyof typeof SUPPRESSOR_EFFECTS;

/** The other conditions of automatic contact, each with the sentence a coordinator reads. */
export const NAMED_REASONS = {
  MARKER_SET: { effect: 'human-only', sentence: 'A danger marker is set.' },
  MARKER_BLANK: {
    effect: 'human-only',
    sentence: 'A danger marker that the sender does send was left blank.',
  },
  OFFENCE_COHORT_NEVER_AUTOMATIC: {
    effect: 'human-only',
    sentence: 'The offence belongs to a cohort that no machine ever writes to.',
  },
  OFFENCE_NOT_ON_ALLOW_LIST: {
    effect: 'human-only',
    sentence: 'The offence is not on the list for automatic contact.',
  },
  RELATIONSHIP_NOT_STRANGER: {
    effect: 'human-only',
    sentence: 'The suspect is not known to be a stranger, nor is it said that there is no suspect.',
  },
  RELATIONSHIP_BLANK: { effect: 'human-only', sentence: 'The relationship to the suspect was left blank.' },
  ROLE_NOT_KNOWN: {
    effect: 'human-only',
    sentence: 'It is not known what part the person had in the crime.',
  },
  POSSIBLE_MATCH_PENDING: {
    effect: 'human-only',
    sentence: 'The person may be someone already held, and nobody has decided yet.',
  },
  NO_REFERRAL: { effect: 'human-only', sentence: 'No referral of the person counts.' },
  RECORD_UNREADABLE: {
    effect: 'human-only',
    sentence: 'Something in the record is damaged, so that no machine can judge whether contact is safe.',
  },
  CHECKS_NOT_FINISHED: {
    effect: 'recheck',
    sentence: 'Matching and collision checks have not caught up with the latest change.',
  },
  EMAIL_NOT_VALID: {
    effect: 'contact-point',
    sentence: 'The email address does not pass strict validation.',
  },
  CONTACT_POINT_NOT_VALID: {
    effect: 'contact-point',
    sentence: 'The contact point does not pass strict validation.',
  },
  CONTACT_POINT_SUPERSEDED: {
    effect: 'contact-point',
    sentence: 'A newer contact point has replaced this one.',
  },
  CONTACT_POINT_OF_SOMEONE_ELSE: {
    effect: 'contact-point',
    sentence: 'The contact point is not known to be the person’s own.',
  },
  EMAIL_NOT_PREFERRED: {
    effect: 'contact-point',
    sentence: 'The person named the channels they want, and email is not among them.',
  },
  HELD_BY_PERSON: {
    effect: 'contact-point',
    sentence: 'Reasons about the person hold every contact point that no coordinator confirmed since.',
  },
  NO_USABLE_EMAIL: { effect: 'explains', sentence: 'No email address that a machine could use is held.' },
} as const satisfies Record<string, { effect: ReasonEffect; sentence: string }>;

export type NamedReasonCode = keyof typeof NAMED_REASONS;
export type SafetyReasonCode = SuppressorCode | NamedReasonCode;

export const SUPPRESSOR_CODES = Object.keys(SUPPRESSOR_EFFECTS) as SuppressorCode[];
export const SAFETY_REASON_CODES: readonly SafetyReasonCode[] = [
  ...SUPPRESSOR_CODES,
  ...(Object.keys(NAMED_REASONS) as NamedReasonCode[]),
];

export function isSuppressorCode(code: string): code is SuppressorCode {
  return Object.hasOwn(SUPPRESSOR_EFFECTS, code);
}

export function effectOf(code: SafetyReasonCode): ReasonEffect {
  return isSuppressorCode(code) ? SUPPRESSOR_EFFECTS[code] : NAMED_REASONS[code].effect;
}
