import { DANGER_MARKERS, DANGER_MARKER_CODES, markerState } from './danger-markers.js';
import { daysBetween, isDay, isOfFullAgeOn } from './full-age.js';
import { SAFETY_FIELDS } from './safety-facts.js';
import type { LondonDay, ReferralFacts, SafetyFacts, SafetyField } from './safety-facts.js';
import type { Finding, ReasonDetail } from './safety-decision.js';
import { isSuppressorCode } from './safety-reasons.js';
import type { SafetyReasonCode } from './safety-reasons.js';

type ReferralRule = (referral: ReferralFacts, facts: SafetyFacts) => Finding[];

/**
 * Cohorts that no machine writes to whatever the offence list says: a second lock beside the allow-list. The cohorts of
 * serious and organised crime, fraud among them, and those whose letters have done harm before.
 */
export const COHORTS_NEVER_AUTOMATIC: readonly string[] = [
  'msht',
  'modern-slavery',
  'cse',
  'child',
  'sexual',
  'sexual-offences',
  'domestic-abuse',
  'stalking',
  'harassment',
  'honour-based',
  'forced-marriage',
  'violence',
  'kidnap',
  'bereaved',
  'fraud',
];

const offenceIsMapped: ReferralRule = ({ offence, incidentId }) =>
  offence.isMapped === true ? [] : [onIncident(incidentId, 'SUP_UNMAPPED', 'crimeOffenceCode')];

const offenceIsOnAllowList: ReferralRule = ({ offence, incidentId }) =>
  offence.isAutomaticContactAllowed === true ? [] : [onIncident(incidentId, 'OFFENCE_NOT_ON_ALLOW_LIST')];

const offenceHasNoSuppressor: ReferralRule = ({ offence, incidentId }) =>
  offence.suppressors.map((code) => onIncident(incidentId, isSuppressorCode(code) ? code : 'SUP_UNMAPPED'));

const offenceCohortMayBeAutomatic: ReferralRule = ({ offence, incidentId }) =>
  offence.cohorts.some((cohort) => COHORTS_NEVER_AUTOMATIC.includes(cohort))
    ? [onIncident(incidentId, 'OFFENCE_COHORT_NEVER_AUTOMATIC')]
    : [];

/** An adult now who may have been a child on any possible day of the offence stays with people. */
const wasAdultAtOffence: ReferralRule = (referral, { person, today }) => {
  if (person.kind === 'organisation') return [];
  const firstDay = firstPossibleDay(referral, today);
  if (firstDay === null) return [onIncident(referral.incidentId, 'SUP_CHILD', 'offence-day-unknown')];
  // an unknown birth date is the person's own reason
  if (!isDay(person.dateOfBirth) || isOfFullAgeOn(person.dateOfBirth, firstDay)) return [];
  return [onIncident(referral.incidentId, 'SUP_CHILD', 'under-18-at-offence')];
};

const crimeStands: ReferralRule = ({ crimeStatus, incidentId }) => {
  switch (crimeStatus) {
    case 'current':
    case 'not-given':
      return [];
    case 'cancelled':
    case 'no-crime':
    case 'transferred-out':
      return [onIncident(incidentId, 'SUP_CANCELLED', crimeStatus)];
    default:
      return [onIncident(incidentId, 'SUP_UNMAPPED', 'crimeStatus')];
  }
};

const roleIsKnown: ReferralRule = ({ role, referralId }) =>
  ['victim', 'witness', 'family-member'].includes(role) ? [] : [onReferral(referralId, 'ROLE_NOT_KNOWN')];

/** Every marker clear: none set, and none left blank by a sender that has the column. */
const dangerMarkersAreClear: ReferralRule = (referral) =>
  DANGER_MARKERS.flatMap((marker) => {
    const state = markerState(referral, marker);
    if (state === 'clear') return [];
    return [onReferral(referral.referralId, state === 'set' ? DANGER_MARKER_CODES[marker] : 'MARKER_BLANK', marker)];
  });

