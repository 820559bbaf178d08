import {
  type SafetyDecision,
  mayEmailByMachine,
  reasonsAgainstEmail,
} from '../../victims/contact-safety/safety-decision.js';
import { stateReasonOf } from '../messages/move-messages.js';
import type { MessageContact, ReferralContact } from './contact-state.js';
import { suspectsAfter } from './suspect-after.js';

/** Why no automatic email leaves where safety is not the reason. */
export const CASE_CLOSED = 'CASE_CLOSED';

/** Everything that planning weighs for one person. */
export interface PersonSituation {
  /** About the person as such. */
  decision: SafetyDecision;
  /** The gate's answer where a message would be about that referral. */
  decideAbout(referralId: string): SafetyDecision;
  safetyVersion: number;
  referrals: readonly ReferralContact[];
  messages: readonly MessageContact[];
  /** Of what was handed over before this instant nobody is told. */
  reportLeftSince: Date;
}

/** What is to be done about one person; empty where all is as it should be. */
export interface PersonPlan {
  /** Waiting emails that must not leave (the claim stops every other kind), or are held for other reasons by now; `held` ones may come back by themselves. */
  stop: { message: MessageContact; state: 'held' | 'recalled'; reasons: string[] }[];
  /** Held messages that may leave after all. */
  resume: MessageContact[];
  /** Messages that were handed over before it was known that they should not be. */
  reportLeft: MessageContact[];
  /** Messages that left, however long ago, to what turned out to be a suspect's. */
  suspectsAfter: MessageContact[];
  /** The referrals that a new email is for, the one that led to it first. */
  email: { lead: ReferralContact; others: ReferralContact[] }[];
  alreadyContacted: { referral: ReferralContact; messageId: string }[];
  held: { referral: ReferralContact; reasons: string[] }[];
}

const WAITING = ['planned', 'queued', 'held'];
const MAY_HAVE_LEFT = ['claimed', 'sent', 'delivered', 'unknown'];
const NEVER_LEFT = ['recalled', 'failed'];

/** Decides what follows for one person from the gate's decision. Pure: the same situation always gives the same plan. */
export function planFor(situation: PersonSituation): PersonPlan {
  const reportLeft = leftBeforeChange(situation);
  const plan: PersonPlan = {
    stop: stopped(situation),
    resume: situation.messages.filter(
      (message) =>
        message.channel === 'email' && message.state === 'held' && isStillRight(situation, message),
    ),
    reportLeft,
    suspectsAfter: suspectsAfter(situation.messages, reportLeft),
    email: [],
    alreadyContacted: [],
    held: [],
  };
  const stoppedForGood = plan.stop
    .filter(({ state }) => state === 'recalled')
    .map(({ message }) => message.messageId);
  for (const caseId of new Set(situation.referrals.map((referral) => referral.caseId))) {
    const ofCase = situation.referrals.filter((referral) => referral.caseId === caseId);
    planCase(situation, ofCase, stoppedForGood, plan);
  }
  return plan;
}

function planCase(
  situation: PersonSituation,
  referrals: ReferralContact[],
  recalled: string[],
  plan: PersonPlan,
): void {
  const standing = situation.messages.find(
    (message) =>
      message.isAutomatic &&
      message.caseId === referrals[0]?.caseId &&
      !NEVER_LEFT.includes(message.state) &&
      !recalled.includes(message.messageId),
  );
  const emailed: ReferralContact[] = [];
  for (const referral of referrals.filter((one) => isToBePlanned(one, recalled))) {
    const reasons = reasonsAgainst(situation, referral);
    if (reasons.length > 0) hold(plan, referral, reasons);
    else if (standing) plan.alreadyContacted.push({ referral, messageId: standing.messageId });
    else emailed.push(referral);
  }
  const [lead, ...others] = emailed.sort(directFirst);
  if (lead) plan.email.push({ lead, others });
}

/** New referrals, those held while nobody has made contact yet, and those whose message went to a former address. */
function isToBePlanned(referral: ReferralContact, recalled: string[]): boolean {
  if (referral.result === null) return true;
  if (referral.result === 'held') return referral.isCaseOpen && referral.isFirstStepOpen;
  return referral.messageId !== null && recalled.includes(referral.messageId);
}

function reasonsAgainst(situation: PersonSituation, referral: ReferralContact): string[] {
  if (!referral.isCaseOpen) return [CASE_CLOSED];
  const ofPerson = reasonsAgainstEmail(situation.decision);
  return ofPerson.length > 0 ? ofPerson : reasonsAgainstEmail(situation.decideAbout(referral.referralId));
}

/** A plan that already says so is left alone; a message that was recalled keeps its own reason. */
function hold(plan: PersonPlan, referral: ReferralContact, reasons: string[]): void {
  if (referral.result !== null && referral.result !== 'held') return;
  const isSaid = referral.result === 'held' && referral.reasons.join() === reasons.join();
  if (!isSaid) plan.held.push({ referral, reasons });
}

function stopped(situation: PersonSituation): PersonPlan['stop'] {
  return situation.messages
    .filter(({ channel, state }) => channel === 'email' && WAITING.includes(state))
    .filter((message) => !isStillRight(situation, message))
    .map((message) => {
      const decision = situation.decideAbout(message.referralId);
      const reasons = reasonsAgainstEmail(decision);
      const mayPass = decision.needsRecheckOnly;
      const state: 'held' | 'recalled' = mayPass ? 'held' : 'recalled';
      return { message, state, reasons: reasons.length > 0 ? reasons : ['CONTACT_POINT_SUPERSEDED'] };
    })
    .filter(
      ({ message, state, reasons }) =>
        message.state !== state || message.stateReason !== stateReasonOf(reasons),
    );
}

function leftBeforeChange(situation: PersonSituation): MessageContact[] {
  return situation.messages.filter(
    (message) =>
      MAY_HAVE_LEFT.includes(message.state) &&
      !message.isReported &&
      message.safetyVersion < situation.safetyVersion &&
      message.claimedAt !== null &&
      message.claimedAt >= situation.reportLeftSince &&
      !wasRightToSend(situation, message),
  );
}

/** Age of the record alone makes nothing wrong that left while it was fresh. */
function wasRightToSend(situation: PersonSituation, message: MessageContact): boolean {
  const decision = situation.decideAbout(message.referralId);
  const point = decision.contactPoints.find(({ id }) => id === message.contactPointId);
  // A coordinator may text whom no machine may: that was wrong only where nobody may, or where the number itself is.
  const isOfNumberOnly = point?.blockedBy.every(({ code }) => code === 'HELD_BY_PERSON');
  if (message.channel === 'sms') return decision.decision !== 'DO_NOT_CONTACT' && isOfNumberOnly === true;
  const isAgeOnly =
    decision.needsRecheckOnly && point?.blockedBy.every(({ code }) => code === 'HELD_BY_PERSON');
  return isAgeOnly === true || (decision.decision === 'AUTO_OK' && point?.isUsableByMachine === true);
}

/** As the claim will ask: about the referral that led to the message. */
function isStillRight(situation: PersonSituation, message: MessageContact): boolean {
  const decision = situation.decideAbout(message.referralId);
  return mayEmailByMachine(decision) && decision.chosenEmailContactPointId === message.contactPointId;
}

/** A referral by somebody in person outranks the daily extract, and the later one the earlier. */
function directFirst(one: ReferralContact, other: ReferralContact): number {
  const rank = ({ pathway }: ReferralContact) => (pathway === 'athena' ? 1 : 0);
  return rank(one) - rank(other) || other.firstAcceptedAt.getTime() - one.firstAcceptedAt.getTime();
}
