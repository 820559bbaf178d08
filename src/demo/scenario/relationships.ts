import type { Nature } from './offences.js';

/** No current suspect (Standard Data Model, victim to suspect). */
export const NO_SUSPECT = 'PTPR_0102';
/** A stranger. */
export const STRANGER = 'PTPR_0142';
/** The aggrieved is the Crown or a business. */
export const ORGANISATION = 'PTPR_0103';
/** Codes that no reference list knows. */
export const UNKNOWN_RELATIONSHIPS = ['PTPR_0999', 'EXP', 'PTPR_0147'];
/** Not answered, not known, refused. */
export const UNCERTAIN: readonly string[] = ['', 'PTPR_0116', 'PTPR_0115'];

const EX_PARTNERS = ['PTPR_0054', 'PTPR_0055', 'PTPR_0062', 'PTPR_0063', 'PTPR_0067'];
const PARTNERS = ['PTPR_0110', 'PTPR_0092', 'PTPR_0145', 'PTPR_0036', 'PTPR_0023', 'PTPR_0074'];
const FAMILY = ['PTPR_0108', 'PTPR_0119', 'PTPR_0124', 'PTPR_0042', 'PTPR_0039', 'PTPR_0106'];
const CARE_AND_TRUST = ['PTPR_0113', 'PTPR_0029', 'PTPR_0122'];
const ACQUAINTANCES = ['PTPR_0001', 'PTPR_0072', 'PTPR_0097', 'PTPR_0037', 'PTPR_0093', 'PTPR_0143'];

/** Who did it, in the police's codes; the numbers are weights and assumptions. */
type Likelihood = readonly (readonly [readonly string[], number])[];

const OF_PROPERTY: Likelihood = [
  [[NO_SUSPECT], 74],
  [[STRANGER], 14],
  [UNCERTAIN, 5],
  [ACQUAINTANCES, 4.5],
  [EX_PARTNERS, 1.4],
  [FAMILY, 1.1],
];
const OF_VIOLENCE: Likelihood = [
  [[STRANGER], 23],
  [EX_PARTNERS, 17],
  [PARTNERS, 13],
  [FAMILY, 10],
  [ACQUAINTANCES, 20],
  [[NO_SUSPECT], 8],
  [UNCERTAIN, 7],
  [CARE_AND_TRUST, 2],
];
const OF_EXPLOITATION: Likelihood = [
  [UNCERTAIN, 30],
  [CARE_AND_TRUST, 12],
  [ACQUAINTANCES, 30],
  [PARTNERS, 12],
  [[STRANGER], 16],
];
const BY_NATURE: Record<Nature, Likelihood> = {
  burglary: OF_PROPERTY,
  property: OF_PROPERTY,
  fraud: OF_PROPERTY,
  unknown: OF_PROPERTY,
  violence: OF_VIOLENCE,
  stalking: [[EX_PARTNERS, 60], ...OF_VIOLENCE],
  hate: [[[STRANGER], 60], ...OF_VIOLENCE],
  sexual: OF_VIOLENCE,
  bereavement: OF_VIOLENCE,
  'exploitation-child': OF_EXPLOITATION,
  'modern-slavery': OF_EXPLOITATION,
};

/** How likely each group of relationships is for an offence of this nature. */
export function likelyRelationships(nature: Nature): Likelihood {
  return BY_NATURE[nature];
}

/** Whether this is a partner, a former partner or family: domestic, by the police's definition. */
export function isDomestic(relationship: string): boolean {
  return [EX_PARTNERS, PARTNERS, FAMILY].some((group) => group.includes(relationship));
}

/** Whether the two are likely to live together. */
export function isOfOneHome(relationship: string): boolean {
  return [PARTNERS, FAMILY].some((group) => group.includes(relationship));
}
