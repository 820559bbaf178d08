import { startOfDayLondon } from '../../platform/working-days/london-days.js';
import { fullAgeReachedOn } from './full-age.js';
import { inStableOrder, toReason } from './safety-decision.js';
import type { ContactPointSafety, Finding, ReasonDetail, SafetyReason } from './safety-decision.js';
import type { ContactPointFacts, Instant, LondonDay, SafetyFacts } from './safety-facts.js';
import { effectOf } from './safety-reasons.js';
import type { SafetyReasonCode } from './safety-reasons.js';

/** One contact point judged: what stands against it alone, and what of the person's reasons its confirmation leaves. */
export interface JudgedContactPoint {
  point: ContactPointFacts;
  /** Reasons about this point, those that its confirmation outranks marked as such. */
  ownReasons: SafetyReason[];
  /** Nothing about the point itself stands against it. */
  isSound: boolean;
  /** What was found about the person and its confirmation, if any, does not outrank. */
  heldBy: Finding[];
  /** Sound and held by nothing. */
  isUsableByMachine: boolean;
}

/** Findings about the point that hold even against a confirmation: it cannot or must not be used at all. */
const HARD_CODES: readonly SafetyReasonCode[] = [
  'EMAIL_NOT_VALID',
  'CONTACT_POINT_NOT_VALID',
  'CONTACT_POINT_SUPERSEDED',
];

export function judgeContactPoint(
  point: ContactPointFacts,
  facts: SafetyFacts,
  personFindings: readonly Finding[],
): JudgedContactPoint {
  const ownReasons = ownFindings(point, facts).map((finding) =>
    toReason(finding, isOutrankedBy(point, finding)),
  );
  const isSound = ownReasons.every((reason) => reason.isOutranked);
  const heldBy = personFindings.filter((finding) => !isOutrankedBy(point, finding));
  return { point, ownReasons, isSound, heldBy, isUsableByMachine: isSound && heldBy.length === 0 };
}

export function toContactPointSafety(judged: JudgedContactPoint): ContactPointSafety {
  const { id, kind } = judged.point;
  const blockedBy = judged.ownReasons.filter((reason) => !reason.isOutranked);
  if (judged.isSound && !judged.isUsableByMachine)
    blockedBy.push(toReason(on(judged.point, 'HELD_BY_PERSON')));
  return { id, kind, isUsableByMachine: judged.isUsableByMachine, blockedBy: inStableOrder(blockedBy) };
}

/**
 * The email a machine would use: a confirmed one before a merely plausible one, then the one received last. An older one
 * may be an address that the person has left.
 */
export function chooseEmail(judged: readonly JudgedContactPoint[]): string | null {
  const usable = judged
    .filter(({ point, isUsableByMachine }) => point.kind === 'email' && isUsableByMachine)
    .map(({ point }) => point);
  return usable.sort(confirmedThenNewest)[0]?.id ?? null;
}

/** What came at an unknown time counts as the oldest; what came together is taken in the order of its ids. */
function confirmedThenNewest(one: ContactPointFacts, other: ContactPointFacts): number {
  const received = ({ receivedAt }: ContactPointFacts) => Date.parse(receivedAt ?? '') || 0;
  return (
    Number(isConfirmed(other)) - Number(isConfirmed(one)) ||
    received(other) - received(one) ||
    (one.id < other.id ? -1 : 1)
  );
}

/**
 * A coordinator's confirmation outranks every reason but `DO_NOT_CONTACT` that was known when it was given. What came
 * later, or what unfinished checks may yet find, nobody has confirmed.
 */
function isOutrankedBy(point: ContactPointFacts, finding: Finding): boolean {
  if (!isConfirmed(point) || HARD_CODES.includes(finding.code)) return false;
  if (effectOf(finding.code) === 'do-not-contact') return false;
  return finding.knownSince === 'always' || wasKnownAt(finding.knownSince, point.confirmedAt);
}

function isConfirmed(point: ContactPointFacts): boolean {
  return point.safe === 'yes' && point.confirmedAt !== null && !Number.isNaN(Date.parse(point.confirmedAt));
}

/** Unknown times compare as false: what has no time was not known. */
function wasKnownAt(knownSince: Instant | null, confirmedAt: Instant | null): boolean {
  return Date.parse(knownSince ?? '') <= Date.parse(confirmedAt ?? '');
}

function ownFindings(point: ContactPointFacts, { channelOrder, person, today }: SafetyFacts): Finding[] {
  const isEmail = point.kind === 'email';
  const found: (Finding | false)[] = [
    point.isValid !== true && on(point, isEmail ? 'EMAIL_NOT_VALID' : 'CONTACT_POINT_NOT_VALID'),
    point.isSuperseded !== false && on(point, 'CONTACT_POINT_SUPERSEDED'),
    point.safe !== 'yes' && point.safe !== 'unknown' && on(point, 'SUP_UNSAFE_CP', 'marked-unsafe'),
    point.failedAt !== null && on(point, 'SUP_UNSAFE_CP', 'failed', point.failedAt),
    point.thirdPartyAnsweredAt !== null &&
      on(point, 'SUP_UNSAFE_CP', 'third-party-answered', point.thirdPartyAnsweredAt),
    point.belongsTo !== 'victim' &&
      on(point, 'CONTACT_POINT_OF_SOMEONE_ELSE', null, adultSince(person.dateOfBirth, today)),
    isEmail && channelOrder.length > 0 && !channelOrder.includes('email') && on(point, 'EMAIL_NOT_PREFERRED'),
  ];
  return found.filter((finding) => finding !== false);
}

/**
 * From the 18th birthday on, what was agreed for the child holds no longer: a confirmation of somebody else's contact
 * point counts only where it was given since (VAL rule CSE-10). Where no 18th birthday is known to have passed, the age
 * itself holds every point.
 */
function adultSince(birth: LondonDay | null, today: LondonDay): Finding['knownSince'] {
  const birthday = fullAgeReachedOn(birth, today);
  return birthday === null ? 'always' : startOfDayLondon(birthday).toISOString();
}

function on(
  point: ContactPointFacts,
  code: SafetyReasonCode,
  detail: ReasonDetail | null = null,
  knownSince: Finding['knownSince'] = 'always',
): Finding {
  return { code, about: { kind: 'contact-point', id: point.id }, detail, knownSince };
}