/** Blank and unknown are not stranger. */
const suspectIsStrangerOrNone: ReferralRule = ({ relationshipGroup, referralId, ...referral }) => {
  switch (relationshipGroup) {
    case 'stranger':
    case 'no-current-suspect':
      return [];
    case 'intimate':
    case 'ex-intimate':
    case 'family':
    case 'carer-or-trust':
    case 'household':
      return [onReferral(referralId, 'SUP_DA', relationshipGroup)];
    case 'organisation':
      return [onReferral(referralId, 'SUP_BUSINESS', 'organisation')];
    case 'acquaintance':
      return [onReferral(referralId, 'RELATIONSHIP_NOT_STRANGER', 'acquaintance')];
    case 'blank':
      return referral.doesBlankRelationshipMeanNoSuspect === true ? [] : [onReferral(referralId, 'RELATIONSHIP_BLANK')];
    default:
      return [onReferral(referralId, 'RELATIONSHIP_NOT_STRANGER', 'unknown')];
  }
};

const supportIsNotRefused: ReferralRule = ({ isSupportWanted, referralId }) =>
  isSupportWanted === false ? [onReferral(referralId, 'SUP_OPTOUT', 'support-refused')] : [];

const personKnowsOfReport: ReferralRule = ({ isAwareReported, referralId }) =>
  isAwareReported === false ? [onReferral(referralId, 'SUP_NOT_AWARE')] : [];

const addressIsNoCustody: ReferralRule = ({ isCustodyAddress, referralId }) =>
  isCustodyAddress === false ? [] : [onReferral(referralId, 'SUP_CUSTODY')];

const codesAreKnown: ReferralRule = ({ unknownCodeFields, referralId }) =>
  unknownCodeFields.map((field) => onReferral(referralId, 'SUP_UNMAPPED', fieldDetail(field)));

/** A record that its source has not refreshed for so long must be looked up again; an update to come is as doubtful. */
const recordIsFresh: ReferralRule = (referral, facts) => {
  const isElsewhere = facts.referrals.some(({ referralId }) => referralId === facts.aboutReferralId);
  if (isElsewhere && referral.referralId !== facts.aboutReferralId) return [];
  const age = daysBetween(referral.lastUpdatedOn, facts.today);
  return age >= 0 && age <= facts.staleAfterDays ? [] : [onReferral(referral.referralId, 'SUP_STALE')];
};

/** What must hold of each of the person's referrals and incidents, one rule a condition. */
export const REFERRAL_RULES: readonly ReferralRule[] = [
  offenceIsMapped,
  offenceIsOnAllowList,
  offenceHasNoSuppressor,
  offenceCohortMayBeAutomatic,
  wasAdultAtOffence,
  crimeStands,
  roleIsKnown,
  dangerMarkersAreClear,
  suspectIsStrangerOrNone,
  supportIsNotRefused,
  personKnowsOfReport,
  addressIsNoCustody,
  codesAreKnown,
  recordIsFresh,
];

function firstPossibleDay({ offenceFrom, offenceTo }: ReferralFacts, today: LondonDay): LondonDay | null {
  if (!isDay(offenceFrom) || offenceFrom > today) return null;
  return offenceTo !== null && (!isDay(offenceTo) || offenceTo < offenceFrom) ? null : offenceFrom;
}

function fieldDetail(field: string): ReasonDetail {
  const named: readonly SafetyField[] = [...SAFETY_FIELDS, ...DANGER_MARKERS];
  return named.find((name) => name === field) ?? 'other-field';
}

function onIncident(id: string, code: SafetyReasonCode, detail: ReasonDetail | null = null): Finding {
  return { code, about: { kind: 'incident', id }, detail };
}

function onReferral(id: string, code: SafetyReasonCode, detail: ReasonDetail | null = null): Finding {
  return { code, about: { kind: 'referral', id }, detail };
}
