import { describe, expect, it } from '@jest/globals';
import { fullAgeReachedOn } from '../../src/victims/contact-safety/full-age.js';
import { mayEmailByMachine, reasonKey } from '../../src/victims/contact-safety/safety-decision.js';
import type { ContactPointFacts, SafetyFacts } from '../../src/victims/contact-safety/safety-facts.js';
import { decideContactSafety } from '../../src/victims/contact-safety/safety-gate.js';
import { confirmedEmail, safeFacts, safePerson, safeReferral } from '../support/safety-facts-samples.js';

const EIGHTEEN_ON_18_JUNE = '2001-06-18';
/** 18 June 2019 begins in London an hour before it does in UTC. */
const MIDNIGHT = '2019-06-17T23:00:00.000Z';
const BEFORE_MIDNIGHT = '2019-06-17T22:59:59.999Z';

/** On 20 June 2019, about a contact point that a coordinator confirmed; the crime was after the birthday. */
function decided(
  dateOfBirth: string | null,
  point: Partial<ContactPointFacts>,
  change: Partial<SafetyFacts> = {},
) {
  return decideContactSafety(
    safeFacts({
      person: safePerson({ dateOfBirth }),
      referrals: [safeReferral({ offenceFrom: '2019-06-19', offenceTo: '2019-06-19' })],
      contactPoints: [confirmedEmail({ belongsTo: 'other', ...point })],
      ...change,
    }),
  );
}

const isUsable = (...facts: Parameters<typeof decided>) =>
  decided(...facts).contactPoints[0]?.isUsableByMachine;

describe('Somebody else’s contact point that a coordinator confirmed', () => {
  it.each(['email', 'mobile-phone'] as const)('in childhood is no way to the adult: %s', (kind) => {
    const decision = decided(EIGHTEEN_ON_18_JUNE, { kind, confirmedAt: BEFORE_MIDNIGHT });
    const [point] = decision.contactPoints;
    expect(point?.isUsableByMachine).toBe(false);
    expect(point?.blockedBy.map(reasonKey)).toEqual(['CONTACT_POINT_OF_SOMEONE_ELSE']);
    expect(mayEmailByMachine(decision)).toBe(false);
  });

  it('in childhood is none years later either', () => {
    expect(isUsable('1990-01-01', { confirmedAt: '2007-12-31T23:59:59Z' })).toBe(false);
    expect(isUsable('1990-01-01', { confirmedAt: '2008-01-01T00:00:00Z' })).toBe(true);
  });

  it('since the birthday’s midnight in London is one', () => {
    const decision = decided(EIGHTEEN_ON_18_JUNE, { confirmedAt: MIDNIGHT });
    expect(decision.contactPoints).toMatchObject([{ isUsableByMachine: true, blockedBy: [] }]);
    expect(mayEmailByMachine(decision)).toBe(true);
  });

  it('is held by the age until the birthday, and by nothing else', () => {
    const eve = { today: '2019-06-17' };
    const { contactPoints, reasons } = decided(EIGHTEEN_ON_18_JUNE, { confirmedAt: BEFORE_MIDNIGHT }, eve);
    expect(contactPoints[0]?.blockedBy.map(reasonKey)).toEqual(['HELD_BY_PERSON']);
    expect(reasons.map(reasonKey)).toContain('SUP_CHILD:under-18-today');
  });

  it('is held by an unknown age alone', () => {
    const { contactPoints } = decided(null, { confirmedAt: BEFORE_MIDNIGHT });
    expect(contactPoints[0]?.blockedBy.map(reasonKey)).toEqual(['HELD_BY_PERSON']);
  });
});

it('What is the person’s own stays confirmed past the birthday', () => {
  expect(isUsable(EIGHTEEN_ON_18_JUNE, { belongsTo: 'victim', confirmedAt: BEFORE_MIDNIGHT })).toBe(true);
});

describe('The day on which full age is reached', () => {
  it.each([
    ['2001-06-18', '2019-06-18', '2019-06-18'],
    ['2001-06-18', '2019-06-17', null],
    ['2000-02-29', '2018-02-28', null],
    ['2000-02-29', '2018-03-01', '2018-03-01'],
    ['2001-02-30', '2019-06-18', null],
    [null, '2019-06-18', null],
  ])('of someone born on %s, asked on %s: %s', (birth, day, reached) => {
    expect(fullAgeReachedOn(birth, day)).toBe(reached);
  });
});
