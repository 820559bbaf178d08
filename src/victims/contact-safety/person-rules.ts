import { isDay, isOfFullAgeOn } from './full-age.js';
import type { FactReference, Finding } from './safety-decision.js';
import { COLLISION_KINDS } from './safety-facts.js';
import type { CollisionFacts, CollisionKind, SafetyFacts } from './safety-facts.js';
import type { SafetyReasonCode } from './safety-reasons.js';

type PersonRule = (facts: SafetyFacts) => Finding[];

const COLLISION_CODES: Record<CollisionKind, readonly SafetyReasonCode[]> = {
  'suspect-person': ['SUP_SUSPECT'],
  'suspect-phone': ['SUP_SHARED'],
  'suspect-email': ['SUP_SHARED'],
  'suspect-address': ['SUP_DA', 'SUP_SHARED'],
  'shared-at-different-addresses': ['SUP_SHARED'],
  'same-address-as-endangered': ['SUP_SHARED'],
  'possible-match-pending': ['POSSIBLE_MATCH_PENDING'],
};

/** A living person who did not object. */
const isLiving: PersonRule = ({ person }) =>
  person.isDeceased === false ? [] : [{ code: 'SUP_BEREAVED', about: personOf(person.id), detail: 'deceased' }];

const hasNotObjected: PersonRule = ({ person }) =>
  person.hasObjected === false ? [] : [{ code: 'SUP_OPTOUT', about: personOf(person.id), detail: 'objected' }];

const isNotRestricted: PersonRule = ({ person }) =>
  person.isRestricted === false
    ? []
    : [{ code: 'SUP_RESTRICTED', about: personOf(person.id), detail: 'restricted-person' }];

/** Victims' Code: a business is reached through its named contact only. */
const isIndividual: PersonRule = ({ person }) =>
  person.kind === 'individual' ? [] : [{ code: 'SUP_BUSINESS', about: personOf(person.id), detail: null }];

/** Unknown age is not adult. */
const isAdultToday: PersonRule = ({ person, today }) => {
  if (person.kind === 'organisation' || isOfFullAgeOn(person.dateOfBirth, today)) return [];
  const detail = isDay(person.dateOfBirth) ? 'under-18-today' : 'birth-date-unknown';
  return [{ code: 'SUP_CHILD', about: personOf(person.id), detail }];
};

const hasReferral: PersonRule = ({ person, referrals }) =>
  referrals.length > 0 ? [] : [{ code: 'NO_REFERRAL', about: personOf(person.id), detail: null }];

const areNotesRead: PersonRule = ({ person, standingNotes }) =>
  standingNotes.map((note) => ({
    code: 'SUP_NOTE',
    about: note.referralId === null ? personOf(person.id) : { kind: 'referral', id: note.referralId },
    detail: note.verdict === 'warning' ? 'warning' : 'unread',
    knownSince: note.receivedAt,
  }));

const hasNoCollision: PersonRule = ({ person, collisions }) =>
  collisions.flatMap((collision) => collisionFindings(person.id, collision));

const areChecksFinished: PersonRule = (facts) =>
  facts.areChecksFinished === true
    ? []
    : [{ code: 'CHECKS_NOT_FINISHED', about: personOf(facts.person.id), detail: null, knownSince: null }];

/** What must hold of the person as such, one rule a condition. */
export const PERSON_RULES: readonly PersonRule[] = [
  isLiving,
  hasNotObjected,
  isNotRestricted,
  isIndividual,
  isAdultToday,
  hasReferral,
  areNotesRead,
  hasNoCollision,
  areChecksFinished,
];

/** A kind of collision that is new to this code is a collision all the same. */
function collisionFindings(personId: string, { kind, contactPointId, foundAt }: CollisionFacts): Finding[] {
  const isKnown = COLLISION_KINDS.includes(kind);
  const codes: readonly SafetyReasonCode[] = isKnown ? COLLISION_CODES[kind] : ['SUP_SHARED'];
  const about: FactReference =
    contactPointId === null ? personOf(personId) : { kind: 'contact-point', id: contactPointId };
  return codes.map((code) => ({ code, about, detail: isKnown ? kind : 'other-field', knownSince: foundAt }));
}

function personOf(id: string): FactReference {
  return { kind: 'person', id };
}
