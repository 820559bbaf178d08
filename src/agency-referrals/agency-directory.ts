import { Injectable } from '@nestjs/common';
import { Conflict, Invalid } from '../platform/problems/problem.js';
import type { Day } from '../platform/working-days/calendar-days.js';
import { CodeLists } from '../reference-data/code-lists.js';
import type { ReferenceCode } from '../reference-data/policy/reference-code.js';

/** What `config/reference-data/agencies.yaml` says of an agency. */
interface AgencyAttributes {
  sector: string;
  inReport2019?: boolean;
  isSelfReferralOnly?: boolean;
  cohorts?: readonly string[];
  agesFrom?: number;
  agesTo?: number;
  areas?: readonly string[];
  phone?: string;
  phoneOutOfHours?: string;
  eligibility?: readonly string[];
  notes?: string;
  notAccepting?: readonly { from: Day; to?: Day; reason: string }[];
}

/** An agency as it stands in the directory on a day. */
export interface Agency extends Omit<ReferenceCode, 'attributes'>, Omit<AgencyAttributes, 'notAccepting'> {
  isAccepting: boolean;
  /** Why it takes nobody on that day. */
  notAcceptingReason: string | null;
}

const LIST = 'agencies';

/** The agencies that people can be referred to, as they stand on a day. */
@Injectable()
export class AgencyDirectory {
  constructor(private readonly codeLists: CodeLists) {}

  /** Every agency that is offered on a day; of a cohort those which serve it, and those which serve anybody. */
  on(day: Day, cohort?: string): Agency[] {
    const offered = this.codeLists.codesOn(LIST, day).map((entry) => onDay(entry, day));
    return offered.filter(
      ({ cohorts }) => cohort === undefined || cohorts === undefined || cohorts.includes(cohort),
    );
  }

  /**
   * An agency that takes referrals on a day.
   * @throws Invalid `unknown-agency` naming `agencyCode`; Conflict `agency-not-accepting`
   */
  accepting(code: string, day: Day): Agency {
    const agency = this.known(code, day);
    if (!agency) throw new Conflict('agency-not-accepting', 'The agency is not offered on that day.');
    if (agency.isAccepting) return agency;
    throw new Conflict('agency-not-accepting', 'The agency takes nobody on that day.');
  }

  /** What people read for an agency, on a day or whenever it was last offered; the code where nobody knows it. */
  label(code: string, day: Day): string {
    return this.codeLists.label(LIST, code, day) ?? this.ever(code)?.label ?? code;
  }

  /** An agency as it stands on a day; null where it is not offered then. @throws Invalid `unknown-agency` */
  known(code: string, day: Day): Agency | null {
    const entry = this.codeLists.entry(LIST, code, day);
    if (entry) return onDay(entry, day);
    if (this.ever(code)) return null;
    throw Invalid.field('agencyCode', 'unknown-agency', 'The directory has no agency of this code.');
  }

  private ever(code: string): ReferenceCode | undefined {
    return this.codeLists.find(LIST)?.codes.findLast((entry) => entry.code === code);
  }
}

function onDay({ attributes, ...entry }: ReferenceCode, day: Day): Agency {
  const { notAccepting = [], ...known } = attributes as unknown as AgencyAttributes;
  const closed = notAccepting.find(({ from, to }) => from <= day && (to === undefined || day <= to));
  return {
    ...entry,
    ...known,
    isAccepting: closed === undefined,
    notAcceptingReason: closed?.reason ?? null,
  };
}
