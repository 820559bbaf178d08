/**
 * How the cell of a field is read.
 * `text`; `texts`: several, apart by the feed's list separator; `yes-no`; `day`; `instant`; `money`: pounds, to pence;
 * `code` and `codes`: of a code list; `yes-no-or-codes`: either.
 */
export type FieldKind =
  'text' | 'texts' | 'yes-no' | 'day' | 'instant' | 'money' | 'code' | 'codes' | 'yes-no-or-codes';

/**
 * Every field that a row of a feed may bring: one victim on a crime. Names are those of the Standard Data Model and of
 * POLE Data Standards v1.1 where they have one.
 */
export const FEED_FIELDS = {
  extractId: 'text',
  forceIdentifier: 'code',
  crimeReference: 'text',
  incidentReference: 'text',
  victimOnCrimeId: 'text',
  personId: 'text',
  reportedDateTime: 'instant',
  recordedDateTime: 'instant',
  incidentStartDateTime: 'instant',
  incidentEndDateTime: 'instant',
  crimeOffenceCode: 'text',
  homeOfficeClassification: 'text',
  offenceTitle: 'text',
  nfibCode: 'text',
  crimeStatus: 'text',
  crimeOutcome: 'code',
  lossAmount: 'money',
  officerCollarNumber: 'text',
  officerName: 'text',
  localPolicingArea: 'text',
  title: 'code',
  givenName: 'text',
  middleName: 'text',
  surname: 'text',
  alias: 'text',
  dateOfBirth: 'day',
  gender: 'code',
  ethnicitySelfDefined: 'code',
  ethnicityObserved: 'code',
  nationality: 'code',
  preferredLanguageSpoken: 'code',
  interpreterRequired: 'yes-no',
  organisationName: 'text',
  subBuildingName: 'text',
  buildingName: 'text',
  buildingNumber: 'text',
  street: 'text',
  cityOrTown: 'text',
  county: 'text',
  postcode: 'text',
  UPRN: 'text',
  mobileTelephone: 'texts',
  homeTelephone: 'texts',
  workTelephone: 'texts',
  emailAddress: 'texts',
  contactPreference: 'codes',
  victimSupport: 'yes-no',
  victimAwareReported: 'yes-no',
  repeatVictim: 'yes-no',
  vulnerable: 'yes-no',
  intimidated: 'yes-no',
  persistentlyTargeted: 'yes-no',
  highHarmFlag: 'yes-no',
  domesticAbuse: 'yes-no',
  hateCrime: 'yes-no',
  childSexualExploitation: 'yes-no',
  childCriminalExploitation: 'yes-no',
  modernSlavery: 'yes-no',
  relationshipToSuspect: 'codes',
  suspectPersonIds: 'texts',
  suspectSameAddress: 'yes-no',
  suspectTelephones: 'texts',
  suspectEmails: 'texts',
  suspectPostcodes: 'texts',
  alsoSuspect: 'yes-no',
  restrainingOrder: 'yes-no',
  noContact: 'yes-no',
  safeContactNotes: 'text',
  riskOfSelfHarm: 'yes-no',
  welfareRisk: 'yes-no',
  disability: 'yes-no-or-codes',
  communicationNeeds: 'text',
  contactGuardian: 'yes-no',
  unresourced: 'yes-no',
  dateOfDeath: 'day',
  restrictedRecord: 'yes-no',
  lastUpdatedDateTime: 'instant',
} as const satisfies Record<string, FieldKind>;

/**
 * Every field that a row about a criminal case may bring: one justice event. The last six are the questions of quality,
 * by the codes that they have in config/victims-code/event-kinds.yaml.
 */
export const EVENT_FIELDS = {
  extractId: 'text',
  eventReference: 'text',
  forceIdentifier: 'code',
  crimeReference: 'text',
  eventKind: 'code',
  eventOutcome: 'code',
  occurredDateTime: 'instant',
  receivedDateTime: 'instant',
  eventSource: 'code',
  suspectKey: 'text',
  victimOnCrimeId: 'text',
  personId: 'text',
  answersReference: 'text',
  answersRule: 'text',
  channel: 'code',
  eventWithdrawn: 'yes-no',
  lastUpdatedDateTime: 'instant',
  reasonsGiven: 'yes-no',
  understood: 'yes-no',
  reviewExplained: 'yes-no',
  supportOffered: 'yes-no',
  preferredMeans: 'yes-no',
  inVictimsLanguage: 'yes-no',
} as const satisfies Record<string, FieldKind>;

/** What the rows of a feed are about: a victim on a crime, or an event of the criminal case. */
export type RowsOfFeed = 'referrals' | 'justice-events';

export type FeedField = keyof typeof FEED_FIELDS | keyof typeof EVENT_FIELDS;

const KINDS: Readonly<Record<FeedField, FieldKind>> = { ...FEED_FIELDS, ...EVENT_FIELDS };

/** The fields of a feed of referrals. */
export const FEED_FIELD_NAMES = Object.keys(FEED_FIELDS) as FeedField[];

const EVENT_FIELD_NAMES = Object.keys(EVENT_FIELDS) as FeedField[];

/** The fields that the rows of a feed may bring. */
export function fieldsOf({ rows }: { rows?: RowsOfFeed | undefined }): readonly FeedField[] {
  return rows === 'justice-events' ? EVENT_FIELD_NAMES : FEED_FIELD_NAMES;
}

export function kindOf(field: FeedField): FieldKind {
  return KINDS[field];
}

/** Whether the field's values are codes of a list. */
export function isCoded(field: FeedField): boolean {
  return KINDS[field] === 'code' || KINDS[field].endsWith('codes');
}

/** Whether the field is answered with yes or no. */
export function isAnswered(field: FeedField): boolean {
  return KINDS[field].startsWith('yes-no');
}
