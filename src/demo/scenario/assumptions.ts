/**
 * How messy the invented extracts are, and how often the police answer what.
 * Every number here is an assumption of ours: no real extract has been seen. They are chosen so that each kind
 * of trouble is present and none drowns the rest.
 */

/** Shares of days. */
export const FILE_MESS = {
  columnsInAnotherOrder: 0.1,
  everythingQuoted: 0.08,
  windowsLineEnds: 0.12,
  byteOrderMark: 0.06,
  noLastLineEnd: 0.1,
  /** The extract of the day before comes once more instead of a new one; its rows come a day later. */
  sentAgain: 0.022,
} as const;

/** How busy a day of the week is for the extract, Monday first (a file holds the day before). */
export const ATHENA_WEEK = [0.94, 1.12, 1.06, 1.02, 1.0, 1.02, 0.84] as const;

/** The same for referrals that people make themselves. */
export const DIRECT_WEEK = [1.1, 1.1, 1.0, 1.0, 0.95, 0.15, 0.1] as const;

/** Shares of rows with a new key that come again some day. */
export const LATER_ROWS = {
  exactRowAgain: 0.04,
  movedLastUpdated: 0.03,
  changed: 0.07,
  changedOnceMore: 0.2,
  /** Of the changed rows without a date of birth. */
  birthDateFound: 0.35,
  olderVersionLate: 0.008,
  twoVersionsInOneFile: 0.004,
  duplicateInFile: 0.006,
  mergedPersonId: 0.002,
  impossibleBirthDate: 0.0008,
} as const;

/** What changes, in proportion. */
export const CHANGES = [
  ['changed-status', 40],
  ['changed-phone-added', 18],
  ['changed-email-added', 9],
  ['changed-offence', 8],
  ['changed-domestic-marker', 6],
  ['changed-suspect-named', 7],
  ['changed-cancelled', 3],
  ['changed-support-refused', 3],
  ['changed-birth-date', 3],
  ['changed-surname', 2],
  ['changed-deceased', 0.6],
] as const;

/** Rows beside the acceptable ones, as shares of them. */
export const SPOILED_ROWS = {
  rejected: 0.006,
  rejectedThenCorrected: 0.003,
  badCrimeReference: 0.0015,
  twoPeopleUnderOneKey: 0.0008,
  personIdContradicts: 0.0008,
} as const;

/** Who the victims are. */
export const VICTIMS = {
  organisation: 0.11,
  regina: 0.03,
  organisationSeenBefore: 0.7,
  organisationWithNamedContact: 0.15,
  child: 0.065,
  childOfSexualOffence: 0.35,
  repeatVictim: 0.07,
  secondVictimOnCrime: 0.08,
  twin: 0.002,
  namesake: 0.003,
  householdMember: 0.02,
  neighbour: 0.03,
  deceased: 0.001,
} as const;

/** What the police hold of a person. */
export const RECORD = {
  noVictimOnCrimeId: 0.06,
  noPersonId: 0.03,
  mobile: 0.74,
  landline: 0.33,
  workPhone: 0.08,
  email: 0.8,
  childMobile: 0.3,
  childEmail: 0.08,
  placeholderPhone: 0.07,
  placeholderEmail: 0.1,
  officerPhone: 0.004,
  officerEmail: 0.002,
  contactSharedByStrangers: 0.003,
  birthDateBlank: 0.05,
  birthDate1900: 0.006,
  noHomeAddress: 0.02,
  unknownOffence: 0.008,
  unknownRelationship: 0.005,
  safeContactNote: 0.025,
} as const;

/** What was asked and answered. */
export const ANSWERS = {
  everyMarker: 0.93,
  someMarkersBlank: 0.05,
  supportYes: 0.62,
  supportNo: 0.05,
  awareYes: 0.93,
  awareNo: 0.015,
} as const;

/** Danger that has nothing to do with the kind of offence. */
export const DANGER = {
  vulnerable: 0.02,
  intimidated: 0.004,
  persistentlyTargeted: 0.004,
  noContact: 0.003,
  restrictedRecord: 0.002,
  riskOfSelfHarm: 0.004,
  welfareRisk: 0.005,
  restrainingOrder: 0.003,
  hateCrime: 0.008,
  childCriminalExploitation: 0.001,
} as const;

/** Where victims and suspects meet. */
export const SUSPECTS = {
  named: 0.7,
  strangerNamed: 0.35,
  seenBefore: 0.15,
  secondSuspect: 0.06,
  phoneOnSameCrime: 0.004,
  emailOnSameCrime: 0.002,
  addressOnSameCrime: 0.004,
  contactOfEarlierVictim: 0.012,
  victimOfEarlierCrime: 0.006,
  counterAllegation: 0.01,
} as const;

/** Direct referrals. */
export const DIRECT = {
  internalAboutAthenaVictim: 0.45,
  selfAboutAthenaVictim: 0.3,
  beforeAthena: 0.12,
  personIdGiven: 0.75,
  organisation: 0.02,
} as const;
