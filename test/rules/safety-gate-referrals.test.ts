import { describe, it } from '@jest/globals';
import { DANGER_MARKERS } from '../../src/victims/contact-safety/danger-markers.js';
import type { DangerMarker } from '../../src/victims/contact-safety/danger-markers.js';
import { expectHeldOnlyBy } from '../support/safety-gate-expectations.js';
import type { ConditionRow } from '../support/safety-gate-expectations.js';
import { safeOffence, withMarker, withReferral } from '../support/safety-facts-samples.js';

const offence = (change: Parameters<typeof safeOffence>[0]) =>
  withReferral({ offences: [safeOffence(), safeOffence(change)] });

const OFFENCE: ConditionRow[] = [
  ['no offence at all', withReferral({ offences: [] }), ['SUP_UNMAPPED:crimeOffenceCode'], 'incident-1'],
  ['unmapped', offence({ isMapped: false }), ['SUP_UNMAPPED:crimeOffenceCode'], 'incident-1'],
  [
    'not on the allow-list',
    offence({ isAutomaticContactAllowed: false }),
    ['OFFENCE_NOT_ON_ALLOW_LIST'],
    'incident-1',
  ],
  [
    'a suppressor that follows from no offence',
    offence({ suppressors: ['SUP_UNSAFE_CP'] }),
    ['SUP_UNMAPPED'],
    'incident-1',
  ],
  ['sexual', offence({ suppressors: ['SUP_SEX'] }), ['SUP_SEX'], 'incident-1'],
  ['homicide', offence({ suppressors: ['SUP_BEREAVED'] }), ['SUP_BEREAVED'], 'incident-1', 'DO_NOT_CONTACT'],
  [
    'a suppressor this code does not know',
    offence({ suppressors: ['SUP_NEW' as 'SUP_SEX'] }),
    ['SUP_UNMAPPED'],
    'incident-1',
  ],
  [
    'fraud, listed by mistake',
    offence({ isOfCohortNeverAutomatic: true }),
    ['OFFENCE_COHORT_NEVER_AUTOMATIC'],
    'incident-1',
  ],
  ['cancelled', withReferral({ crimeStatus: 'cancelled' }), ['SUP_CANCELLED:cancelled'], 'incident-1'],
  ['no-crimed', withReferral({ crimeStatus: 'no-crime' }), ['SUP_CANCELLED:no-crime'], 'incident-1'],
  [
    'transferred',
    withReferral({ crimeStatus: 'transferred-out' }),
    ['SUP_CANCELLED:transferred-out'],
    'incident-1',
  ],
  [
    'unknown status',
    withReferral({ crimeStatus: 'unrecognised' }),
    ['SUP_UNMAPPED:crimeStatus'],
    'incident-1',
  ],
];

const OFFENCE_DAYS: ConditionRow[] = [
  ['no first day', withReferral({ offenceFrom: null }), ['SUP_CHILD:offence-day-unknown'], 'incident-1'],
  [
    'a range that may reach into childhood',
    withReferral({ offenceFrom: '1997-01-01', offenceTo: '2019-06-11' }),
    ['SUP_CHILD:under-18-at-offence'],
    'incident-1',
  ],
  [
    'a range that ends before it begins',
    withReferral({ offenceFrom: '2019-06-12' }),
    ['SUP_CHILD:offence-day-unknown'],
    'incident-1',
  ],
  [
    'a first day to come',
    withReferral({ offenceFrom: '2019-06-21', offenceTo: null }),
    ['SUP_CHILD:offence-day-unknown'],
    'incident-1',
  ],
];

