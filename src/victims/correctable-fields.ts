/** What a person may decide of somebody who is held. */
export const CORRECTABLE_FIELDS = [
  'givenName',
  'middleName',
  'surname',
  'alias',
  'organisationName',
  'namedContact',
  'dateOfBirth',
  'preferredLanguage',
  'isInterpreterRequired',
  'communicationNeeds',
] as const;
export type CorrectableField = (typeof CORRECTABLE_FIELDS)[number];

/** How a colleague knows what is right. */
export const CORRECTION_REASONS = [
  'asked-the-person',
  'seen-a-document',
  'officer-confirmed',
  'professional-told-us',
  'entered-in-error',
] as const;
export type CorrectionReason = (typeof CORRECTION_REASONS)[number];
