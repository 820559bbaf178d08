import { DANGER_MARKERS } from './danger-markers.js';
import { COLLISION_KINDS, RELATIONSHIP_GROUPS, SAFETY_FIELDS } from './safety-facts.js';
import type { ContactPointFacts, Instant } from './safety-facts.js';
import { SAFETY_REASON_CODES, effectOf } from './safety-reasons.js';
import type { ReasonEffect, SafetyReasonCode } from './safety-reasons.js';

export type SafetyVerdict = 'AUTO_OK' | 'HUMAN_ONLY' | 'DO_NOT_CONTACT';

const DETAIL_WORDS = [
  'birth-date-unknown',
  'under-18-today',
  'under-18-at-offence',
  'offence-day-unknown',
  'deceased',
  'objected',
  'support-refused',
  'restricted-person',
  'unread',
  'warning',
  'cancelled',
  'no-crime',
  'transferred-out',
  'marked-unsafe',
  'failed',
  'third-party-answered',
  'none-held',
  'none-usable',
  'other-field',
  'other-collision',
] as const;

/** The closed list of words a reason may add to its code: a value from a record can never be one of them by mistake. */
export const REASON_DETAILS = [
  ...DANGER_MARKERS,
  ...SAFETY_FIELDS,
  ...RELATIONSHIP_GROUPS,
  ...COLLISION_KINDS,
  ...DETAIL_WORDS,
] as const;
export type ReasonDetail = (typeof REASON_DETAILS)[number];

/** The row a reason is about: its id and nothing from it. */
export interface FactReference {
  kind: 'person' | 'referral' | 'incident' | 'contact-point';
  id: string;
}

/** What a rule found. */
export interface Finding {
  code: SafetyReasonCode;
  about: FactReference;
  detail: ReasonDetail | null;
  /** When it came to be known: a confirmation given before did not know it. Null: no confirmation ever knew it. */
  knownSince: Instant | 'always' | null;
}

/** What a rule found on a referral, which dates it by the version that it came in. */
export type ReferralFinding = Omit<Finding, 'knownSince'>;

/** One reason against contact by a machine. Ids, codes and names of fields only, so that it may be stored and shown. */
export interface SafetyReason {
  code: SafetyReasonCode;
  effect: ReasonEffect;
  about: FactReference;
  /** Which marker, field, relationship or collision. */
  detail: ReasonDetail | null;
  /** A coordinator confirmed the contact point knowing this, and that outranks it. */
  isOutranked: boolean;
}

export interface ContactPointSafety {
  id: string;
  kind: ContactPointFacts['kind'];
  isUsableByMachine: boolean;
  /** Empty where it is usable. `HELD_BY_PERSON` stands for the reasons that hold every point. */
  blockedBy: SafetyReason[];
}

export interface SafetyDecision {
  /**
   * The gravest of what was found. `AUTO_OK` alone sends nothing: a message goes to a contact point that
   * `contactPoints` calls usable, an automatic email to `chosenEmailContactPointId` and nowhere else.
   */
  decision: SafetyVerdict;
  /** `HUMAN_ONLY` for now only: what stands may pass without a person (checks to finish, a fresh record to come). */
  needsRecheckOnly: boolean;
  /** Every reason, gravest first, in a stable order. */
  reasons: SafetyReason[];
  contactPoints: ContactPointSafety[];
  chosenEmailContactPointId: string | null;
}

/** Whether a machine may send the automatic email now. */
export function mayEmailByMachine(decision: SafetyDecision): boolean {
  return decision.decision === 'AUTO_OK' && decision.chosenEmailContactPointId !== null;
}

/** `MARKER_BLANK:vulnerable`, `SUP_LIVE:noContact`, `CHECKS_NOT_FINISHED`: the form that reports count. */
export function reasonKey(reason: Pick<SafetyReason, 'code' | 'detail'>): string {
  return reason.detail === null ? reason.code : `${reason.code}:${reason.detail}`;
}

/**
 * Why no automatic email leaves, each key once, gravest first; empty exactly where one may. Where no email is usable,
 * what stands against those held comes last.
 */
export function reasonsAgainstEmail(decision: SafetyDecision): string[] {
  if (mayEmailByMachine(decision)) return [];
  const standing = decision.reasons.filter(
    (reason) => !reason.isOutranked && reason.effect !== 'contact-point',
  );
  const isNoneUsable = standing.some(({ code }) => code === 'NO_USABLE_EMAIL');
  const emails = decision.contactPoints.filter(({ kind }) => isNoneUsable && kind === 'email');
  const againstEmails = inStableOrder(emails.flatMap(({ blockedBy }) => blockedBy));
  return [...new Set([...standing, ...againstEmails].map(reasonKey))];
}

export function toReason(finding: Finding, isOutranked = false): SafetyReason {
  const { code, about, detail } = finding;
  return { code, effect: effectOf(code), about, detail, isOutranked };
}

const EFFECTS: readonly ReasonEffect[] = [
  'do-not-contact',
  'human-only',
  'recheck',
  'contact-point',
  'explains',
];

/** Every reason once, gravest first, in an order that does not depend on the order of the facts. */
export function inStableOrder(reasons: readonly SafetyReason[]): SafetyReason[] {
  const byRank = new Map(reasons.map((reason) => [rankOf(reason), reason]));
  return [...byRank].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, reason]) => reason);
}

function rankOf({ code, effect, about, detail }: SafetyReason): string {
  const codeRank = String(SAFETY_REASON_CODES.indexOf(code)).padStart(3, '0');
  return [EFFECTS.indexOf(effect), codeRank, about.kind, about.id, detail ?? ''].join('|');
}
