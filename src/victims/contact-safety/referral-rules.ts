import { PARTY_ROLES } from '../vocabulary.js';
import { DANGER_MARKERS, DANGER_MARKER_CODES, markerState } from './danger-markers.js';
import { daysBetween, isDay, isOfFullAgeOn } from './full-age.js';
import { RELATIONSHIP_GROUPS, SAFETY_FIELDS } from './safety-facts.js';
import type {
  LondonDay,
  ReferralFacts,
  RelationshipGroup,
  SafetyFacts,
  SafetyField,
} from './safety-facts.js';
import type { ReasonDetail, ReferralFinding } from './safety-decision.js';
import { effectOf, isSuppressorCode } from './safety-reasons.js';
import type { SafetyReasonCode, SuppressorCode } from './safety-reasons.js';

type ReferralRule = (referral: ReferralFacts, facts: SafetyFacts) => ReferralFinding[];

const RELATIONSHIP_CODES: Partial<Record<RelationshipGroup, SafetyReasonCode>> = {
  intimate: 'SUP_DA',
  'ex-intimate': 'SUP_DA',
  family: 'SUP_DA',
  'carer-or-trust': 'SUP_DA',
  household: 'SUP_DA',
  organisation: 'SUP_BUSINESS',
};

const offencesAreMapped: ReferralRule = ({ offences, incidentId }) =>
  offences.length > 0 && offences.every(({ isMapped }) => isMapped === true)
    ? []
    : [onIncident(incidentId, 'SUP_UNMAPPED', 'crimeOffenceCode')];

const offencesAreOnAllowList: ReferralRule = ({ offences, incidentId }) =>
  offences.every((offence) => offence.isAutomaticContactAllowed === true)
    ? []
    : [onIncident(incidentId, 'OFFENCE_NOT_ON_ALLOW_LIST')];

const offencesRaiseNoSuppressor: ReferralRule = ({ offences, incidentId }) =>
  offences
    .flatMap(({ suppressors }) => suppressors)
    .map((code) => onIncident(incidentId, isOffenceSuppressor(code) ? code : 'SUP_UNMAPPED'));

const cohortsMayBeAutomatic: ReferralRule = ({ offences, incidentId }) =>
  offences.every((offence) => offence.isOfCohortNeverAutomatic === false)
    ? []
    : [onIncident(incidentId, 'OFFENCE_COHORT_NEVER_AUTOMATIC')];

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
  PARTY_ROLES.includes(role) ? [] : [onReferral(referralId, 'ROLE_NOT_KNOWN')];

/** Every marker clear: none set, and none left blank by a sender that has the column. */
const dangerMarkersAreClear: ReferralRule = (referral) =>
  DANGER_MARKERS.flatMap((marker) => {
    const state = markerState(referral, marker);
    if (state === 'clear') return [];
    return [
      onReferral(referral.referralId, state === 'set' ? DANGER_MARKER_CODES[marker] : 'MARKER_BLANK', marker),
    ];
  });

/** Blank and unknown are not stranger. */
const suspectsAreStrangersOrNone: ReferralRule = ({ relationshipGroups, referralId, ...referral }) => {
  const isBlank = relationshipGroups.length === 0;
  if (isBlank && referral.doesBlankRelationshipMeanNoSuspect !== true) {
    return [onReferral(referralId, 'RELATIONSHIP_BLANK')];
  }
  return relationshipGroups
    .filter((group) => group !== 'stranger' && group !== 'no-current-suspect')
    .map((group) => {
      const code = RELATIONSHIP_CODES[group] ?? 'RELATIONSHIP_NOT_STRANGER';
      return onReferral(referralId, code, RELATIONSHIP_GROUPS.includes(group) ? group : 'unknown');
    });
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
  offencesAreMapped,
  offencesAreOnAllowList,
  offencesRaiseNoSuppressor,
  cohortsMayBeAutomatic,
  wasAdultAtOffence,
  crimeStands,
  roleIsKnown,
  dangerMarkersAreClear,
  suspectsAreStrangersOrNone,
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

/** Only what holds the whole person can follow from an offence; anything else is a mistake of the reference data. */
function isOffenceSuppressor(code: SuppressorCode): boolean {
  return isSuppressorCode(code) && ['do-not-contact', 'human-only'].includes(effectOf(code));
}

function fieldDetail(field: string): ReasonDetail {
  const named: readonly SafetyField[] = [...SAFETY_FIELDS, ...DANGER_MARKERS];
  return named.find((name) => name === field) ?? 'other-field';
}

function onIncident(id: string, code: SafetyReasonCode, detail: ReasonDetail | null = null): ReferralFinding {
  return { code, about: { kind: 'incident', id }, detail };
}

function onReferral(id: string, code: SafetyReasonCode, detail: ReasonDetail | null = null): ReferralFinding {
  return { code, about: { kind: 'referral', id }, detail };
}
