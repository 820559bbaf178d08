import { Injectable } from '@nestjs/common';
import type { SupportCase } from '../../cases/support-case.entity.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { Day } from '../../platform/working-days/calendar-days.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { OffenceRules } from '../../reference-data/offence-rules.js';
import { Thresholds } from '../../reference-data/thresholds.js';
import {
  DANGER_MARKERS,
  type LiftedMarker,
  type MarkerFacts,
  markerState,
} from '../../victims/contact-safety/danger-markers.js';
import { ageOn } from '../../victims/age-on.js';
import {
  type CrimeFacts,
  offenceFacts,
  type StatusFacts,
} from '../../victims/enhanced-status/automatic-bases.js';

interface PersonRow {
  kind: string;
  dateOfBirth: Day | null;
  isBirthInDoubt: boolean;
}

interface CrimeRow {
  referralId: string;
  occurredAt: Date | null;
  offences: { offenceCode?: string | null; homeOfficeClass?: string | null; nfibCode?: string | null }[];
  markers: MarkerFacts['markers'];
  raisedAtVersion: MarkerFacts['raisedAtVersion'];
  liftedMarkers: LiftedMarker[];
}

/** Reads what enhanced status rests on: the person, the crimes of the case and their markers. */
@Injectable()
export class StatusFactsReader {
  constructor(
    private readonly offences: OffenceRules,
    private readonly thresholds: Thresholds,
  ) {}

  async of(tx: Transaction, { id, personId }: SupportCase): Promise<StatusFacts> {
    const today = londonDayOf(tx.now);
    const person = await tx.queryOne<PersonRow>(PERSON, [personId]);
    const rows = await tx.query<CrimeRow>(CRIMES, [id]);
    const dateOfBirth = person?.dateOfBirth ?? null;
    const held = person?.isBirthInDoubt ? await tx.query<{ code: string }>(HELD, [id, tx.now]) : [];
    const adultAge = this.thresholds.at('adultAge', today);
    return {
      ...{ today, dateOfBirth, adultAge, isOrganisation: person?.kind === 'organisation' },
      heldBases: held.map(({ code }) => code),
      crimes: rows.map((row) => this.crimeOf(row, today, (day) => isChildOn(dateOfBirth, day, adultAge))),
    };
  }

  private crimeOf(row: CrimeRow, today: Day, wasChildOn: (day: Day | null) => boolean | null): CrimeFacts {
    const occurredOn = row.occurredAt === null ? null : londonDayOf(row.occurredAt);
    const offences = row.offences.flatMap((codes) => {
      const { offenceCode, homeOfficeClass, nfibCode } = codes;
      const given = { crimeOffenceCode: offenceCode, homeOfficeClassification: homeOfficeClass, nfibCode };
      const rule = this.offences.ruleFor(given, today);
      if (!rule) return [];
      return [offenceFacts(rule, this.offences.cohortsOf(rule, wasChildOn(occurredOn)))];
    });
    const marked = DANGER_MARKERS.filter((marker) => markerState(row, marker) === 'set');
    return { referralId: row.referralId, occurredOn, offences: distinct(offences), markers: marked };
  }
}

function isChildOn(birth: Day | null, day: Day | null, adultAge: number): boolean | null {
  const age = day === null ? null : ageOn(birth, day);
  return age === null ? null : age < adultAge;
}

function distinct(offences: CrimeFacts['offences']): CrimeFacts['offences'] {
  return [...new Map(offences.map((offence) => [offence.categories.join(), offence])).values()];
}

/** A date that is in doubt is not believed, and proves nobody an adult. */
const PERSON = `
  SELECT kind, CASE WHEN birth_date_doubt IS NULL THEN date_of_birth::text END AS "dateOfBirth",
         birth_date_doubt IS NOT NULL AS "isBirthInDoubt"
    FROM person WHERE id = $1`;

/** What was known of enhanced rights when the clocks of the Victims' Code were last counted. */
const HELD = `
  SELECT DISTINCT g.code
    FROM entitlement_victim v
    JOIN entitlement_status s ON s.party_id = v.party_id AND s.known_from <= $2 AND $2 < s.known_until
   CROSS JOIN LATERAL unnest(s.bases) g(code)
   WHERE v.case_id = $1`;

/** A witness has no rights of a victim; a bereaved relative has. */
const CRIMES = `
  SELECT r.id AS "referralId", coalesce(i.occurred_from, i.occurred_to) AS "occurredAt",
         (r.offences_seen -> 'codes') || jsonb_build_object('offenceCode', i.offence_code,
           'homeOfficeClass', i.home_office_class, 'nfibCode', i.nfib_code) AS offences,
         r.markers, r.markers_raised AS "raisedAtVersion",
         (SELECT coalesce(jsonb_agg(jsonb_build_object('marker', l.marker, 'atVersion', l.at_version,
                                                       'liftedBy', l.lifted_by)), '[]')
            FROM marker_lift l WHERE l.referral_id = r.id) AS "liftedMarkers"
    FROM referral r
    JOIN incident i ON i.id = r.incident_id
    JOIN party pa ON pa.id = r.party_id
   WHERE r.case_id = $1 AND pa.role IN ('victim', 'family-member')
   ORDER BY r.first_accepted_at, r.id`;
