import type { DangerMarker, MarkerAnswer } from '../victims/contact-safety/danger-markers.js';
import type { Pathway } from '../victims/vocabulary.js';

/** What is known of a referral that bears on who is worked first. */
export interface PriorityFacts {
  pathway: Pathway;
  cohorts: readonly string[];
  markers: Readonly<Record<DangerMarker, MarkerAnswer>>;
  isChildOrUnknownAge: boolean;
  isRepeatVictim: boolean;
}

export interface Priority {
  /** Higher is worked first. */
  points: number;
  /** Why, each a code of `PRIORITY_POINTS`, weightiest first. */
  reasons: PriorityReason[];
}

/**
 * What each reason weighs. The cohorts are those that the service calls proactively (VAL report to the Police and Crime
 * Panel, 10 September 2019, para 14); the weights are ours and nobody outside has confirmed them.
 */
export const PRIORITY_POINTS = {
  'risk-of-self-harm': 60,
  'welfare-risk': 60,
  'modern-slavery': 50,
  'child-sexual-exploitation': 50,
  'child-or-age-unknown': 40,
  'sexual-offence': 40,
  'domestic-abuse': 40,
  bereaved: 40,
  'high-harm': 30,
  'hate-crime': 25,
  'referred-directly': 25,
  vulnerable: 20,
  intimidated: 20,
  'persistently-targeted': 20,
  'repeat-victim': 15,
  fraud: 10,
  burglary: 10,
} as const;
export type PriorityReason = keyof typeof PRIORITY_POINTS;

const BY_MARKER: Partial<Record<DangerMarker, PriorityReason>> = {
  riskOfSelfHarm: 'risk-of-self-harm',
  welfareRisk: 'welfare-risk',
  modernSlavery: 'modern-slavery',
  childSexualExploitation: 'child-sexual-exploitation',
  childCriminalExploitation: 'child-sexual-exploitation',
  domesticAbuse: 'domestic-abuse',
  highHarmFlag: 'high-harm',
  hateCrime: 'hate-crime',
  vulnerable: 'vulnerable',
  intimidated: 'intimidated',
  persistentlyTargeted: 'persistently-targeted',
};

const BY_COHORT: Record<string, PriorityReason> = {
  msht: 'modern-slavery',
  cse: 'child-sexual-exploitation',
  sexual: 'sexual-offence',
  domestic: 'domestic-abuse',
  homicide: 'bereaved',
  fraud: 'fraud',
  burglary: 'burglary',
};

/** From these points on a person is telephoned, whatever else is sent. */
export const CALL_FROM = 25;

/** The reasons that cohorts give. */
export function reasonsOfCohorts(cohorts: readonly string[]): PriorityReason[] {
  return cohorts.flatMap((cohort) => BY_COHORT[cohort] ?? []);
}

/** How urgent a referral makes its case, and why. */
export function priorityOf(facts: PriorityFacts): Priority {
  const found = new Set<PriorityReason>();
  for (const [marker, reason] of Object.entries(BY_MARKER)) {
    if (facts.markers[marker as DangerMarker] === 'yes') found.add(reason);
  }
  reasonsOfCohorts(facts.cohorts).forEach((reason) => found.add(reason));
  if (facts.isChildOrUnknownAge) found.add('child-or-age-unknown');
  if (facts.isRepeatVictim) found.add('repeat-victim');
  if (facts.pathway !== 'athena') found.add('referred-directly');
  const reasons = [...found].sort(
    (one, other) => PRIORITY_POINTS[other] - PRIORITY_POINTS[one] || one.localeCompare(other),
  );
  return { points: reasons.reduce((sum, reason) => sum + PRIORITY_POINTS[reason], 0), reasons };
}
