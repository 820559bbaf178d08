import type { Pathway } from '../../victims/vocabulary.js';

/** One line of the report: what is counted, in what unit, and how. */
export interface LineDefinition {
  code: string;
  label: string;
  unit: 'referral';
  definition: string;
  source: string;
  /** How sure the definition is: the published report gives figures, and no definitions. */
  factStatus: 'certain' | 'ours';
}

const REPORT = 'VAL report to the West Mercia Police and Crime Panel, 10 September 2019, para 12';
const COUNTED =
  'Distinct referrals (by feed and key) first accepted in the period, London days. Repeats, new versions, quarantined and rejected rows are not counted; a quarantined row counts when a person releases it.';

/** The pathway lines in the order of the published report. */
export const PATHWAY_LINES: Record<Pathway, LineDefinition> = {
  athena: line('referrals.athena', 'Athena data transfer', COUNTED),
  internal: line('referrals.internal', 'Internal referrals (officers, harm assessment unit)', COUNTED),
  self: line('referrals.self', 'Self-referrals', COUNTED),
  other: line('referrals.other', 'Other referrals (Witness Service)', COUNTED),
};

export const TOTAL_LINE = line(
  'referrals.total',
  'All referrals',
  'The four pathways added up. The published report does not print this sum.',
);

/** The lines of automatic contact; each referral is in exactly one of them. */
export const CONTACT_LINES = {
  contacted: line(
    'automatic-contact.contacted',
    'Contacted by machine',
    'Referrals of the period whose automatic email was accepted by the mail system, or whose case had already been sent one.',
  ),
  underway: line(
    'automatic-contact.underway',
    'Automatic contact under way',
    'Referrals of the period with an automatic email that is planned, queued, with the mail system, or of unknown outcome.',
  ),
  failed: line(
    'automatic-contact.failed',
    'Automatic contact failed',
    'Referrals of the period whose automatic email was refused, returned or recalled.',
  ),
  held: line(
    'automatic-contact.held',
    'Held for a coordinator',
    'Referrals of the period about which the safety gate let no machine make contact; the reasons are listed beside.',
  ),
  undecided: line(
    'automatic-contact.undecided',
    'Not decided yet',
    'Referrals of the period whose safety checks have not finished.',
  ),
} as const;
export type ContactLine = keyof typeof CONTACT_LINES;

function line(code: string, label: string, definition: string): LineDefinition {
  const isPublished = code.startsWith('referrals.') && !code.endsWith('.total');
  return {
    code,
    label,
    unit: 'referral',
    definition,
    source: isPublished ? REPORT : 'ours',
    factStatus: 'ours',
  };
}
