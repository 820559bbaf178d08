import type { Nature } from '../scenario/offences.js';

/**
 * How invented criminal cases go on, and how well agencies tell victims and write it down. Every number is an assumption
 * of ours: chosen so that each state of a duty occurs for each group and agency, and none drowns the rest.
 */

/** What agencies' files show. */
export const RECORDS = {
  /** Days from the first of the period on which the files become complete: silence before is no evidence. */
  policeFrom: 7,
  witnessCareFrom: 14,
} as const;

/** Of which crimes files of events come: all of serious and organised crime, a share of the others. */
export const FOLLOWED = { serious: 1, referredDirectly: 0.3, others: 0.012 } as const;
export const SERIOUS_AND_ORGANISED: readonly Nature[] = ['modern-slavery', 'exploitation-child', 'fraud'];

type Group = 'modern-slavery' | 'exploitation-child' | 'fraud' | 'other';
type Shares = Record<Group, number>;

/** What becomes of a report. */
export const INVESTIGATION: Record<'notInvestigated' | 'arrest', Shares> = {
  notInvestigated: { 'modern-slavery': 0.04, 'exploitation-child': 0.05, fraud: 0.4, other: 0.3 },
  arrest: { 'modern-slavery': 0.85, 'exploitation-child': 0.7, fraud: 0.25, other: 0.45 },
};

export function groupOf(nature: Nature): Group {
  return nature === 'modern-slavery' || nature === 'exploitation-child' || nature === 'fraud'
    ? nature
    : 'other';
}

/** First days: how often each is done, and written down. */
export const FIRST_DAYS = {
  acknowledged: 0.4,
  leaflet: 0.5,
  needsAssessed: 0.35,
  statement: 0.25,
  contactPlan: 0.2,
  restorativeJustice: 0.1,
  compensation: 0.15,
  familyLiaison: 0.7,
  business: 0.4,
} as const;

/** After an arrest. */
export const AFTER_ARREST = [
  ['released', 26],
  ['bailed', 40],
  ['charged', 34],
] as const;
export const AFTER_BAIL = [
  ['changed', 25],
  ['released', 25],
  ['charged', 50],
] as const;
export const DECISIONS = [
  ['charged', 70],
  ['out-of-court', 12],
  ['not-prosecuted', 18],
] as const;

/** At court. */
export const COURT = {
  guiltyPlea: 0.5,
  contactScheme: 0.55,
  appeal: 0.15,
  prosecutionChanged: 0.15,
  warrant: 0.06,
  hearingChanged: 0.2,
  /** Nobody wrote down when it reached the Witness Care Unit. */
  receiptUnknown: 0.08,
  claimsExpenses: 0.6,
} as const;

/** When somebody is told of an event, in days, and how often never. */
export const TELLING = {
  enhanced: [
    [[0, 1], 58],
    [[2, 5], 20],
    [[9, 13], 8],
    [null, 14],
  ],
  standard: [
    [[0, 4], 60],
    [[9, 14], 22],
    [null, 18],
  ],
  /** Of those never told: somebody tried. */
  triedInVain: 0.25,
  guardian: 0.55,
  reasonsGiven: 0.6,
  understood: 0.25,
} as const;

/** What victims choose, or have to. */
export const VICTIMS_WISH = [
  ['everything', 89],
  ['declined-all', 3],
  ['other-timing', 3],
  ['declined-some', 1.5],
  ['unsafe', 3.5],
] as const;
export const RESUMED = 0.35;

/** What victims themselves say of having been told. */
export const VICTIMS_WORD = {
  ofTold: 0.05,
  ofNotTold: 0.2,
  whereTold: [
    ['told', 70],
    ['not-told', 18],
    ['not-sure', 12],
  ],
  whereNotTold: [
    ['told', 8],
    ['not-told', 74],
    ['not-sure', 18],
  ],
} as const;

export const COMPLAINTS = 0.05;

/** How files come, and what is wrong with them; shares of rows. */
export const FILE_ROWS = {
  dayAlone: 0.07,
  daysToFile: [
    [0, 80],
    [1, 12],
    [3, 8],
  ],
  twiceInOneFile: 0.01,
  againLater: 0.02,
  corrected: 0.025,
  withdrawn: 0.008,
  beforeWhatItAnswers: 0.01,
  unknownCrime: 0.008,
  unknownKind: 0.006,
  unknownOutcome: 0.004,
  unknownVictim: 0.005,
  impossibleTime: 0.006,
  unreadable: 0.004,
} as const;
