/**
 * The lines of the report by the measures that they print, in the order of the published report. What each counts is
 * said in `config/returns/measures.yaml`.
 */
export const REFERRAL_LINES = [
  'referrals.athena',
  'referrals.internal',
  'referrals.self',
  'referrals.other',
  'referrals.total',
] as const;

/** Each referral is in exactly one of them. */
export const CONTACT_LINES = [
  'automatic-contact.contacted',
  'automatic-contact.underway',
  'automatic-contact.failed',
  'automatic-contact.held',
  'automatic-contact.undecided',
] as const;

/** Telephone contact (para 14). */
export const PHONE_LINES = ['phoned', 'phoned.from-referrals', 'phoned.proactive'] as const;

/** Support (paras 15 to 17). */
export const SUPPORT_LINES = [
  'supported',
  'supported.needs-assessment',
  'supported.specialist-plan',
  'ongoing',
] as const;

export const AGENCY_LINE = 'agency-referrals';

/** The four outcomes of the MoJ framework of 2018 (para 19). */
export const OUTCOME_LINES = [
  'outcomes.M1_HEALTH',
  'outcomes.M2_COPE',
  'outcomes.M3_SAFETY',
  'outcomes.M4_INFORMED',
] as const;
