/** What bears on the closure of a case. */
export interface ClosureFacts {
  isClosed: boolean;
  hasActivePlan: boolean;
  /** Messages that are with a provider, or of which nobody knows whether they left. */
  hasUnsettledMessage: boolean;
  /** Somebody of whom no machine and no single person decides alone, and whom no call has reached. */
  needsSecondPerson: boolean;
  /** Another person approved the closure of the case as it stands. */
  isApproved: boolean;
  hasOpenAgencyReferral: boolean;
  /** An assessment asked for one that nobody has made. */
  hasUnmadeSafeguardingReferral: boolean;
  /** One was made that no authority has acknowledged. */
  hasOpenSafeguardingReferral: boolean;
  hasOpenCallBack: boolean;
  /** News came, of danger, of another crime or of the person's age, and nobody has said yet that they looked. */
  hasNewsNotLookedAt: boolean;
  /** A needs assessment was completed. */
  isSupported: boolean;
  hasExitOutcome: boolean;
}

/** Open things that somebody else may go on with after the closure. */
export const HANDOVERS = ['agency-referrals', 'safeguarding-referrals', 'call-backs'] as const;
export type Handover = (typeof HANDOVERS)[number];

/** What a request says about open ends. */
export interface ClosureAnswers {
  noOutcomeReason?: string;
  handedOver?: readonly Handover[];
}

export const CLOSURE_CODES = [
  'case-closed',
  'plan-not-ended',
  'message-unsettled',
  'news-not-looked-at',
  'second-person-needed',
  'safeguarding-referral-unmade',
  'agency-referral-open',
  'safeguarding-referral-open',
  'call-back-open',
  'outcome-assessment-missing',
] as const;
export type ClosureCode = (typeof CLOSURE_CODES)[number];

interface Rule {
  isMet: (facts: ClosureFacts) => boolean;
  /** Why not, in words. */
  reason: string;
  /** What in the request takes its place. */
  answeredBy: 'noOutcomeReason' | Handover | null;
}

/**
 * The conditions of a closure, in the order in which they are told; those that nothing in a request can answer come
 * first. Outcome assessment and exit strategy: VAL report to the Police and Crime Panel, 10 September 2019, paras 15
 * and 16; second person: VAL needs-assessment rule NA-1b; a safeguarding referral is the service's own to make, the same
 * day: VAL rules GATE-5 and CSE-3; the others are ours.
 */
const RULES: Record<ClosureCode, Rule> = {
  'case-closed': {
    isMet: ({ isClosed }) => !isClosed,
    reason: 'The case is closed.',
    answeredBy: null,
  },
  'plan-not-ended': {
    isMet: ({ hasActivePlan }) => !hasActivePlan,
    reason: 'The support plan needs its exit strategy first.',
    answeredBy: null,
  },
  'message-unsettled': {
    isMet: ({ hasUnsettledMessage }) => !hasUnsettledMessage,
    reason: 'A message is with its provider, or nobody knows yet what became of it.',
    answeredBy: null,
  },
  'news-not-looked-at': {
    isMet: ({ hasNewsNotLookedAt }) => !hasNewsNotLookedAt,
    reason: 'News came that nobody has looked at: complete the task that asks for it.',
    answeredBy: null,
  },
  'second-person-needed': {
    isMet: ({ needsSecondPerson, isApproved }) => !needsSecondPerson || isApproved,
    reason: 'Nobody has reached the person: a team leader other than you approves the closure first.',
    answeredBy: null,
  },
  'safeguarding-referral-unmade': {
    isMet: ({ hasUnmadeSafeguardingReferral }) => !hasUnmadeSafeguardingReferral,
    reason: 'A safeguarding referral is still to be made: nobody else makes it once the case is closed.',
    answeredBy: null,
  },
  'agency-referral-open': {
    isMet: ({ hasOpenAgencyReferral }) => !hasOpenAgencyReferral,
    reason: 'A referral to an agency is open: close it, or say that it is handed over.',
    answeredBy: 'agency-referrals',
  },
  'safeguarding-referral-open': {
    isMet: ({ hasOpenSafeguardingReferral }) => !hasOpenSafeguardingReferral,
    reason: 'No authority has acknowledged a safeguarding referral: ask, or say who goes on asking.',
    answeredBy: 'safeguarding-referrals',
  },
  'call-back-open': {
    isMet: ({ hasOpenCallBack }) => !hasOpenCallBack,
    reason: 'The person waits for a call: make it, or say that it is handed over.',
    answeredBy: 'call-backs',
  },
  'outcome-assessment-missing': {
    isMet: ({ isSupported, hasExitOutcome }) => !isSupported || hasExitOutcome,
    reason: 'A supported case needs an exit outcome assessment, or a reason why there is none.',
    answeredBy: 'noOutcomeReason',
  },
};

/** One condition as it stands. */
export interface ClosureCondition {
  code: ClosureCode;
  isMet: boolean;
  /** Why it stands against the closure; null where it is met. */
  reason: string | null;
  answeredBy: Rule['answeredBy'];
}

/** Every condition of a closure with its answer, in a fixed order. */
export function closureConditions(facts: ClosureFacts): ClosureCondition[] {
  return CLOSURE_CODES.map((code) => {
    const { isMet, reason, answeredBy } = RULES[code];
    const isSo = isMet(facts);
    return { code, isMet: isSo, reason: isSo ? null : reason, answeredBy };
  });
}

/** What stands against the closure first, after all that a request says; null where it can be closed. */
export function againstClosing(facts: ClosureFacts, answers: ClosureAnswers = {}): ClosureCondition | null {
  const unmet = closureConditions(facts).filter(({ isMet }) => !isMet);
  return unmet.find((condition) => !isAnswered(condition, answers)) ?? null;
}

/** What stands against the closure whatever a request says. */
export function againstClosingAtAll(facts: ClosureFacts): ClosureCondition | null {
  return closureConditions(facts).find(({ isMet, answeredBy }) => !isMet && answeredBy === null) ?? null;
}

function isAnswered(
  { answeredBy }: ClosureCondition,
  { noOutcomeReason, handedOver }: ClosureAnswers,
): boolean {
  if (answeredBy === null) return false;
  if (answeredBy === 'noOutcomeReason') return noOutcomeReason !== undefined;
  return handedOver?.includes(answeredBy) ?? false;
}
