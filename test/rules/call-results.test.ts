import { describe, expect, it } from '@jest/globals';
import {
  CALL_RESULTS,
  type CallResult,
  mustFitResult,
  RESULT_RULES,
  ruleOf,
  SAFE_TO_TALK,
} from '../../src/cases/calls/call-results.js';
import {
  type ChildCallFacts,
  hasNoNumberToCall,
  isChildUnchecked,
  mustBeSafeOfChild,
} from '../../src/cases/calls/child-contact-rule.js';

describe('What came of a call or a check-in', () => {
  it.each(CALL_RESULTS)('%s goes with an answer to whether it was safe to speak', (result) => {
    const { safeToTalk } = RESULT_RULES[result];
    expect(safeToTalk.length).toBeGreaterThan(0);
    expect(safeToTalk.filter((answer) => !SAFE_TO_TALK.includes(answer))).toEqual([]);
    safeToTalk.forEach((answer) => mustFitResult(result, answer));
  });

  it('is that the person was spoken to only where that was safe', () => {
    const reached = CALL_RESULTS.filter((result) => RESULT_RULES[result].isReached);
    expect(reached.flatMap((result) => RESULT_RULES[result].safeToTalk)).toEqual(['yes', 'yes']);
    expect(() => mustFitResult('answered-victim', 'no')).toThrow();
  });

  it.each<[CallResult, 'yes' | 'no']>([
    ['unsafe-stopped', 'yes'],
    ['answered-other', 'no'],
    ['declined', 'no'],
  ])('is a warning of the number: %s, %s', (result, answer) => {
    expect(ruleOf(result, answer).numberIs).toBe('unsafe');
  });
});

describe('Whose number is safe (CSE-8)', () => {
  const usable = { isUnsafe: false, isSuperseded: false, isOfChildhood: false };
  const mother = { ...usable, id: 'm', isOwn: false, isWhoseKnown: true };
  const carer = { ...mother, id: 'c' };
  const own = { ...mother, id: 'o', isOwn: true };
  const parent: ChildCallFacts = {
    mayBeChild: true,
    childContact: 'parent',
    safeNumbers: ['m'],
    hasOwnNumber: true,
  };
  const child: ChildCallFacts = {
    mayBeChild: true,
    childContact: 'child',
    safeNumbers: [],
    hasOwnNumber: true,
  };

  it('is the named one alone: the mother is safe, another carer is not', () => {
    mustBeSafeOfChild({ ...parent, point: mother });
    expect(() => mustBeSafeOfChild({ ...parent, point: carer })).toThrow('child-contact-not-checked');
    expect(() => mustBeSafeOfChild({ ...parent, point: own })).toThrow('child-contact-not-checked');
  });

  it('is nobody’s where somebody but the child was named without a number', () => {
    expect(isChildUnchecked({ ...parent, safeNumbers: [] })).toBe(true);
    expect(isChildUnchecked(child)).toBe(false);
  });

  it('is any of the child’s own, or the one of them that was named', () => {
    mustBeSafeOfChild({ ...child, point: own });
    expect(() => mustBeSafeOfChild({ ...child, safeNumbers: ['x'], point: own })).toThrow();
    expect(() => mustBeSafeOfChild({ ...child, point: mother })).toThrow();
  });

  it('is none at all where nobody named one, and none is known as the child’s, who may still be met', () => {
    const unknown = { ...child, hasOwnNumber: false };
    const waits = (change: Partial<ChildCallFacts>) => hasNoNumberToCall({ ...unknown, ...change });
    expect([waits({}), waits({ childContact: null }), waits({ childContact: 'parent' })]).toEqual([
      true,
      true,
      true,
    ]);
    expect([
      waits({ hasOwnNumber: true }),
      waits({ safeNumbers: ['o'] }),
      waits({ mayBeChild: false }),
    ]).toEqual([false, false, false]);
    expect(() => mustBeSafeOfChild({ ...unknown, point: null })).toThrow('child-contact-not-checked');
    expect(() => mustBeSafeOfChild({ ...child, point: null })).not.toThrow('child-contact-not-checked');
    mustBeSafeOfChild({ ...unknown, point: null, isInPerson: true });
  });

  it('is none that only a sender called the child’s, unless the check names it', () => {
    const sent = { ...own, isWhoseKnown: false };
    expect(() => mustBeSafeOfChild({ ...child, point: sent })).toThrow('child-contact-not-checked');
    mustBeSafeOfChild({ ...child, safeNumbers: ['o'], point: sent });
    expect(() => mustBeSafeOfChild({ ...parent, safeNumbers: ['o'], point: sent })).toThrow();
  });
});
