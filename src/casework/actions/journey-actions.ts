import {
  type ChildCallFacts,
  hasNoNumberToCall,
  isChildUnchecked,
  NOT_A_CHILD,
  NOT_CHECKED,
} from '../../cases/calls/child-contact-rule.js';
import { againstClosingAtAll, type ClosureFacts } from '../closure/closure-rules.js';
import { againstReopening, REOPENING_REASONS, type ReopeningFacts } from '../closure/reopening-rule.js';

/** What bears on what can be done in a case now. */
export interface JourneyFacts extends ClosureFacts, ReopeningFacts, ChildCallFacts {
  isTeamLeader: boolean;
  isOrganisation: boolean;
  isDoNotContact: boolean;
  isReached: boolean;
  /** A call reached the person, or they made contact. */
  hasSpoken: boolean;
  countedAttempts: number;
  mostAttempts: number;
  hasSpecialistAssessment: boolean;
  /** The newest plan of the case; null where there is none. */
  planState: 'active' | 'ended' | null;
  hasOpenGoal: boolean;
}

const REASONS = {
  'case-closed': 'The case is closed.',
  'leaders-only': 'Only a team leader can do this.',
  'do-not-contact': 'Nobody may make contact but by a team leader’s decision.',
  'child-contact-not-checked': NOT_CHECKED,
  'not-a-child': NOT_A_CHILD,
  'already-reached': 'The person was reached: further calls are agreed ones.',
  'attempts-used-up': 'All attempts were made: a decision is due.',
  'nothing-agreed': 'Nobody has spoken to the person yet: this is a first contact.',
  'not-for-organisation': 'An organisation is no victim of this.',
  'needs-assessment-missing': 'The case needs a completed needs assessment first.',
  'plan-active': 'The case has an active plan: go on with that.',
  'specialist-assessment-missing':
    'A support plan answers a specialist assessment of the same case: make that first.',
  'plan-missing': 'The case has no support plan.',
  'plan-ended': 'The plan has ended: open another.',
  'goals-open': 'Say of each goal first how it stands in the end.',
  ...REOPENING_REASONS,
} as const;
type ReasonCode = keyof typeof REASONS;

/** Why something cannot be done; the route refuses it with the same code. */
export interface Against {
  code: string;
  reason: string;
}

interface Action {
  /** Name of the route, as the API description has it. */
  operation: string;
  against: (facts: JourneyFacts) => Against | null;
}

/** The first of some reasons that holds. */
function first(...codes: (ReasonCode | false | null)[]): Against | null {
  const code = codes.find((one) => one !== false && one !== null);
  return code ? { code, reason: REASONS[code] } : null;
}

type Holds = ReasonCode | false;
const closed = ({ isClosed }: JourneyFacts): Holds => isClosed && 'case-closed';
const forbidden = (facts: JourneyFacts): Holds =>
  facts.isDoNotContact && !facts.isTeamLeader && 'do-not-contact';
const whileOpen = (facts: JourneyFacts) => first(closed(facts));
const withPlan = (facts: JourneyFacts) =>
  first(
    closed(facts),
    facts.planState === null && 'plan-missing',
    facts.planState === 'ended' && 'plan-ended',
  );
const specialist = (facts: JourneyFacts) =>
  first(closed(facts), !facts.isSupported && 'needs-assessment-missing');
const specialistOfPeople = (facts: JourneyFacts) =>
  first(closed(facts), facts.isOrganisation && 'not-for-organisation') ?? specialist(facts);

/** Every verb of a case's journey, in the order of a case's life, with what speaks against it. */
export const JOURNEY_ACTIONS = {
  'check-child-contact': {
    operation: 'recordChildContactCheck',
    against: (facts) => first(closed(facts), !facts.mayBeChild && 'not-a-child'),
  },
  'record-first-contact': {
    operation: 'recordContactAttempt',
    against: (facts) =>
      first(
        closed(facts),
        forbidden(facts),
        hasNoNumberToCall(facts) && 'child-contact-not-checked',
        facts.isReached && 'already-reached',
        facts.countedAttempts >= facts.mostAttempts && 'attempts-used-up',
      ),
  },
  'record-agreed-call': {
    operation: 'recordContactAttempt',
    against: (facts) =>
      first(
        closed(facts),
        forbidden(facts),
        hasNoNumberToCall(facts) && 'child-contact-not-checked',
        !facts.hasSpoken && 'nothing-agreed',
      ),
  },
  'ask-for-sms': {
    operation: 'askForMessage',
    // A team leader's decision is for calls: no machine writes to whom nobody may contact.
    against: (facts) => first(closed(facts), facts.isDoNotContact && 'do-not-contact'),
  },
  'record-inbound-contact': { operation: 'recordInboundContact', against: whileOpen },
  'assess-needs': { operation: 'completeNeedsAssessment', against: whileOpen },
  'assess-msht': { operation: 'completeSpecialistAssessment', against: specialistOfPeople },
  'assess-cse': { operation: 'completeSpecialistAssessment', against: specialistOfPeople },
  'assess-fraud': { operation: 'completeSpecialistAssessment', against: specialist },
  'assess-general': { operation: 'completeSpecialistAssessment', against: specialist },
  'make-safeguarding-referral': { operation: 'makeSafeguardingReferral', against: whileOpen },
  'decide-enhanced-status': {
    operation: 'decideEnhancedStatus',
    against: (facts) => first(closed(facts), facts.isOrganisation && 'not-for-organisation'),
  },
  'open-support-plan': {
    operation: 'openSupportPlan',
    against: (facts) =>
      first(
        closed(facts),
        facts.planState === 'active' && 'plan-active',
        !facts.hasSpecialistAssessment && 'specialist-assessment-missing',
      ),
  },
  'change-plan': { operation: 'changeSupportPlan', against: withPlan },
  'set-plan-goal': { operation: 'setPlanGoal', against: withPlan },
  'agree-plan-action': { operation: 'agreePlanAction', against: withPlan },
  'record-check-in': {
    operation: 'recordPlanCheckIn',
    // Without a number the person may still be met.
    against: (facts) =>
      withPlan(facts) ?? first(forbidden(facts), isChildUnchecked(facts) && 'child-contact-not-checked'),
  },
  'review-plan': { operation: 'reviewSupportPlan', against: withPlan },
  'write-exit-strategy': {
    operation: 'writeExitStrategy',
    against: (facts) => withPlan(facts) ?? first(facts.hasOpenGoal && 'goals-open'),
  },
  'record-agency-consent': { operation: 'recordAgencyConsent', against: whileOpen },
  'refer-to-agency': { operation: 'sendAgencyReferral', against: whileOpen },
  'assess-outcomes': { operation: 'recordOutcomeAssessment', against: whileOpen },
  'record-feedback': { operation: 'recordFeedback', against: () => null },
  'approve-closure': {
    operation: 'approveClosure',
    against: (facts) => first(!facts.isTeamLeader && 'leaders-only', closed(facts)),
  },
  close: {
    operation: 'closeCase',
    against: (facts) => {
      const condition = againstClosingAtAll(facts);
      return condition && { code: condition.code, reason: condition.reason! };
    },
  },
  reopen: { operation: 'reopenCase', against: (facts) => first(againstReopening(facts)) },
} as const satisfies Record<string, Action>;
export type JourneyAction = keyof typeof JOURNEY_ACTIONS;
