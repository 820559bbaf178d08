import { Injectable } from '@nestjs/common';
import type { Row, Transaction } from '../../platform/database/transaction.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { OffenceRules } from '../../reference-data/offence-rules.js';
import { Thresholds } from '../../reference-data/thresholds.js';
import { MARKER_COHORTS } from '../../victims/contact-safety/marker-cohorts.js';
import { StatusPolicy } from '../../victims/enhanced-status/status-policy.js';
import type { StatusStep } from '../clocks/fact.js';
import { CodeBook } from '../code/code-book.js';
import { ageAtCrime } from './age-at-crime.js';
import { type HeldChildhood, heldChildhoods } from './held-childhood.js';
import { groupsOfBusiness, groupsOfPerson } from './victim-groups.js';
import { knownCrime } from './known-crimes.js';
import { type Decision, type KnownCrime, statusHistory } from './status-history.js';
import { crimesOf, type CrimeRow, decisionsOf, type PartyRow, partiesOf } from './victim-rows.js';

interface KeptVictim {
  victim: Row;
  statuses: Row[];
}

type Party = PartyRow & { childhood: HeldChildhood };

/** What is on record of the case. */
interface Said {
  crimes: readonly CrimeRow[];
  decisions: readonly Decision[];
}

/** Keeps, for each victim of a crime, whom rules take them for, and what was known of their enhanced rights and when. */
@Injectable()
export class KeepVictims {
  constructor(
    private readonly offences: OffenceRules,
    private readonly thresholds: Thresholds,
    private readonly policy: StatusPolicy,
    private readonly book: CodeBook,
  ) {}

  /** Writes the victims of some incidents anew. */
  async of(tx: Transaction, incidentIds: readonly string[]): Promise<void> {
    const parties = await partiesOf(tx, incidentIds);
    const caseIds = [...new Set(parties.flatMap(({ caseId }) => caseId ?? []))];
    const crimes = grouped(await crimesOf(tx, caseIds));
    const decisions = grouped(await decisionsOf(tx, caseIds));
    const childhoodOf = await heldChildhoods(tx, parties, this.policy.bases);
    const kept = parties.flatMap((party) => {
      const of = <T>(rows: ReadonlyMap<string, T[]>) =>
        party.caseId === null ? [] : (rows.get(party.caseId) ?? []);
      const said = { crimes: of(crimes), decisions: of(decisions).map(toDecision) };
      return this.kept({ ...party, childhood: childhoodOf(party.personId) }, said, tx.now) ?? [];
    });
    await tx.query(FORGET, [incidentIds, kept.map(({ victim }) => victim['party_id'])]);
    await tx.query(KEEP_VICTIMS, [JSON.stringify(kept.map(({ victim }) => victim))]);
    const statuses = JSON.stringify(kept.flatMap((victim) => victim.statuses));
    await tx.query(FORGET_STATUSES, [incidentIds, statuses]);
    await tx.query(KEEP_STATUSES, [statuses]);
  }

  /** A relative of a victim is a victim under the Code where somebody died, and else none. */
  private kept(party: Party, said: Said, now: Date): KeptVictim | null {
    const own = said.crimes.find(({ partyId }) => partyId === party.partyId);
    const reported = party.reportedAt ?? own?.firstAcceptedAt ?? now;
    const adultAge = this.thresholds.at('adultAge', londonDayOf(now));
    const reading = { offences: this.offences, adultAge, now };
    const crimes = said.crimes.map((row) => knownCrime(row, party, reading));
    const cohorts = distinct(
      crimes.filter((_, index) => said.crimes[index]!.partyId === party.partyId).flatMap(cohortsOf),
    );
    if (party.role === 'family-member' && !cohorts.includes('bereaved')) return null;
    const { isOrganisation, dateOfBirth, childhood } = party;
    const days = {
      occurredOn: own?.occurredAt ? londonDayOf(own.occurredAt) : null,
      reportedOn: londonDayOf(reported),
    };
    const wasHeldChild = childhood.wasChildAt(party.partyId, own?.occurredAt ?? reported);
    const age = ageAtCrime({ isOrganisation, dateOfBirth, ...days, wasHeldChild }, adultAge);
    const { decisions } = said;
    const bases = childhood.basesOf(
      party.partyId,
      crimes.map(({ knownAt }, index) => ({ ...said.crimes[index]!, knownAt })),
    );
    const record = { isOrganisation, dateOfBirth, childhood: bases, adultAge, crimes, decisions };
    const statuses = statusHistory(this.policy.bases, { ...record, since: reported.getTime() });
    const { partyId, personId, restricted, incidentId, caseId, referralId } = party;
    return {
      victim: {
        ...{ party_id: partyId, person_id: personId, restricted, incident_id: incidentId, case_id: caseId },
        ...{ referral_id: referralId, is_organisation: isOrganisation, cohorts, age_at_offence: age.age },
        groups: isOrganisation
          ? groupsOfBusiness(party.hasNamedContact)
          : groupsOfPerson(cohorts, age, this.book),
        offence_at: own?.occurredAt ?? null,
      },
      statuses: statuses.map((step) => statusRow(party, step)),
    };
  }
}

