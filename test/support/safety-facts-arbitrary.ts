import fc from 'fast-check';
import { DANGER_MARKERS } from '../../src/victims/contact-safety/danger-markers.js';
import { COLLISION_KINDS, RELATIONSHIP_GROUPS } from '../../src/victims/contact-safety/safety-facts.js';
import type { ReferralFacts, SafetyFacts } from '../../src/victims/contact-safety/safety-facts.js';
import { SUPPRESSOR_CODES } from '../../src/victims/contact-safety/safety-reasons.js';
import {
  confirmedEmail,
  safeEmail,
  safeFacts,
  safeOffence,
  safePerson,
  safeReferral,
} from './safety-facts-samples.js';

/** One change of the facts, with its name for the counterexample. */
export interface Change {
  name: string;
  apply: (facts: SafetyFacts) => SafetyFacts;
}

const LATER = '2019-06-20T06:00:00Z';

/** What makes contact more dangerous, wherever it strikes. */
export const danger: fc.Arbitrary<Change> = fc.oneof(
  inReferral('marker', fc.constantFrom(...DANGER_MARKERS), (referral, marker) => ({
    markers: { ...referral.markers, [marker]: 'yes' },
    raisedAtVersion: { ...referral.raisedAtVersion, [marker]: 9 },
  })),
  inReferral('suppressor', fc.constantFrom(...SUPPRESSOR_CODES), ({ offences }, code) => ({
    offences: [...offences, safeOffence({ suppressors: [code] })],
  })),
  inReferral('offence', fc.constantFrom('isMapped', 'isAutomaticContactAllowed'), ({ offences }, fact) => ({
    offences: offences.map((offence) => ({ ...offence, [fact]: false })),
  })),
  inReferral(
    'near suspect',
    fc.constantFrom('intimate', 'family', 'household'),
    ({ relationshipGroups }, group) => ({
      relationshipGroups: [...relationshipGroups, group],
    }),
  ),
  inReferral('refused', fc.constant(false), (_, isSupportWanted) => ({ isSupportWanted })),
  inReferral('unaware', fc.constant(false), (_, isAwareReported) => ({ isAwareReported })),
  inReferral('custody', fc.constant(true), (_, isCustodyAddress) => ({ isCustodyAddress })),
  inReferral('unknown code', fc.string(), ({ unknownCodeFields }, field) => ({
    unknownCodeFields: [...unknownCodeFields, field],
  })),
  fc.constantFrom('isDeceased', 'isRestricted', 'hasObjected').map((fact) => ({
    name: fact,
    apply: (facts: SafetyFacts) => ({ ...facts, person: { ...facts.person, [fact]: true } }),
  })),
  fc
    .record({ kind: fc.constantFrom(...COLLISION_KINDS), point: fc.constantFrom(null, 'email-0') })
    .map(({ kind, point }): Change => ({
      name: kind,
      apply: (facts) => ({
        ...facts,
        collisions: [...facts.collisions, { kind, contactPointId: point, foundAt: LATER }],
      }),
    })),
  fc.constantFrom('unread' as const, 'warning' as const).map((verdict) => ({
    name: `note ${verdict}`,
    apply: (facts: SafetyFacts) => ({
      ...facts,
      standingNotes: [...facts.standingNotes, { referralId: null, verdict, receivedAt: LATER }],
    }),
  })),
  fc.constant({
    name: 'unfinished checks',
    apply: (facts: SafetyFacts) => ({ ...facts, areChecksFinished: false }),
  }),
  inEmail('unsafe', { safe: 'no' }),
  inEmail('bounced', { failedAt: LATER }),
  inEmail('third party', { thirdPartyAnsweredAt: LATER }),
  inEmail('someone else', { belongsTo: 'other' }),
);

