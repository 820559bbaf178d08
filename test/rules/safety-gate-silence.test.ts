import { describe, expect, it } from '@jest/globals';
import { mayEmailByMachine } from '../../src/victims/contact-safety/safety-decision.js';
import type { SafetyFacts } from '../../src/victims/contact-safety/safety-facts.js';
import { decideContactSafety } from '../../src/victims/contact-safety/safety-gate.js';
import { pathsOf, withoutFactAt } from '../support/safety-facts-paths.js';
import {
  confirmedEmail,
  safeEmail,
  safeFacts,
  safeReferral,
  withReferral,
} from '../support/safety-facts-samples.js';

/** Where silence is let pass: names of rows, and the three facts of which only a stated answer is held. */
const MAY_BE_SILENT = [
  'person.id',
  'referrals.0.referralId',
  'referrals.0.incidentId',
  'aboutReferralId',
  'referrals.0.offenceTo',
  'referrals.0.isSupportWanted',
  'referrals.0.isAwareReported',
  'referrals.0.doesBlankRelationshipMeanNoSuspect',
  'referrals.0.versionReceivedAt',
  'contactPoints.0.id',
  'contactPoints.0.receivedAt',
  'contactPoints.0.confirmedAt',
  'contactPoints.0.failedAt',
  'contactPoints.0.thirdPartyAnsweredAt',
];

describe('Blank is never yes', () => {
  const paths = pathsOf(safeFacts()).map((path) => path.join('.'));

  it.each(paths.filter((path) => !MAY_BE_SILENT.includes(path)))('no email leaves without %s', (path) => {
    expect(mayEmailByMachine(decideContactSafety(withoutFactAt(safeFacts(), path.split('.'))))).toBe(false);
  });

  it.each(MAY_BE_SILENT)('%s is a fact that silence of is let pass', (path) => {
    expect(paths).toContain(path);
    expect(decideContactSafety(withoutFactAt(safeFacts(), path.split('.'))).decision).toBe('AUTO_OK');
  });

  const RESTING_ON_ONE: [string, SafetyFacts, string][] = [
    [
      'a confirmation without its time',
      withReferral({ isCustodyAddress: true }, safeFacts({ contactPoints: [confirmedEmail()] })),
      'contactPoints.0.confirmedAt',
    ],
    [
      'a confirmation where the time of the danger is missing',
      withReferral({ isCustodyAddress: true }, safeFacts({ contactPoints: [confirmedEmail()] })),
      'referrals.0.versionReceivedAt',
    ],
    [
      'a feed that does not say what its blank means',
      withReferral({ relationshipGroups: [], doesBlankRelationshipMeanNoSuspect: true }),
      'referrals.0.doesBlankRelationshipMeanNoSuspect',
    ],
    [
      'a referral among several that is not said to be the one meant',
      safeFacts({
        referrals: [safeReferral(), safeReferral({ referralId: 'referral-2', lastUpdatedOn: '2019-01-01' })],
        contactPoints: [safeEmail()],
      }),
      'aboutReferralId',
    ],
  ];

  it.each(RESTING_ON_ONE)('%s opens nothing', (_, facts, path) => {
    expect(mayEmailByMachine(decideContactSafety(facts))).toBe(true);
    expect(mayEmailByMachine(decideContactSafety(withoutFactAt(facts, path.split('.'))))).toBe(false);
  });
});
