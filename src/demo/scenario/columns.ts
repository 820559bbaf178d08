/**
 * The columns of the daily Athena extract, one row a victim on a crime, in the layout's own order.
 * A header may bring them in any order.
 */
export const COLUMNS = [
  'extractId',
  'forceIdentifier',
  'crimeReference',
  'incidentReference',
  'victimOnCrimeId',
  'personId',
  'reportedDateTime',
  'recordedDateTime',
  'incidentStartDateTime',
  'incidentEndDateTime',
  'crimeOffenceCode',
  'homeOfficeClassification',
  'offenceTitle',
  'nfibCode',
  'crimeStatus',
  'crimeOutcome',
  'lossAmount',
  'officerCollarNumber',
  'officerName',
  'localPolicingArea',
  'title',
  'givenName',
  'middleName',
  'surname',
  'alias',
  'dateOfBirth',
  'gender',
  'ethnicitySelfDefined',
  'ethnicityObserved',
  'nationality',
  'preferredLanguageSpoken',
  'interpreterRequired',
  'organisationName',
  'subBuildingName',
  'buildingName',
  'buildingNumber',
  'street',
  'cityOrTown',
  'county',
  'postcode',
  'UPRN',
  'mobileTelephone',
  'homeTelephone',
  'workTelephone',
  'emailAddress',
  'contactPreference',
  'victimSupport',
  'victimAwareReported',
  'repeatVictim',
  'vulnerable',
  'intimidated',
  'persistentlyTargeted',
  'highHarmFlag',
  'domesticAbuse',
  'hateCrime',
  'childSexualExploitation',
  'childCriminalExploitation',
  'modernSlavery',
  'relationshipToSuspect',
  'suspectPersonIds',
  'suspectSameAddress',
  'suspectTelephones',
  'suspectEmails',
  'suspectPostcodes',
  'alsoSuspect',
  'restrainingOrder',
  'noContact',
  'safeContactNotes',
  'riskOfSelfHarm',
  'welfareRisk',
  'disability',
  'communicationNeeds',
  'contactGuardian',
  'unresourced',
  'dateOfDeath',
  'restrictedRecord',
  'lastUpdatedDateTime',
] as const;

/** A column of the extract. */
export type Column = (typeof COLUMNS)[number];

/** One row of the extract; an unanswered column is an empty string. */
export type AthenaRow = Record<Column, string>;

/** The markers of danger: a machine contacts nobody for whom one is true or unanswered. */
export const DANGER_MARKERS = [
  'domesticAbuse',
  'hateCrime',
  'childSexualExploitation',
  'childCriminalExploitation',
  'modernSlavery',
  'vulnerable',
  'intimidated',
  'persistentlyTargeted',
  'highHarmFlag',
  'restrainingOrder',
  'noContact',
  'alsoSuspect',
  'suspectSameAddress',
  'restrictedRecord',
  'riskOfSelfHarm',
  'welfareRisk',
  'contactGuardian',
] as const satisfies readonly Column[];

/** A marker of danger. */
export type DangerMarker = (typeof DANGER_MARKERS)[number];

/** The markers of one victim on one crime: yes, no, or not answered. */
export type Markers = Record<DangerMarker, 'true' | 'false' | ''>;

/** Every danger marker answered with no. */
export function noDanger(): Markers {
  return { ...NO_DANGER };
}

/** A row in which nothing is answered. */
export function emptyRow(): AthenaRow {
  return { ...EMPTY_ROW };
}

const NO_DANGER = Object.fromEntries(DANGER_MARKERS.map((marker) => [marker, 'false'])) as Markers;
const EMPTY_ROW = Object.fromEntries(COLUMNS.map((column) => [column, ''])) as AthenaRow;
