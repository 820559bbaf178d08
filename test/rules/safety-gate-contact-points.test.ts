import { describe, expect, it } from '@jest/globals';
import {
  mayEmailByMachine,
  reasonKey,
  reasonsAgainstEmail,
} from '../../src/victims/contact-safety/safety-decision.js';
import type { ContactPointFacts, SafetyFacts } from '../../src/victims/contact-safety/safety-facts.js';
import { decideContactSafety } from '../../src/victims/contact-safety/safety-gate.js';
import {
  confirmedEmail,
  markers,
  safeEmail,
  safeFacts,
  safeOffence,
  safePerson,
  withEmail,
  withMarker,
  withReferral,
} from '../support/safety-facts-samples.js';

const BEFORE = '2019-06-18T12:00:00Z';
const AFTER = '2019-06-20T07:00:00Z';
const confirmed = (change: Partial<ContactPointFacts> = {}) =>
  safeFacts({ contactPoints: [confirmedEmail(change)] });

describe('An email address that no machine may use', () => {
  it.each([
    ['does not pass validation', withEmail({ isValid: false }), 'EMAIL_NOT_VALID'],
    ['was replaced', withEmail({ isSuperseded: true }), 'CONTACT_POINT_SUPERSEDED'],
    ['is marked unsafe', withEmail({ safe: 'no' }), 'SUP_UNSAFE_CP:marked-unsafe'],
    ['a coordinator said no', withEmail({ safe: 'no', confirmedAt: AFTER }), 'SUP_UNSAFE_CP:marked-unsafe'],
    ['bounced', withEmail({ failedAt: BEFORE }), 'SUP_UNSAFE_CP:failed'],
    [
      'a third party answered',
      withEmail({ thirdPartyAnsweredAt: BEFORE }),
      'SUP_UNSAFE_CP:third-party-answered',
    ],
    ['is someone else’s', withEmail({ belongsTo: 'other' }), 'CONTACT_POINT_OF_SOMEONE_ELSE'],
    ['the person asked for post', safeFacts({ channelOrder: ['post'] }), 'EMAIL_NOT_PREFERRED'],
  ])('%s', (_, facts, key) => {
    const decision = decideContactSafety(facts);
    expect(mayEmailByMachine(decision)).toBe(false);
    expect(decision).toMatchObject({ decision: 'AUTO_OK', chosenEmailContactPointId: null });
    expect(decision.contactPoints[0]).toMatchObject({ isUsableByMachine: false });
    expect(decision.contactPoints[0]?.blockedBy.map(reasonKey)).toEqual([key]);
    expect(decision.reasons.map(reasonKey)).toContain(key);
    const isHeld = key !== 'CONTACT_POINT_SUPERSEDED';
    expect(reasonsAgainstEmail(decision)).toEqual([
      `NO_USABLE_EMAIL:none-${isHeld ? 'usable' : 'held'}`,
      key,
    ]);
  });

  it('says so where none is held, and keeps the other contact points apart', () => {
    const phone = safeEmail({ id: 'phone-1', kind: 'mobile-phone' });
    const broken = safeEmail({ id: 'post-1', kind: 'post', isValid: false });
    const decision = decideContactSafety(safeFacts({ contactPoints: [phone, broken] }));
    expect(decision.decision).toBe('AUTO_OK');
    expect(mayEmailByMachine(decision)).toBe(false);
    expect(decision.reasons.map(reasonKey)).toEqual(['CONTACT_POINT_NOT_VALID', 'NO_USABLE_EMAIL:none-held']);
    expect(decision.contactPoints.map(({ id, isUsableByMachine }) => [id, isUsableByMachine])).toEqual([
      ['phone-1', true],
      ['post-1', false],
    ]);
  });
});

describe('The email that is chosen', () => {
  it('is a usable one, whatever stands against another', () => {
    const contactPoints = [
      safeEmail({ id: 'email-0', failedAt: BEFORE }),
      safeEmail(),
      safeEmail({ id: 'email-2' }),
    ];
    expect(decideContactSafety(safeFacts({ contactPoints })).chosenEmailContactPointId).toBe('email-1');
  });

  it('is the one received last, and one of unknown time only where there is no other', () => {
    const contactPoints = [
      safeEmail({ id: 'email-0', receivedAt: null }),
      safeEmail({ id: 'email-1', receivedAt: BEFORE }),
      safeEmail({ id: 'email-2', receivedAt: '2019-06-19T03:00:00+01:00' }),
    ];
    expect(decideContactSafety(safeFacts({ contactPoints })).chosenEmailContactPointId).toBe('email-2');
  });

  it('is a confirmed one first', () => {
    const contactPoints = [safeEmail({ receivedAt: AFTER }), confirmedEmail({ id: 'email-2' })];
    expect(decideContactSafety(safeFacts({ contactPoints })).chosenEmailContactPointId).toBe('email-2');
  });
});

