import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  againstClosing,
  againstClosingAtAll,
  CLOSURE_CODES,
  type ClosureAnswers,
  type ClosureCode,
  closureConditions,
  type ClosureFacts,
  HANDOVERS,
} from '../../src/casework/closure/closure-rules.js';
import { againstReopening } from '../../src/casework/closure/reopening-rule.js';

const QUIET: ClosureFacts = {
  isClosed: false,
  hasActivePlan: false,
  hasUnsettledMessage: false,
  needsSecondPerson: false,
  isApproved: false,
  hasOpenAgencyReferral: false,
  hasUnmadeSafeguardingReferral: false,
  hasOpenSafeguardingReferral: false,
  hasOpenCallBack: false,
  hasNewsNotLookedAt: false,
  isSupported: false,
  hasExitOutcome: false,
};

const factsArbitrary = fc.record(
  Object.fromEntries(Object.keys(QUIET).map((name) => [name, fc.boolean()])) as Record<
    keyof ClosureFacts,
    fc.Arbitrary<boolean>
  >,
);

describe('The conditions of a closure', () => {
  it.each<[Partial<ClosureFacts>, ClosureAnswers, ClosureCode | null]>([
    [{}, {}, null],
    [{ isClosed: true }, {}, 'case-closed'],
    [{ hasActivePlan: true }, {}, 'plan-not-ended'],
    [{ hasActivePlan: true }, { noOutcomeReason: 'died', handedOver: HANDOVERS }, 'plan-not-ended'],
    [{ hasUnsettledMessage: true }, {}, 'message-unsettled'],
    [{ hasNewsNotLookedAt: true }, {}, 'news-not-looked-at'],
    [{ hasNewsNotLookedAt: true }, { handedOver: HANDOVERS }, 'news-not-looked-at'],
    [{ needsSecondPerson: true }, {}, 'second-person-needed'],
    [{ needsSecondPerson: true, isApproved: true }, {}, null],
    [{ hasOpenAgencyReferral: true }, {}, 'agency-referral-open'],
    [{ hasOpenAgencyReferral: true }, { handedOver: ['agency-referrals'] }, null],
    [{ hasOpenAgencyReferral: true }, { handedOver: ['call-backs'] }, 'agency-referral-open'],
    [{ hasOpenSafeguardingReferral: true }, {}, 'safeguarding-referral-open'],
    [{ hasOpenSafeguardingReferral: true }, { handedOver: ['safeguarding-referrals'] }, null],
    [{ hasUnmadeSafeguardingReferral: true }, {}, 'safeguarding-referral-unmade'],
    [{ hasUnmadeSafeguardingReferral: true }, { handedOver: HANDOVERS }, 'safeguarding-referral-unmade'],
    [{ hasOpenCallBack: true }, {}, 'call-back-open'],
    [{ isSupported: true }, {}, 'outcome-assessment-missing'],
    [{ isSupported: true, hasExitOutcome: true }, {}, null],
    [{ isSupported: true }, { noOutcomeReason: 'lost-contact' }, null],
  ])('are, with %j and %j, %s', (facts, answers, code) => {
    expect(againstClosing({ ...QUIET, ...facts }, answers)?.code ?? null).toBe(code);
  });

  it('stand each in the list, with words for those that are not met', () => {
    fc.assert(
      fc.property(factsArbitrary, (facts) => {
        const conditions = closureConditions(facts);
        expect(conditions.map(({ code }) => code)).toEqual(CLOSURE_CODES);
        expect(conditions.every(({ isMet, reason }) => isMet === (reason === null))).toBe(true);
      }),
    );
  });

  it('tell what nothing answers before what a request can answer, so that a list and a refusal say the same', () => {
    fc.assert(
      fc.property(factsArbitrary, (facts) => {
        const atAll = againstClosingAtAll(facts);
        if (atAll) expect(againstClosing(facts)).toEqual(atAll);
        const everything = { noOutcomeReason: 'declined', handedOver: HANDOVERS };
        expect(againstClosing(facts, everything)).toEqual(atAll);
      }),
    );
  });
});

describe('A case', () => {
  it.each([
    [{ isClosed: false, hasOpenCase: true, isReopened: false }, 'case-open'],
    [{ isClosed: true, hasOpenCase: true, isReopened: true }, 'person-has-open-case'],
    [{ isClosed: true, hasOpenCase: false, isReopened: true }, 'reopened-before'],
    [{ isClosed: true, hasOpenCase: false, isReopened: false }, null],
  ] as const)('reopened with %j is refused by %s', (facts, code) => {
    expect(againstReopening(facts)).toBe(code);
  });
});
