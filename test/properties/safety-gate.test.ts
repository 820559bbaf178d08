import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  REASON_DETAILS,
  mayEmailByMachine,
  reasonsAgainstEmail,
} from '../../src/victims/contact-safety/safety-decision.js';
import type { SafetyDecision } from '../../src/victims/contact-safety/safety-decision.js';
import type { SafetyFacts } from '../../src/victims/contact-safety/safety-facts.js';
import { decideContactSafety } from '../../src/victims/contact-safety/safety-gate.js';
import { SAFETY_REASON_CODES } from '../../src/victims/contact-safety/safety-reasons.js';
import { blank, danger, someFacts } from '../support/safety-facts-arbitrary.js';
import { pathsOf, withoutFactAt } from '../support/safety-facts-paths.js';

const RUNS = { numRuns: 500 };
const anyFacts = someFacts({ mayBeConfirmed: true });
const unconfirmedFacts = someFacts({ mayBeConfirmed: false });

/** How strict a decision is: 0 lets an email leave. */
function strictness(decision: SafetyDecision): number {
  if (mayEmailByMachine(decision)) return 0;
  return { AUTO_OK: 1, HUMAN_ONLY: 2, DO_NOT_CONTACT: 3 }[decision.decision];
}

describe('The safety gate, whatever the facts', () => {
  it('is tried on facts of every outcome', () => {
    const outcomes = fc
      .sample(anyFacts, { numRuns: 1_000, seed: 1 })
      .map((facts) => strictness(decideContactSafety(facts)));
    for (const outcome of [0, 1, 2, 3]) {
      expect(outcomes.filter((each) => each === outcome).length).toBeGreaterThan(5);
    }
  });

  it('never grows laxer by a danger', () => {
    fc.assert(
      fc.property(anyFacts, danger, (facts, { apply }) => {
        const before = strictness(decideContactSafety(facts));
        expect(strictness(decideContactSafety(apply(facts)))).toBeGreaterThanOrEqual(before);
      }),
      RUNS,
    );
  });

  it('lets no email leave where something that must be known is blank', () => {
    fc.assert(
      fc.property(unconfirmedFacts, blank, (facts, { apply }) => {
        expect(decideContactSafety(apply(facts)).decision).not.toBe('AUTO_OK');
      }),
      RUNS,
    );
  });

  it('lets no email leave because a fact went missing', () => {
    fc.assert(
      fc.property(unconfirmedFacts, fc.nat(), (facts, at) => {
        const paths = pathsOf(facts).filter((path) => !isAllowedToOpen(path));
        const path = paths[at % paths.length] ?? [];
        const before = strictness(decideContactSafety(facts));
        const after = strictness(decideContactSafety(withoutFactAt(facts, path)));
        if (before > 0) expect({ path, after }).not.toEqual({ path, after: 0 });
      }),
      RUNS,
    );
  });

  it('gives a coordinator’s confirmation no power over DO_NOT_CONTACT', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const contactPoints = facts.contactPoints.map((point) => ({
          ...point,
          safe: 'yes' as const,
          confirmedAt: '2019-06-20T23:00:00Z',
        }));
        const before = decideContactSafety({ ...facts, contactPoints: [] }).decision;
        const after = decideContactSafety({ ...facts, contactPoints });
        if (before !== 'DO_NOT_CONTACT') return;
        expect(after).toMatchObject({ decision: 'DO_NOT_CONTACT', chosenEmailContactPointId: null });
        expect(after.contactPoints.filter(({ isUsableByMachine }) => isUsableByMachine)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('does not depend on the order of the facts', () => {
    const shuffled = anyFacts.chain((facts) =>
      fc.record({ facts: fc.constant(facts), other: inAnotherOrder(facts) }),
    );
    fc.assert(
      fc.property(shuffled, ({ facts, other }) => {
        expect(decideContactSafety(other)).toEqual(decideContactSafety(facts));
      }),
      RUNS,
    );
  });

  it('answers with ids and words of closed lists only', () => {
    const words = new Set<unknown>([
      ...SAFETY_REASON_CODES,
      ...REASON_DETAILS,
      ...VERDICTS,
      ...EFFECTS,
      ...KINDS,
    ]);
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const decision = decideContactSafety(facts);
        const known = new Set([...words, ...idsOf(facts)]);
        const values = pathsOf(decision).map((path) => valueAt(decision, path));
        expect(values.filter((value) => typeof value === 'string' && !known.has(value))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('chooses only an email that it calls usable, and gives a reason exactly where it chooses none', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const whole = decideContactSafety(facts);
        const { chosenEmailContactPointId: chosen, contactPoints, decision } = whole;
        const usable = contactPoints.filter(
          ({ isUsableByMachine, kind }) => isUsableByMachine && kind === 'email',
        );
        expect(chosen === null).toBe(usable.length === 0);
        expect(reasonsAgainstEmail(whole).length > 0).toBe(chosen === null);
        if (chosen !== null) expect(usable.map(({ id }) => id)).toContain(chosen);
        if (chosen !== null) expect(decision).toBe('AUTO_OK');
        for (const point of contactPoints) expect(point.isUsableByMachine).toBe(point.blockedBy.length === 0);
      }),
      RUNS,
    );
  });
});

const VERDICTS = ['AUTO_OK', 'HUMAN_ONLY', 'DO_NOT_CONTACT'];
const EFFECTS = ['do-not-contact', 'human-only', 'recheck', 'contact-point', 'explains'];
const KINDS = ['person', 'referral', 'incident', 'email'];

/** Names of rows, and facts whose absence is itself the harmless answer. */
function isAllowedToOpen(path: readonly string[]): boolean {
  const fact = path.at(-1) ?? '';
  const isName = ['id', 'referralId', 'incidentId', 'contactPointId'].includes(fact);
  const isHarmlessAbsent = [
    'isSupportWanted',
    'isAwareReported',
    'failedAt',
    'thirdPartyAnsweredAt',
  ].includes(fact);
  return isName || isHarmlessAbsent || path.includes('cohorts');
}

function inAnotherOrder(facts: SafetyFacts): fc.Arbitrary<SafetyFacts> {
  const shuffled = <Item>(items: readonly Item[]) =>
    fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
  return fc
    .record({
      referrals: shuffled(facts.referrals),
      contactPoints: shuffled(facts.contactPoints),
      collisions: shuffled(facts.collisions),
      standingNotes: shuffled(facts.standingNotes),
    })
    .map((lists) => ({ ...facts, ...lists }));
}

function idsOf({ person, referrals, contactPoints }: SafetyFacts): string[] {
  const ofReferrals = referrals.flatMap(({ referralId, incidentId }) => [referralId, incidentId]);
  return [person.id, ...ofReferrals, ...contactPoints.map(({ id }) => id), 'email-0'];
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((holder, key) => (holder as Record<string, unknown>)[key], value);
}
