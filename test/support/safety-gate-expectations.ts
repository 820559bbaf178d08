import { expect } from '@jest/globals';
import { reasonKey, reasonsAgainstEmail } from '../../src/victims/contact-safety/safety-decision.js';
import type { SafetyVerdict } from '../../src/victims/contact-safety/safety-decision.js';
import type { SafetyFacts } from '../../src/victims/contact-safety/safety-facts.js';
import { decideContactSafety } from '../../src/victims/contact-safety/safety-gate.js';

/** One condition that fails: the facts, the reasons due, the row they are about, and the verdict (`HUMAN_ONLY`). */
export type ConditionRow = [
  condition: string,
  facts: SafetyFacts,
  keys: string[],
  about: string,
  verdict?: SafetyVerdict,
];

/** These reasons and no others, on that row, and so no email. */
export function expectHeldOnlyBy(
  facts: SafetyFacts,
  keys: string[],
  about: string,
  verdict: SafetyVerdict = 'HUMAN_ONLY',
): void {
  const decision = decideContactSafety(facts);
  expect(decision.decision).toBe(verdict);
  expect(decision.reasons.map(reasonKey)).toEqual(keys);
  expect(new Set(decision.reasons.map((reason) => reason.about.id))).toEqual(new Set([about]));
  expect(decision.chosenEmailContactPointId).toBeNull();
  expect(decision.contactPoints[0]?.blockedBy.map(reasonKey)).toEqual(['HELD_BY_PERSON']);
  expect(reasonsAgainstEmail(decision)).toEqual(keys);
}
