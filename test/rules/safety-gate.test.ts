import { describe, expect, it } from '@jest/globals';
import { mayEmailByMachine, reasonKey } from '../../src/victims/contact-safety/safety-decision.js';
import { COLLISION_KINDS } from '../../src/victims/contact-safety/safety-facts.js';
import type { CollisionKind } from '../../src/victims/contact-safety/safety-facts.js';
import { decideContactSafety } from '../../src/victims/contact-safety/safety-gate.js';
import { expectHeldOnlyBy } from '../support/safety-gate-expectations.js';
import type { ConditionRow } from '../support/safety-gate-expectations.js';
import { safeFacts, safePerson, safeReferral, withReferral } from '../support/safety-facts-samples.js';

const person = (change: Parameters<typeof safePerson>[0]) => safeFacts({ person: safePerson(change) });

const PERSON: ConditionRow[] = [
  [
    'the person is dead',
    person({ isDeceased: true }),
    ['SUP_BEREAVED:deceased'],
    'person-1',
    'DO_NOT_CONTACT',
  ],
  [
    'the person objected',
    person({ hasObjected: true }),
    ['SUP_OPTOUT:objected'],
    'person-1',
    'DO_NOT_CONTACT',
  ],
  [
    'the record is restricted',
    person({ isRestricted: true }),
    ['SUP_RESTRICTED:restricted-person'],
    'person-1',
  ],
  ['an organisation', person({ kind: 'organisation', dateOfBirth: null }), ['SUP_BUSINESS'], 'person-1'],
  ['blank birth date', person({ dateOfBirth: null }), ['SUP_CHILD:birth-date-unknown'], 'person-1'],
  [
    'impossible birth date',
    person({ dateOfBirth: '1980-02-30' }),
    ['SUP_CHILD:birth-date-unknown'],
    'person-1',
  ],
  ['no referral counts', safeFacts({ referrals: [] }), ['NO_REFERRAL'], 'person-1'],
  ['checks run behind', safeFacts({ areChecksFinished: false }), ['CHECKS_NOT_FINISHED'], 'person-1'],
  [
    'an unread note on the referral',
    safeFacts({ standingNotes: [{ referralId: 'referral-1', verdict: 'unread', receivedAt: null }] }),
    ['SUP_NOTE:unread'],
    'referral-1',
  ],
  [
    'a note read as a warning',
    safeFacts({ standingNotes: [{ referralId: null, verdict: 'warning', receivedAt: null }] }),
    ['SUP_NOTE:warning'],
    'person-1',
  ],
];

const COLLISION_CODES: Record<CollisionKind, string[]> = {
  'suspect-person': ['SUP_SUSPECT'],
  'suspect-phone': ['SUP_SHARED'],
  'suspect-email': ['SUP_SHARED'],
  'suspect-address': ['SUP_DA', 'SUP_SHARED'],
  'shared-at-different-addresses': ['SUP_SHARED'],
  'same-address-as-endangered': ['SUP_SHARED'],
  'possible-match-pending': ['POSSIBLE_MATCH_PENDING'],
};

const COLLISIONS: ConditionRow[] = COLLISION_KINDS.map((kind): ConditionRow => {
  const facts = safeFacts({ collisions: [{ contactPointId: 'email-1', kind, foundAt: null }] });
  return [`collision: ${kind}`, facts, COLLISION_CODES[kind].map((code) => `${code}:${kind}`), 'email-1'];
});

const NEW_KIND: ConditionRow = [
  'a collision of a kind that this code does not know',
  safeFacts({ collisions: [{ contactPointId: null, kind: 'new-kind' as CollisionKind, foundAt: null }] }),
  ['SUP_SHARED:other-collision'],
  'person-1',
];

describe('A machine may email where every condition holds', () => {
  it('emails the one person of whom all of them hold', () => {
    const decision = decideContactSafety(safeFacts());
    expect(decision).toEqual({
      decision: 'AUTO_OK',
      needsRecheckOnly: false,
      reasons: [],
      contactPoints: [{ id: 'email-1', kind: 'email', isUsableByMachine: true, blockedBy: [] }],
      chosenEmailContactPointId: 'email-1',
    });
    expect(mayEmailByMachine(decision)).toBe(true);
  });

  it.each([...PERSON, ...COLLISIONS, NEW_KIND])('does not where one fails: %s', (_, facts, ...expected) => {
    expectHeldOnlyBy(facts, ...expected);
  });
});

describe('Full age', () => {
  it.each([
    ['on the eighteenth birthday', '2001-06-20', '2019-06-20', []],
    ['on the day before it', '2001-06-21', '2019-06-20', ['under-18-today', 'under-18-at-offence']],
    [
      'born on 29 February, on 28 February',
      '2000-02-29',
      '2018-02-28',
      ['under-18-today', 'under-18-at-offence'],
    ],
    ['born on 29 February, on 1 March', '2000-02-29', '2018-03-01', []],
  ])('%s', (_, dateOfBirth, today, expected) => {
    const referral = safeReferral({ offenceFrom: today, offenceTo: today, lastUpdatedOn: today });
    const facts = safeFacts({ today, person: safePerson({ dateOfBirth }), referrals: [referral] });
    expect(decideContactSafety(facts).reasons.map((reason) => reason.detail)).toEqual(
      expect.arrayContaining(expected),
    );
    expect(decideContactSafety(facts).reasons).toHaveLength(expected.length);
  });

  it('keeps a child at the offence with people when the child has grown up', () => {
    const facts = withReferral(
      { offenceFrom: '2019-06-01', offenceTo: null },
      safeFacts({ person: safePerson({ dateOfBirth: '2001-06-10' }) }),
    );
    expect(decideContactSafety(facts).reasons.map(reasonKey)).toEqual(['SUP_CHILD:under-18-at-offence']);
  });
});
