import type { Pathway } from '../../victims/vocabulary.js';

/** What a line counts: figures of different units are never added. */
export type LineUnit = 'referral' | 'person' | 'needs assessment' | 'agency referral' | 'outcome';

/**
 * How figures of two periods relate. `flow`: things that happened, so the figures of two periods that make up a whole
 * add up to its own. `persons`: each person once, so somebody who counts in both periods counts once in the whole.
 * `stock`: how things stood at the end of the period.
 */
export type LineKind = 'flow' | 'persons' | 'stock';

/** One line of the report: what is counted, in what unit, and how. */
export interface LineDefinition {
  code: string;
  label: string;
  unit: LineUnit;
  kind: LineKind;
  definition: string;
  source: string;
  /** How sure the definition is: the published report gives figures, and no definitions. */
  factStatus: 'certain' | 'ours';
}

const REPORT = 'VAL report to the West Mercia Police and Crime Panel, 10 September 2019, para';
const COUNTED =
  'Distinct referrals (by feed and key) first accepted in the period, London days. Repeats, new versions, quarantined and rejected rows are not counted; a quarantined row counts when a person releases it.';
const REACHED =
  'People of whom a call in the period reached them or the contact they agreed on, each once, by the first such call.';

/** The pathway lines in the order of the published report. */
export const PATHWAY_LINES: Record<Pathway, LineDefinition> = {
  athena: pathway('referrals.athena', 'Athena data transfer'),
  internal: pathway('referrals.internal', 'Internal referrals (officers, harm assessment unit)'),
  self: pathway('referrals.self', 'Self-referrals'),
  other: pathway('referrals.other', 'Other referrals (Witness Service)'),
};

export const TOTAL_LINE: LineDefinition = {
  ...pathway('referrals.total', 'All referrals'),
  definition: 'The four pathways added up. The published report does not print this sum.',
  source: 'ours',
};

/** The lines of automatic contact; each referral is in exactly one of them. */
export const CONTACT_LINES = {
  contacted: automatic(
    'contacted',
    'Contacted by machine',
    'Referrals of the period whose automatic email was accepted by the mail system, or whose case had already been sent one.',
  ),
  underway: automatic(
    'underway',
    'Automatic contact under way',
    'Referrals of the period with an automatic email that is planned, queued, with the mail system, or of unknown outcome.',
  ),
  failed: automatic(
    'failed',
    'Automatic contact failed',
    'Referrals of the period whose automatic email was refused, returned or recalled.',
  ),
  held: automatic(
    'held',
    'Held for a coordinator',
    'Referrals of the period about which the safety gate let no machine make contact; the reasons are listed beside.',
  ),
  undecided: automatic(
    'undecided',
    'Not decided yet',
    'Referrals of the period whose safety checks have not finished.',
  ),
} as const;
export type ContactLine = keyof typeof CONTACT_LINES;

/** The lines of telephone contact (para 14). */
export const PHONE_LINES = {
  phoned: persons('phoned', 'Victims contacted by phone', `${REACHED} Whoever it was about.`, 14),
  fromReferrals: persons(
    'phoned.from-referrals',
    'of these from referrals',
    `${REACHED} The call names a referral that somebody made directly: internal, self or other.`,
    14,
  ),
  proactive: persons(
    'phoned.proactive',
    'of these proactive, from the Athena transfer',
    `${REACHED} The call names a referral of the Athena data transfer.`,
    14,
  ),
} as const;

/** The lines of support (paras 15 to 17). */
export const SUPPORT_LINES = {
  supported: persons(
    'supported',
    'Victims directly supported',
    'People of whom a needs assessment was completed in the period, each once.',
    15,
  ),
  needsAssessmentLevel: persons(
    'supported.needs-assessment',
    'of these with a detailed needs assessment',
    'The supported whose case has no support plan by the end of the period.',
    15,
  ),
  specialistPlanLevel: persons(
    'supported.specialist-plan',
    'of these with a specialist support plan',
    'The supported whose case has a support plan by the end of the period; their process includes the needs assessment (para 16).',
    16,
  ),
  ongoing: {
    ...persons(
      'ongoing',
      'Victims receiving ongoing support',
      'The supported whose case is open at the end of the period. They are among the supported, whatever "further" in the published report suggests.',
      17,
    ),
    kind: 'stock',
  },
} as const satisfies Record<string, LineDefinition>;

export const AGENCY_LINE: LineDefinition = {
  code: 'agency-referrals',
  label: 'Referrals to other agencies',
  unit: 'agency referral',
  kind: 'flow',
  definition:
    'Referrals to agencies that were sent in the period; a person may have several. Signposting is not counted.',
  source: `${REPORT} 16`,
  factStatus: 'ours',
};

/** The four outcomes of the MoJ framework of 2018 (para 19). */
export const OUTCOME_LINES = {
  M1_HEALTH: outcome('M1_HEALTH', 'Improved health and wellbeing'),
  M2_COPE: outcome('M2_COPE', 'Better able to cope with aspects of everyday life'),
  M3_SAFETY: outcome('M3_SAFETY', 'Increased feelings of safety'),
  M4_INFORMED: outcome('M4_INFORMED', 'Better informed and empowered to act'),
} as const;
export type PanelOutcome = keyof typeof OUTCOME_LINES;

function pathway(code: string, label: string): LineDefinition {
  const source = `${REPORT} 12`;
  return { code, label, unit: 'referral', kind: 'flow', definition: COUNTED, source, factStatus: 'ours' };
}

function automatic(code: string, label: string, definition: string): LineDefinition {
  const about = { unit: 'referral', kind: 'flow', source: 'ours', factStatus: 'ours' } as const;
  return { code: `automatic-contact.${code}`, label, definition, ...about };
}

function persons(code: string, label: string, definition: string, paragraph: number): LineDefinition {
  const source = `${REPORT} ${paragraph}`;
  return { code, label, unit: 'person', kind: 'persons', definition, source, factStatus: 'ours' };
}

function outcome(code: string, label: string): LineDefinition {
  return {
    code: `outcomes.${code}`,
    label,
    unit: 'outcome',
    kind: 'flow',
    definition:
      'Cases whose exit assessment of the period says that this improved; of several the latest that stands. A case may have several outcomes: they are never added up as people.',
    source: `${REPORT} 19`,
    factStatus: 'ours',
  };
}