describe('A coordinator’s confirmation', () => {
  const heldFor: [string, SafetyFacts, string][] = [
    ['a marker', withMarker('domesticAbuse', 'yes', confirmed()), 'SUP_DA:domesticAbuse'],
    ['a blank marker', withMarker('vulnerable', 'blank', confirmed()), 'MARKER_BLANK:vulnerable'],
    [
      'an offence off the list',
      withReferral({ offences: [safeOffence({ isAutomaticContactAllowed: false })] }, confirmed()),
      'OFFENCE_NOT_ON_ALLOW_LIST',
    ],
    ['a stale record', withReferral({ lastUpdatedOn: null }, confirmed()), 'SUP_STALE'],
    [
      'a collision known by then',
      { ...confirmed(), collisions: [{ contactPointId: null, kind: 'suspect-phone', foundAt: BEFORE }] },
      'SUP_SHARED:suspect-phone',
    ],
  ];

  it.each(heldFor)('outranks %s', (_, facts, key) => {
    const decision = decideContactSafety(facts);
    expect(decision).toMatchObject({ decision: 'AUTO_OK', chosenEmailContactPointId: 'email-1' });
    expect(decision.reasons.map((reason) => [reasonKey(reason), reason.isOutranked])).toEqual([[key, true]]);
    expect(reasonsAgainstEmail(decision)).toEqual([]);
  });

  it('outranks what stood against the contact point itself', () => {
    const change = { failedAt: BEFORE, thirdPartyAnsweredAt: BEFORE, belongsTo: 'other' } as const;
    expect(mayEmailByMachine(decideContactSafety(confirmed(change)))).toBe(true);
  });

  it('opens that contact point and no other', () => {
    const contactPoints = [
      confirmedEmail(),
      safeEmail({ id: 'email-2' }),
      safeEmail({ id: 'post-1', kind: 'post' }),
    ];
    const decision = decideContactSafety(withMarker('vulnerable', 'yes', safeFacts({ contactPoints })));
    expect(decision.contactPoints.map(({ isUsableByMachine }) => isUsableByMachine)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('of a phone opens no email', () => {
    const phone = confirmedEmail({ id: 'phone-1', kind: 'mobile-phone' });
    const facts = withMarker('vulnerable', 'yes', safeFacts({ contactPoints: [safeEmail(), phone] }));
    const decision = decideContactSafety(facts);
    expect(decision).toMatchObject({ decision: 'HUMAN_ONLY', chosenEmailContactPointId: null });
    expect(decision.contactPoints[1]).toMatchObject({ id: 'phone-1', isUsableByMachine: true });
  });

  const DO_NOT_CONTACT: [string, SafetyFacts][] = [
    ['a no-contact marker', withMarker('noContact', 'yes', confirmed())],
    ['support refused', withReferral({ isSupportWanted: false }, confirmed())],
    ['an objection', { ...confirmed(), person: safePerson({ hasObjected: true }) }],
    ['a death', { ...confirmed(), person: safePerson({ isDeceased: true }) }],
  ];

  it.each(DO_NOT_CONTACT)('never outranks %s', (_, facts) => {
    const decision = decideContactSafety(facts);
    expect(decision).toMatchObject({ decision: 'DO_NOT_CONTACT', chosenEmailContactPointId: null });
    expect(decision.contactPoints[0]?.isUsableByMachine).toBe(false);
  });

  const UNKNOWN_THEN: [string, SafetyFacts][] = [
    [
      'danger in a version that came later',
      withReferral({ markers: markers({ domesticAbuse: 'yes' }), versionReceivedAt: AFTER }, confirmed()),
    ],
    [
      'danger in a version of unknown time',
      withReferral({ markers: markers({ domesticAbuse: 'yes' }), versionReceivedAt: null }, confirmed()),
    ],
    [
      'a collision found later',
      { ...confirmed(), collisions: [{ contactPointId: null, kind: 'suspect-phone', foundAt: AFTER }] },
    ],
    [
      'a note that came later',
      { ...confirmed(), standingNotes: [{ referralId: null, verdict: 'unread', receivedAt: AFTER }] },
    ],
    ['checks that run behind', { ...confirmed(), areChecksFinished: false }],
    ['an unknown age', { ...confirmed(), person: safePerson({ dateOfBirth: null }) }],
    ['a child', { ...confirmed(), person: safePerson({ dateOfBirth: '2010-01-01' }) }],
    ['a restriction', { ...confirmed(), person: safePerson({ isRestricted: true }) }],
    ['that no referral counts', { ...confirmed(), referrals: [] }],
    ['an email replaced since', confirmed({ isSuperseded: true })],
    ['an email that bounced since', confirmed({ failedAt: AFTER })],
    ['an email that nothing can be sent to', confirmed({ isValid: false })],
    ['itself, where it has no time', withMarker('vulnerable', 'yes', confirmed({ confirmedAt: 'some day' }))],
  ];

  it.each(UNKNOWN_THEN)('does not outrank %s', (_, facts) => {
    expect(mayEmailByMachine(decideContactSafety(facts))).toBe(false);
  });

  it('waits for checks that run behind rather than for a person', () => {
    const facts = withMarker('vulnerable', 'yes', { ...confirmed(), areChecksFinished: false });
    expect(decideContactSafety(facts)).toMatchObject({ decision: 'HUMAN_ONLY', needsRecheckOnly: true });
  });
});
