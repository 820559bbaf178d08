import type { Day } from '../../platform/working-days/calendar-days.js';
import type { Figure } from '../measures/measure-figures.js';

/** A measure as the report prints it. */
export type PanelLine = Pick<
  Figure,
  'code' | 'label' | 'unit' | 'kind' | 'value' | 'definition' | 'source' | 'factStatus'
>;

export function toLine({
  code,
  label,
  unit,
  kind,
  value,
  definition,
  source,
  factStatus,
}: Figure): PanelLine {
  return { code, label, unit, kind, definition, source, factStatus, value };
}

/** An outcome with what its figure is out of. */
export type OutcomeLine = PanelLine & {
  /** Cases in which entry and exit of this outcome could be compared. */
  compared: number;
};

/** People called without their asking, by why they are called (para 14). */
export interface ProactiveGroup {
  group: string;
  label: string;
  /** A person may be in several groups, so these do not add up to the proactive line. */
  persons: number;
}

/** How often a reason held automatic contact. */
export interface HoldingReason {
  /** Code of the safety gate, with what it is about, such as `MARKER_SET:vulnerable`. */
  reason: string;
  /** Referrals for which it was the gravest reason: these add up to the held ones. */
  gravest: number;
  /** Referrals for which it was among the reasons: one referral may have several. */
  mentioned: number;
}

/** Referrals of the period to one agency. */
export interface AgencyFigures {
  agency: string;
  label: string;
  sent: number;
  accepted: number;
  declined: number;
  pending: number;
}

/** The Panel report for a period: whole London days, both ends included. */
export interface PanelFigures {
  from: Day;
  to: Day;
  days: number;
  referrals: PanelLine[];
  automaticContact: PanelLine[];
  holdingReasons: HoldingReason[];
  phone: PanelLine[];
  proactiveGroups: ProactiveGroup[];
  support: PanelLine[];
  agencyReferrals: PanelLine;
  agencies: AgencyFigures[];
  outcomes: OutcomeLine[];
  /** The same lines for an earlier period, by code; null where none was asked for. */
  comparison: { from: Day; to: Day; days: number; values: Record<string, number> } | null;
}

/** Every line of a report that has a value, in its order. */
export function linesOf(figures: PanelFigures): PanelLine[] {
  const { referrals, automaticContact, phone, support, agencyReferrals, outcomes } = figures;
  return [...referrals, ...automaticContact, ...phone, ...support, agencyReferrals, ...outcomes];
}