/** What is left blank or unknown about one thing that must be known. */
export const blank: fc.Arbitrary<Change> = fc.oneof(
  inReferral('blank marker', fc.constantFrom(...DANGER_MARKERS), ({ markers }, marker) => ({
    markers: { ...markers, [marker]: 'blank' },
    liftedMarkers: [],
  })),
  inReferral('relationship', fc.constantFrom([], ['unknown' as const]), (_, relationshipGroups) => ({
    relationshipGroups,
    doesBlankRelationshipMeanNoSuspect: false,
  })),
  inReferral('offence', fc.constant(false), ({ offences }, isMapped) => ({
    offences: [...offences, safeOffence({ isMapped })],
  })),
  inReferral('first day', fc.constant(null), (_, offenceFrom) => ({ offenceFrom })),
  inReferral('status', fc.constant('unrecognised' as const), (_, crimeStatus) => ({ crimeStatus })),
  fc.constant({
    name: 'birth date',
    apply: (facts: SafetyFacts) => ({ ...facts, person: { ...facts.person, dateOfBirth: null } }),
  }),
);

/** One to three referrals and up to three emails of an adult, up to three things wrong, some confirmed by a coordinator. */
export function someFacts({ mayBeConfirmed }: { mayBeConfirmed: boolean }): fc.Arbitrary<SafetyFacts> {
  const emails = fc.array(fc.boolean(), { maxLength: 3 }).map((confirmed) =>
    confirmed.map((isConfirmed, at) => {
      const id = `email-${at}`;
      return isConfirmed && mayBeConfirmed ? confirmedEmail({ id }) : safeEmail({ id });
    }),
  );
  const base = fc.record({
    referrals: fc.array(someReferral, { minLength: 1, maxLength: 3 }).map(numbered),
    contactPoints: emails,
    person: fc
      .constantFrom('1980-03-04', '2001-06-20', '2010-01-01')
      .map((dateOfBirth) => safePerson({ dateOfBirth })),
    aboutReferralId: fc.constantFrom(null, 'referral-0', 'referral-1'),
  });
  const wrongs = fc.array(fc.oneof(danger, blank), { maxLength: 2 });
  return fc
    .tuple(base, wrongs)
    .map(([parts, changes]) => changes.reduce((facts, change) => change.apply(facts), safeFacts(parts)));
}

const someReferral: fc.Arbitrary<Partial<ReferralFacts>> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.record({
      relationshipGroups: fc.array(fc.constantFrom(...RELATIONSHIP_GROUPS), { maxLength: 2 }),
      unknownCodeFields: fc.array(fc.string(), { maxLength: 1 }),
      offences: fc.boolean().map((isOfCohortNeverAutomatic) => [safeOffence({ isOfCohortNeverAutomatic })]),
      lastUpdatedOn: fc.constantFrom('2019-06-18', '2019-01-01', null),
    }),
  },
);

function numbered(changes: Partial<ReferralFacts>[]): ReferralFacts[] {
  return changes.map((change, at) =>
    safeReferral({ referralId: `referral-${at}`, incidentId: `incident-${at}`, ...change }),
  );
}

function inReferral<Value>(
  name: string,
  values: fc.Arbitrary<Value>,
  change: (referral: ReferralFacts, value: Value) => Partial<ReferralFacts>,
): fc.Arbitrary<Change> {
  return fc.tuple(fc.nat(2), values).map(([at, value]) => ({
    name: `${name} ${String(value)}`,
    apply: (facts) => ({
      ...facts,
      referrals: facts.referrals.map((referral, index) =>
        index === at % facts.referrals.length ? { ...referral, ...change(referral, value) } : referral,
      ),
    }),
  }));
}

function inEmail(name: string, change: Parameters<typeof safeEmail>[0]): fc.Arbitrary<Change> {
  return fc.nat(2).map((at) => ({
    name,
    apply: (facts) => ({
      ...facts,
      contactPoints: facts.contactPoints.map((point, index) =>
        index === at % facts.contactPoints.length ? { ...point, ...change } : point,
      ),
    }),
  }));
}
