import { Conflict, Invalid } from '../../platform/problems/problem.js';
import { type CallPoint, HAS_OWN_NUMBER } from './call-points.js';

/** Who may be contacted about a child. */
export const CHILD_CONTACTS = ['nobody-yet', 'child', 'parent', 'other-carer', 'social-worker'] as const;
export type ChildContact = (typeof CHILD_CONTACTS)[number];

/** Whose a number can be that was called safe. */
export const SAFE_NUMBERS_OF = ['child', 'parent', 'other-carer', 'social-worker'] as const;
export type SafeNumberOf = (typeof SAFE_NUMBERS_OF)[number];

/** What bears on a call to somebody who is, or may be, a child. */
export interface ChildCallFacts {
  /** Under full age, or of an age that nobody knows. */
  mayBeChild: boolean;
  /** Whom an officer or a social worker called safe to contact; null where no word of theirs stands in this case. */
  childContact: ChildContact | null;
  /** Ids of the numbers that this word names; empty where none of it stands, or it named none. */
  safeNumbers: readonly string[];
  /** A number that could be called is known as the person's own: in force, not unsafe, and somebody said whose it is. */
  hasOwnNumber: boolean;
}

/** How somebody is contacted. */
export interface MadeBy {
  /** The number that is called; null where none is named. */
  point: CallPoint | null;
  /** The person is met, and no number called. */
  isInPerson?: boolean;
}

export const NOT_CHECKED =
  'Nobody has recorded who is safe to contact about this child, or somebody of unknown age, and on which number, since the ' +
  'case was opened and since the latest news of danger: ask the officer or the social worker first, and for the number.';
const NOT_THE_CHILD =
  'By the record it is the child’s own number, and somebody else was named as safe to contact.';
const ONLY_THE_CHILD = 'It is somebody else’s number, and the child alone was named as safe to contact.';
const NOT_NAMED = 'It is none of the numbers that were named as safe.';
const NO_NUMBER =
  'The child was named as safe to contact, and no number that could be called is known as the child’s: ask the officer or ' +
  'the social worker for it.';
const WHOSE_NOT_KNOWN =
  'The number came with the referral, and nobody has said whose it is: name it in the check as the child’s where the ' +
  'officer or the social worker says so, or confirm it with whose it is.';
export const NOT_A_CHILD = 'The person is of full age: nobody else is asked whether to contact them.';

/**
 * Whether every call and meeting waits until somebody has recorded who is safe to contact (VAL safe-contact rule CSE-8). Of anybody
 * but the child the number itself is named: the record cannot tell a parent's from a carer's.
 */
export function isChildUnchecked({ mayBeChild, childContact, safeNumbers }: ChildCallFacts): boolean {
  if (!mayBeChild) return false;
  if (childContact === null || childContact === 'nobody-yet') return true;
  return childContact !== 'child' && safeNumbers.length === 0;
}

/** Whether every call waits: nobody is named, or no number is, and none is known as the child's. They may still be met. */
export function hasNoNumberToCall(facts: ChildCallFacts): boolean {
  if (isChildUnchecked(facts)) return true;
  return facts.mayBeChild && facts.safeNumbers.length === 0 && !facts.hasOwnNumber;
}

/**
 * Whether the number is one that the check is about, whatever the call is for; a meeting has none. A number that only
 * came with a referral is nobody's until somebody says whose: the check that names it, or a confirmation.
 * @throws Conflict `child-contact-not-checked`; Invalid `needed-of-child` where the number is not on the record
 */
export function mustBeSafeOfChild(facts: ChildCallFacts & MadeBy): void {
  const { mayBeChild, childContact, safeNumbers, point, isInPerson } = facts;
  if (!mayBeChild) return;
  if (isChildUnchecked(facts)) throw new Conflict('child-contact-not-checked', NOT_CHECKED);
  if (isInPerson) return;
  if (point === null && hasNoNumberToCall(facts)) throw new Conflict('child-contact-not-checked', NO_NUMBER);
  if (point === null)
    throw Invalid.field('contactPointId', 'needed-of-child', 'Say which number of the record was called.');
  const isChildNamed = childContact === 'child';
  if (point.isOwn !== isChildNamed)
    throw new Conflict('child-contact-not-checked', point.isOwn ? NOT_THE_CHILD : ONLY_THE_CHILD);
  if (safeNumbers.includes(point.id)) return;
  const reason = safeNumbers.length > 0 ? NOT_NAMED : WHOSE_NOT_KNOWN;
  if (safeNumbers.length > 0 || !point.isWhoseKnown) throw new Conflict('child-contact-not-checked', reason);
}

/**
 * SQL, for a case `c` of a person `p`: the latest word of an officer or a social worker, by when they gave it. It is
 * about this case alone, and stands until there is news of danger that they cannot have known of.
 * @param day of which the age is taken, and @param adultAge in years: places of the parameters
 */
export function childCallFacts(day: string, adultAge: string): string {
  return `
    p.kind = 'individual' AND (p.birth_date_doubt IS NOT NULL OR p.date_of_birth IS NULL
      OR p.date_of_birth > ${day}::date - make_interval(years => ${adultAge})) AS "mayBeChild",
    (${standing('k.who')}) AS "childContact",
    ARRAY(SELECT n.contact_point_id FROM child_contact_number n WHERE n.check_id = (${standing('k.id')})) AS "safeNumbers",
    ${HAS_OWN_NUMBER} AS "hasOwnNumber"`;
}

function standing(column: string): string {
  return `
    SELECT ${column}
      FROM (SELECT id, who, checked_at FROM child_contact_check WHERE case_id = c.id
             ORDER BY checked_at DESC, recorded_at DESC, id DESC LIMIT 1) k
     WHERE k.checked_at >= c.opened_at AND NOT EXISTS (
       SELECT FROM (${NEWS_OF_DANGER}) news(at) WHERE news.at > k.checked_at)`;
}

/** A note that was read as no warning, and a collision found harmless, are no news. */
const NEWS_OF_DANGER = `
  SELECT e.recorded_at FROM case_event e
   WHERE e.case_id = c.id AND e.kind IN ('danger.raised', 'referral.joined', 'referral.markers-raised')
   UNION ALL
  SELECT i.suspects_named_at FROM referral r JOIN incident i ON i.id = r.incident_id WHERE r.person_id = c.person_id
   UNION ALL
  SELECT x.found_at FROM collision x
   WHERE x.person_id = c.person_id AND x.gone_at IS NULL AND x.cleared_at IS NULL AND x.kind LIKE 'suspect-%'
   UNION ALL
  SELECT n.received_at FROM safe_contact_note n
   WHERE n.person_id = c.person_id AND n.verdict IS DISTINCT FROM 'no-warning'`;
