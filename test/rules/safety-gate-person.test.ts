import { describe, expect, it } from '@jest/globals';
import { reasonKey, reasonsAgainstEmail } from '../../src/victims/contact-safety/safety-decision.js';
import type { ReferralFacts, SafetyFacts } from '../../src/victims/contact-safety/safety-facts.js';
import { decideContactSafety } from '../../src/victims/contact-safety/safety-gate.js';
import {
  NAMED_REASONS,
  SAFETY_REASON_CODES,
  SUPPRESSOR_CODES,
} from '../../src/victims/contact-safety/safety-reasons.js';
import {
  markers,
  safeFacts,
  safeOffence,
  safePerson,
  safeReferral,
  withMarker,
  withReferral,
} from '../support/safety-facts-samples.js';

const older = safeReferral({ referralId: 'referral-0', incidentId: 'incident-0' });
const keysOf = (facts: SafetyFacts) => decideContactSafety(facts).reasons.map(reasonKey);

describe('Danger belongs to the person', () => {
  it('holds contact about every crime where one of them is dangerous', () => {
    const dangerous = { ...older, markers: markers({ domesticAbuse: 'yes' }) };
    const decision = decideContactSafety(safeFacts({ referrals: [safeReferral(), dangerous] }));
    expect(decision.decision).toBe('HUMAN_ONLY');
    expect(decision.reasons).toEqual([
      {
        code: 'SUP_DA',
        effect: 'human-only',
        about: { kind: 'referral', id: 'referral-0' },
        detail: 'domesticAbuse',
        isOutranked: false,
      },
    ]);
  });

  it('lists every reason, the gravest first', () => {
    const facts = withReferral(
      {
        markers: markers({ vulnerable: 'blank', noContact: 'yes', modernSlavery: 'yes' }),
        offences: [safeOffence({ isMapped: false, isAutomaticContactAllowed: false })],
        lastUpdatedOn: '2019-01-01',
      },
      safeFacts({ person: safePerson({ dateOfBirth: null }), contactPoints: [], areChecksFinished: false }),
    );
    expect(keysOf(facts)).toEqual([
      'SUP_LIVE:noContact',
      'SUP_CHILD:birth-date-unknown',
      'SUP_MSHT:modernSlavery',
      'SUP_UNMAPPED:crimeOffenceCode',
      'MARKER_BLANK:vulnerable',
      'OFFENCE_NOT_ON_ALLOW_LIST',
      'SUP_STALE',
      'CHECKS_NOT_FINISHED',
      'NO_USABLE_EMAIL:none-held',
    ]);
    expect(decideContactSafety(facts).decision).toBe('DO_NOT_CONTACT');
  });
});

describe('A danger marker', () => {
  it('that the feed never sends does not hold contact', () => {
    expect(keysOf(withMarker('welfareRisk', 'never-sent'))).toEqual([]);
  });

  const lift = { marker: 'vulnerable', atVersion: 2, liftedBy: 'a-coordinator' } as const;
  const set = markers({ vulnerable: 'yes' });

  const lifts: [string, Partial<ReferralFacts>, string[]?][] = [
    ['is clear when a person lifted it', { raisedAtVersion: { vulnerable: 2 }, liftedMarkers: [lift] }, []],
    [
      'is danger again when a later version raises it',
      { raisedAtVersion: { vulnerable: 3 }, liftedMarkers: [lift] },
    ],
    ['stays where it is not known when it was raised', { raisedAtVersion: {}, liftedMarkers: [lift] }],
    [
      'stays where nobody stands for the lift',
      { raisedAtVersion: { vulnerable: 1 }, liftedMarkers: [{ ...lift, liftedBy: '' }] },
    ],
    [
      'stays where another marker was lifted',
      { raisedAtVersion: { vulnerable: 1 }, liftedMarkers: [{ ...lift, marker: 'intimidated' }] },
    ],
  ];

  it.each(lifts)('%s', (_, change, expected = ['MARKER_SET:vulnerable']) => {
    expect(keysOf(withReferral({ markers: set, ...change }))).toEqual(expected);
  });
});

describe('The relationship to the suspect', () => {
  it('may be blank where the feed’s mapping says that blank means no suspect', () => {
    const blank = { relationshipGroups: [], doesBlankRelationshipMeanNoSuspect: true };
    expect(keysOf(withReferral(blank))).toEqual([]);
  });

  it('is also enough as no current suspect', () => {
    expect(keysOf(withReferral({ relationshipGroups: ['no-current-suspect'] }))).toEqual([]);
  });
});

describe('Silence that the rules let pass', () => {
  it.each([
    ['nobody asked whether support is wanted', withReferral({ isSupportWanted: null })],
    ['nobody said whether the person knows of the report', withReferral({ isAwareReported: null })],
    ['the source gives no crime status', withReferral({ crimeStatus: 'not-given' })],
    ['the offence has no last day', withReferral({ offenceTo: null })],
  ])('%s', (_, facts) => {
    expect(decideContactSafety(facts).decision).toBe('AUTO_OK');
  });
});

describe('A stale record', () => {
  const stale = { ...older, lastUpdatedOn: '2019-04-01' };

  it('holds only the message that is about it', () => {
    const referrals = [safeReferral(), stale];
    expect(keysOf(safeFacts({ referrals }))).toEqual([]);
    expect(keysOf(safeFacts({ referrals, aboutReferralId: 'referral-0' }))).toEqual(['SUP_STALE']);
  });

  it('is fresh on the last day of the threshold', () => {
    expect(keysOf(withReferral({ lastUpdatedOn: '2019-06-06' }))).toEqual([]);
  });

  it.each([null, 'referral-of-nobody'])('holds all where the message is about %s', (aboutReferralId) => {
    expect(keysOf(safeFacts({ referrals: [safeReferral(), stale], aboutReferralId }))).toEqual(['SUP_STALE']);
  });
});

describe('What may pass by itself', () => {
  it.each([
    ['checks that run behind', safeFacts({ areChecksFinished: false }), true],
    ['a stale record', withReferral({ lastUpdatedOn: null }), true],
    [
      'checks that run behind and a marker',
      withMarker('vulnerable', 'yes', safeFacts({ areChecksFinished: false })),
      false,
    ],
    ['nothing to wait for', safeFacts(), false],
  ])('%s', (_, facts, expected) => {
    expect(decideContactSafety(facts).needsRecheckOnly).toBe(expected);
  });
});

describe('Reason codes', () => {
  it('each have a plain sentence, in code or, for a suppressor, in policy', () => {
    const described = [...SUPPRESSOR_CODES, ...Object.keys(NAMED_REASONS)];
    expect([...SAFETY_REASON_CODES].sort()).toEqual(described.sort());
    for (const { sentence } of Object.values(NAMED_REASONS)) expect(sentence).toMatch(/^[A-Z].{20,110}\.$/);
  });

  it('count once for a report however many crimes give them', () => {
    const child = safePerson({ dateOfBirth: null });
    const blank = { markers: markers({ vulnerable: 'blank' }) };
    const referrals = [safeReferral(blank), { ...older, ...blank }];
    const decision = decideContactSafety(safeFacts({ person: child, referrals }));
    expect(decision.reasons).toHaveLength(3);
    expect(reasonsAgainstEmail(decision)).toEqual([
      'SUP_CHILD:birth-date-unknown',
      'MARKER_BLANK:vulnerable',
    ]);
  });
});
