import { chooseEmail, judgeContactPoint, toContactPointSafety } from './contact-point-safety.js';
import type { JudgedContactPoint } from './contact-point-safety.js';
import { PERSON_RULES } from './person-rules.js';
import { REFERRAL_RULES } from './referral-rules.js';
import { inStableOrder, toReason } from './safety-decision.js';
import type { Finding, SafetyDecision, SafetyVerdict } from './safety-decision.js';
import type { SafetyFacts } from './safety-facts.js';
import { effectOf } from './safety-reasons.js';

/**
 * Whether a machine may contact a person, and why not. A machine may only where every condition holds; all reasons are
 * listed, not the first; danger belongs to the person, so that a reason on one referral holds contact about all.
 * Pure: asked when a message is planned and again, on the facts committed by then, when it is claimed for sending.
 */
export function decideContactSafety(facts: SafetyFacts): SafetyDecision {
  const findings = personFindings(facts);
  const judged = facts.contactPoints.map((point) => judgeContactPoint(point, facts, findings));
  const chosenEmailContactPointId = chooseEmail(judged);
  const decision = verdict(findings, chosenEmailContactPointId);
  const holding = findings.map((finding) => toReason(finding, decision === 'AUTO_OK'));
  return {
    decision,
    needsRecheckOnly: decision === 'HUMAN_ONLY' && mayPassByItself(findings, judged),
    reasons: inStableOrder([
      ...holding,
      ...judged.flatMap(({ ownReasons }) => ownReasons),
      ...noUsableEmail(facts.person.id, judged).map((finding) => toReason(finding)),
    ]),
    contactPoints: judged.map(toContactPointSafety).sort((one, other) => (one.id < other.id ? -1 : 1)),
    chosenEmailContactPointId,
  };
}

function personFindings(facts: SafetyFacts): Finding[] {
  const aboutReferrals = facts.referrals.flatMap((referral) =>
    REFERRAL_RULES.flatMap((rule) => rule(referral, facts)).map((finding) => ({
      ...finding,
      knownSince: referral.versionReceivedAt ?? null,
    })),
  );
  return [...PERSON_RULES.flatMap((rule) => rule(facts)), ...aboutReferrals];
}

/** An email that is usable although something was found is one that a coordinator confirmed knowing it. */
function verdict(findings: readonly Finding[], chosenEmail: string | null): SafetyVerdict {
  if (findings.some(({ code }) => effectOf(code) === 'do-not-contact')) return 'DO_NOT_CONTACT';
  return findings.length === 0 || chosenEmail !== null ? 'AUTO_OK' : 'HUMAN_ONLY';
}

function mayPassByItself(findings: readonly Finding[], judged: readonly JudgedContactPoint[]): boolean {
  const soundEmails = judged.filter(({ point, isSound }) => point.kind === 'email' && isSound);
  return [findings, ...soundEmails.map(({ heldBy }) => heldBy)].some((held) =>
    held.every(({ code }) => effectOf(code) === 'recheck'),
  );
}

function noUsableEmail(personId: string, judged: readonly JudgedContactPoint[]): Finding[] {
  const emails = judged.filter(({ point }) => point.kind === 'email' && point.isSuperseded === false);
  if (emails.some(({ isSound }) => isSound)) return [];
  const detail = emails.length === 0 ? 'none-held' : 'none-usable';
  return [{ code: 'NO_USABLE_EMAIL', about: { kind: 'person', id: personId }, detail, knownSince: null }];
}
