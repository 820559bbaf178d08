import type { MeasureSource } from './measure.js';
import {
  AGENCY_REFERRALS,
  CASELOAD,
  EPISODES,
  NEEDS_ASSESSMENTS,
  REFERRED_ON,
  SUPPORT_PLANS,
} from './sources/casework.js';
import { CALLS, FEEDBACK, INBOUND, MESSAGES } from './sources/contacts.js';
import { COUNTED_OUTCOMES, EXITS } from './sources/outcomes.js';
import { REACHED, REFERRED, REPEATEDLY_REFERRED, SUPPORTED } from './sources/people.js';
import { AUTOMATIC_CONTACT, REFERRALS, TRIAGED } from './sources/referrals.js';

/** Every source once: the SQL of a measure is that of the one source that has its code. */
export const MEASURE_SOURCES: readonly MeasureSource[] = [
  REFERRALS,
  AUTOMATIC_CONTACT,
  TRIAGED,
  REFERRED,
  REPEATEDLY_REFERRED,
  REACHED,
  SUPPORTED,
  NEEDS_ASSESSMENTS,
  SUPPORT_PLANS,
  EPISODES,
  CASELOAD,
  AGENCY_REFERRALS,
  REFERRED_ON,
  CALLS,
  MESSAGES,
  INBOUND,
  FEEDBACK,
  COUNTED_OUTCOMES,
  EXITS,
];
