import { DANGER_MARKERS } from '../../src/victims/contact-safety/danger-markers.js';
import type { DangerMarker, MarkerAnswer } from '../../src/victims/contact-safety/danger-markers.js';
import type {
  ContactPointFacts,
  OffenceRule,
  PersonFacts,
  ReferralFacts,
  SafetyFacts,
} from '../../src/victims/contact-safety/safety-facts.js';

/** Facts of invented people for the safety gate. `safeFacts()` is the one person whom a machine may email. */
export function safeFacts(change: Partial<SafetyFacts> = {}): SafetyFacts {
  return {
    today: '2019-06-20',
    person: safePerson(),
    referrals: [safeReferral()],
    aboutReferralId: 'referral-1',
    staleAfterDays: 14,
    standingNotes: [],
    collisions: [],
    areChecksFinished: true,
    contactPoints: [safeEmail()],
    channelOrder: [],
    ...change,
  };
}

export function safePerson(change: Partial<PersonFacts> = {}): PersonFacts {
  return {
    id: 'person-1',
    kind: 'individual',
    dateOfBirth: '1980-03-04',
    isDeceased: false,
    isRestricted: false,
    hasObjected: false,
    ...change,
  };
}

export function safeReferral(change: Partial<ReferralFacts> = {}): ReferralFacts {
  return {
    referralId: 'referral-1',
    incidentId: 'incident-1',
    role: 'victim',
    offences: [safeOffence()],
    offenceFrom: '2019-06-10',
    offenceTo: '2019-06-11',
    crimeStatus: 'current',
    relationshipGroups: ['stranger'],
    doesBlankRelationshipMeanNoSuspect: false,
    isSupportWanted: true,
    isAwareReported: true,
    isCustodyAddress: false,
    unknownCodeFields: [],
    lastUpdatedOn: '2019-06-18',
    versionReceivedAt: '2019-06-19T02:00:00Z',
    markers: markers(),
    raisedAtVersion: {},
    liftedMarkers: [],
    ...change,
  };
}

export function safeOffence(change: Partial<OffenceRule> = {}): OffenceRule {
  return {
    isMapped: true,
    isAutomaticContactAllowed: true,
    suppressors: [],
    isOfCohortNeverAutomatic: false,
    ...change,
  };
}

export function safeEmail(change: Partial<ContactPointFacts> = {}): ContactPointFacts {
  return {
    id: 'email-1',
    kind: 'email',
    receivedAt: '2019-06-19T02:00:00Z',
    isValid: true,
    belongsTo: 'victim',
    safe: 'unknown',
    confirmedAt: null,
    isSuperseded: false,
    failedAt: null,
    thirdPartyAnsweredAt: null,
    ...change,
  };
}

/** A coordinator confirmed it after everything in `safeFacts` had come. */
export function confirmedEmail(change: Partial<ContactPointFacts> = {}): ContactPointFacts {
  return safeEmail({ safe: 'yes', confirmedAt: '2019-06-19T12:00:00Z', ...change });
}

/** Every marker answered no, save those given. */
export function markers(
  change: Partial<Record<DangerMarker, MarkerAnswer>> = {},
): Record<DangerMarker, MarkerAnswer> {
  const answered = Object.fromEntries(DANGER_MARKERS.map((marker) => [marker, 'no' as const]));
  return { ...(answered as Record<DangerMarker, MarkerAnswer>), ...change };
}

export function withReferral(change: Partial<ReferralFacts>, facts = safeFacts()): SafetyFacts {
  const [first = safeReferral(), ...others] = facts.referrals;
  return { ...facts, referrals: [{ ...first, ...change }, ...others] };
}

export function withMarker(marker: DangerMarker, answer: MarkerAnswer, facts = safeFacts()): SafetyFacts {
  const answers = { ...(facts.referrals[0]?.markers ?? markers()), [marker]: answer };
  return withReferral({ markers: answers }, facts);
}

export function withEmail(change: Partial<ContactPointFacts>): SafetyFacts {
  return safeFacts({ contactPoints: [safeEmail(change)] });
}
