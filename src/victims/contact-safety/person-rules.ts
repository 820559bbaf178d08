import { isDay, isOfFullAgeOn } from './full-age.js';
import type { FactReference, Finding, ReasonDetail } from './safety-decision.js';
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

const isLiving: PersonRule = ({ person }) =>
  person.isDeceased === false ? [] : [onPerson(person.id, 'SUP_BEREAVED', 'deceased')];

const hasNotObjected: PersonRule = ({ person }) =>
  person.hasObjected === false ? [] : [onPerson(person.id, 'SUP_OPTOUT', 'objected')];

/** A machine never writes to them, whatever a coordinator confirmed. */
const isNotRestricted: PersonRule = ({ person }) =>
  person.isRestricted === false
    ? []
    : [{ ...onPerson(person.id, 'SUP_RESTRICTED', 'restricted-person'), knownSince: null }];

/** Victims' Code: a business is reached through its named contact only. */
const isIndividual: PersonRule = ({ person }) =>
  person.kind === 'individual' ? [] : [onPerson(person.id, 'SUP_BUSINESS')];

/** Unknown age is not adult, and no confirmation makes anybody one. */
const isAdultToday: PersonRule = ({ person, today }) => {
  if (person.kind === 'organisation' || isOfFullAgeOn(person.dateOfBirth, today)) return [];
  const detail = isDay(person.dateOfBirth) ? 'under-18-today' : 'birth-date-unknown';
  return [{ ...onPerson(person.id, 'SUP_CHILD', detail), knownSince: null }];
};

const hasReferral: PersonRule = ({ person, referrals }) =>
  referrals.length > 0 ? [] : [{ ...onPerson(person.id, 'NO_REFERRAL'), knownSince: null }];

const areNotesClear: PersonRule = ({ person, standingNotes }) =>
  standingNotes.map(({ referralId, verdict, receivedAt }) => ({
    code: 'SUP_NOTE',
    about: referralId === null ? { kind: 'person', id: person.id } : { kind: 'referral', id: referralId },
    detail: verdict === 'warning' ? 'warning' : 'unread',
    knownSince: receivedAt ?? null,
  }));

const hasNoCollision: PersonRule = ({ person, collisions }) =>
  collisions.flatMap((collision) => collisionFindings(person.id, collision));

/** What unfinished checks may yet find, no confirmation knew. */
const areChecksFinished: PersonRule = (facts) =>
  facts.areChecksFinished === true
    ? []
    : [{ ...onPerson(facts.person.id, 'CHECKS_NOT_FINISHED'), knownSince: null }];

/** What must hold of the person as such, one rule a condition. */
export const PERSON_RULES: readonly PersonRule[] = [
  isLiving,
  hasNotObjected,
  isNotRestricted,
  isIndividual,
  isAdultToday,
  hasReferral,
  areNotesClear,
  hasNoCollision,
  areChecksFinished,
];

/** A kind of collision that is new to this code is a collision all the same. */
function collisionFindings(personId: string, { kind, contactPointId, foundAt }: CollisionFacts): Finding[] {
  const isKnown = COLLISION_KINDS.includes(kind);
  const codes: readonly SafetyReasonCode[] = isKnown ? COLLISION_CODES[kind] : ['SUP_SHARED'];
  const about: FactReference =
    contactPointId === null
      ? { kind: 'person', id: personId }
      : { kind: 'contact-point', id: contactPointId };
  return codes.map((code) => ({
    code,
    about,
    detail: isKnown ? kind : 'other-collision',
    knownSince: foundAt ?? null,
  }));
}

function onPerson(id: string, code: SafetyReasonCode, detail: ReasonDetail | null = null): Finding {
  return { code, about: { kind: 'person', id }, detail, knownSince: 'always' };
}