/** By its offences, and by markers that nobody lifted. */
function cohortsOf({ offences, markers }: KnownCrime): string[] {
  const raised = markers.filter(({ liftedAt }) => liftedAt === null);
  return [
    ...offences.flatMap((offence) => offence.cohorts),
    ...raised.flatMap(({ marker }) => MARKER_COHORTS[marker] ?? []),
  ];
}

function statusRow({ partyId, personId, restricted }: PartyRow, step: StatusStep): Row {
  return {
    ...{ party_id: partyId, person_id: personId, restricted, status: step.status, bases: [...step.bases] },
    known_from: instant(step.from),
    known_until: instant(step.until),
  };
}

function instant(milliseconds: number): string {
  if (milliseconds === -Infinity) return '-infinity';
  return milliseconds === Infinity ? 'infinity' : new Date(milliseconds).toISOString();
}

function toDecision({
  status,
  bases,
  decidedAt,
  recordedAt,
}: Omit<Decision, 'decidedAt' | 'recordedAt'> & { decidedAt: Date; recordedAt: Date }): Decision {
  return { status, bases, decidedAt: decidedAt.getTime(), recordedAt: recordedAt.getTime() };
}

function grouped<T extends { caseId: string }>(rows: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const held = found.get(row.caseId);
    if (held) held.push(row);
    else found.set(row.caseId, [row]);
  }
  return found;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

const FORGET = `
  DELETE FROM entitlement_victim WHERE incident_id = ANY ($1::uuid[]) AND NOT party_id = ANY ($2::uuid[])`;

const CHANGEABLE = [
  'case_id',
  'referral_id',
  'is_organisation',
  'groups',
  'cohorts',
  'age_at_offence',
  'offence_at',
];
const VICTIM_COLUMNS = ['party_id', 'person_id', 'restricted', 'incident_id', ...CHANGEABLE].join(', ');

/** What says the same as before is not written again: whoever works on the case need not wait for it. */
const KEEP_VICTIMS = `
  INSERT INTO entitlement_victim AS held (${VICTIM_COLUMNS})
  SELECT ${VICTIM_COLUMNS} FROM jsonb_to_recordset($1::jsonb) AS given(party_id uuid, person_id uuid, restricted boolean,
    incident_id uuid, case_id uuid, referral_id uuid, is_organisation boolean, groups text[], cohorts text[],
    age_at_offence integer, offence_at timestamptz)
  ON CONFLICT (party_id) DO UPDATE SET ${CHANGEABLE.map((column) => `${column} = excluded.${column}`).join(', ')}
   WHERE (${CHANGEABLE.map((column) => `held.${column}`).join(', ')})
     IS DISTINCT FROM (${CHANGEABLE.map((column) => `excluded.${column}`).join(', ')})`;

const STATUS_COLUMNS = `given(party_id uuid, person_id uuid, restricted boolean, known_from timestamptz,
    known_until timestamptz, status text, bases text[])`;

const FORGET_STATUSES = `
  DELETE FROM entitlement_status s USING entitlement_victim v
   WHERE v.party_id = s.party_id AND v.incident_id = ANY ($1::uuid[])
     AND (s.party_id, s.known_from, s.known_until, s.status, s.bases) NOT IN (
           SELECT party_id, known_from, known_until, status, bases
             FROM jsonb_to_recordset($2::jsonb) AS ${STATUS_COLUMNS})`;

const KEEP_STATUSES = `
  INSERT INTO entitlement_status (party_id, person_id, restricted, known_from, known_until, status, bases)
  SELECT party_id, person_id, restricted, known_from, known_until, status, bases
    FROM jsonb_to_recordset($1::jsonb) AS ${STATUS_COLUMNS}
  ON CONFLICT (party_id, known_from) DO NOTHING`;