const REFERRAL: ConditionRow[] = [
  [
    'a relationship of a group that this code does not know',
    withReferral({ relationshipGroups: ['new-group' as 'stranger'] }),
    ['RELATIONSHIP_NOT_STRANGER:unknown'],
    'referral-1',
  ],
  ['unknown role', withReferral({ role: null as unknown as 'victim' }), ['ROLE_NOT_KNOWN'], 'referral-1'],
  [
    'partner',
    withReferral({ relationshipGroups: ['stranger', 'intimate'] }),
    ['SUP_DA:intimate'],
    'referral-1',
  ],
  [
    'former partner',
    withReferral({ relationshipGroups: ['stranger', 'ex-intimate'] }),
    ['SUP_DA:ex-intimate'],
    'referral-1',
  ],
  ['family', withReferral({ relationshipGroups: ['stranger', 'family'] }), ['SUP_DA:family'], 'referral-1'],
  [
    'carer',
    withReferral({ relationshipGroups: ['stranger', 'carer-or-trust'] }),
    ['SUP_DA:carer-or-trust'],
    'referral-1',
  ],
  [
    'household',
    withReferral({ relationshipGroups: ['stranger', 'household'] }),
    ['SUP_DA:household'],
    'referral-1',
  ],
  [
    'acquaintance',
    withReferral({ relationshipGroups: ['stranger', 'acquaintance'] }),
    ['RELATIONSHIP_NOT_STRANGER:acquaintance'],
    'referral-1',
  ],
  [
    'unknown relationship',
    withReferral({ relationshipGroups: ['stranger', 'unknown'] }),
    ['RELATIONSHIP_NOT_STRANGER:unknown'],
    'referral-1',
  ],
  [
    'organisation',
    withReferral({ relationshipGroups: ['stranger', 'organisation'] }),
    ['SUP_BUSINESS:organisation'],
    'referral-1',
  ],
  ['blank relationship', withReferral({ relationshipGroups: [] }), ['RELATIONSHIP_BLANK'], 'referral-1'],
  [
    'support refused',
    withReferral({ isSupportWanted: false }),
    ['SUP_OPTOUT:support-refused'],
    'referral-1',
    'DO_NOT_CONTACT',
  ],
  ['not aware of the report', withReferral({ isAwareReported: false }), ['SUP_NOT_AWARE'], 'referral-1'],
  ['a refuge as address', withReferral({ isCustodyAddress: true }), ['SUP_CUSTODY'], 'referral-1'],
  [
    'an unknown marker value',
    withReferral({ unknownCodeFields: ['vulnerable'] }),
    ['SUP_UNMAPPED:vulnerable'],
    'referral-1',
  ],
  [
    'an unknown value elsewhere',
    withReferral({ unknownCodeFields: ['anyColumn'] }),
    ['SUP_UNMAPPED:other-field'],
    'referral-1',
  ],
  ['15 days old', withReferral({ lastUpdatedOn: '2019-06-05' }), ['SUP_STALE'], 'referral-1'],
  ['no last update', withReferral({ lastUpdatedOn: null }), ['SUP_STALE'], 'referral-1'],
  ['an update to come', withReferral({ lastUpdatedOn: '2019-06-21' }), ['SUP_STALE'], 'referral-1'],
];

const MARKER_CODES: Record<DangerMarker, string> = {
  domesticAbuse: 'SUP_DA',
  hateCrime: 'MARKER_SET',
  childSexualExploitation: 'SUP_CE',
  childCriminalExploitation: 'SUP_CE',
  modernSlavery: 'SUP_MSHT',
  vulnerable: 'MARKER_SET',
  intimidated: 'MARKER_SET',
  persistentlyTargeted: 'MARKER_SET',
  highHarmFlag: 'MARKER_SET',
  restrainingOrder: 'SUP_ORDER',
  noContact: 'SUP_LIVE',
  alsoSuspect: 'SUP_SUSPECT',
  suspectSameAddress: 'SUP_DA',
  restrictedRecord: 'SUP_RESTRICTED',
  riskOfSelfHarm: 'MARKER_SET',
  welfareRisk: 'MARKER_SET',
  contactGuardian: 'MARKER_SET',
};

const MARKERS: ConditionRow[] = DANGER_MARKERS.flatMap((marker): ConditionRow[] => [
  [
    `${marker} set`,
    withMarker(marker, 'yes'),
    [`${MARKER_CODES[marker]}:${marker}`],
    'referral-1',
    marker === 'noContact' ? 'DO_NOT_CONTACT' : 'HUMAN_ONLY',
  ],
  [`${marker} blank`, withMarker(marker, 'blank'), [`MARKER_BLANK:${marker}`], 'referral-1'],
]);

describe('No email leaves where one condition fails on any of the person’s crimes', () => {
  it.each([...OFFENCE, ...OFFENCE_DAYS, ...REFERRAL, ...MARKERS])('%s', (_, facts, ...expected) => {
    expectHeldOnlyBy(facts, ...expected);
  });
});
