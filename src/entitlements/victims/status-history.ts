import type { Day } from '../../platform/working-days/calendar-days.js';
import { londonDayOf, startOfDayLondon } from '../../platform/working-days/london-days.js';
import {
  automaticBases,
  type CrimeFacts,
  type OffenceFacts,
} from '../../victims/enhanced-status/automatic-bases.js';
import type { BasisRule } from '../../victims/enhanced-status/status-policy.js';
import type { DangerMarker } from '../../victims/contact-safety/danger-markers.js';
import type { StatusStep } from '../clocks/fact.js';
import type { HeldBasis } from './held-childhood.js';

/** A marker of danger with the time for which it was raised. */
export interface RaisedMarker {
  marker: DangerMarker;
  raisedAt: number;
  liftedAt: number | null;
}

/** A crime of the case, and since when it was known to be one. */
export interface KnownCrime extends Omit<CrimeFacts, 'markers' | 'offences'> {
  knownAt: number;
  /** Each from when it was known to be one. */
  offences: readonly (OffenceFacts & { knownAt: number })[];
  markers: readonly RaisedMarker[];
}

/** What a person decided of somebody's enhanced rights. */
export interface Decision {
  status: 'yes' | 'no';
  bases: readonly string[];
  decidedAt: number;
  recordedAt: number;
}

export interface RightsRecord {
  isOrganisation: boolean;
  dateOfBirth: Day | null;
  /** Bases that an age gave before the birth date was doubted. */
  childhood: readonly HeldBasis[];
  adultAge: number;
  crimes: readonly KnownCrime[];
  /** Oldest word first. */
  decisions: readonly Decision[];
  /** From when on it matters at all: the report of the crime. */
  since: number;
}

/**
 * What was known of enhanced rights, from when until when: an age under 18 from the report of the crime on, an offence of
 * group A from when a version named it, a marker from when it was raised until a person lifts it, an assessment from when
 * it was decided. The record outranks an assessment; before either nobody has looked. An organisation has none. A birth
 * date that came into doubt takes no basis away that it gave before.
 */
export function statusHistory(rules: readonly BasisRule[], record: RightsRecord): StatusStep[] {
  if (record.isOrganisation) return [{ from: -Infinity, until: Infinity, status: 'no', bases: [] }];
  const times = [...new Set(timesOfChange(record))].filter((at) => at > record.since).sort((a, b) => a - b);
  const steps: StatusStep[] = [];
  for (const at of [record.since, ...times]) {
    const said = saidAt(rules, record, at);
    const last = steps.at(-1);
    if (last && last.status === said.status && last.bases.join() === said.bases.join()) continue;
    if (last) last.until = at;
    steps.push({ from: last ? at : -Infinity, until: Infinity, ...said });
  }
  return steps;
}

function timesOfChange({ crimes, decisions, dateOfBirth, childhood, adultAge }: RightsRecord): number[] {
  return [
    ...childhood.flatMap(({ from, until }) => [from, until]).filter(Number.isFinite),
    ...crimes.flatMap(({ knownAt, offences, markers }) => [
      knownAt,
      ...offences.map((offence) => offence.knownAt),
      ...markers.flatMap(({ raisedAt, liftedAt }) => (liftedAt === null ? [raisedAt] : [raisedAt, liftedAt])),
    ]),
    ...decisions.map(({ decidedAt }) => decidedAt),
    ...(dateOfBirth === null ? [] : [startOfDayLondon(birthday(dateOfBirth, adultAge)).getTime()]),
  ];
}

function saidAt(
  rules: readonly BasisRule[],
  record: RightsRecord,
  at: number,
): Pick<StatusStep, 'status' | 'bases'> {
  const { isOrganisation, dateOfBirth, adultAge } = record;
  const heldBases = record.childhood
    .filter(({ from, until }) => from <= at && at < until)
    .map(({ code }) => code);
  const crimes = record.crimes
    .filter(({ knownAt }) => knownAt <= at)
    .map((crime) => ({
      ...crime,
      offences: crime.offences.filter((offence) => offence.knownAt <= at),
      markers: crime.markers.filter((one) => isUp(one, at)).map((one) => one.marker),
    }));
  const facts = {
    isOrganisation,
    dateOfBirth,
    heldBases,
    adultAge,
    crimes,
    today: londonDayOf(new Date(at)),
  };
  const automatic = automaticBases(rules, facts).map(({ rule }) => rule.code);
  if (automatic.length > 0) return { status: 'yes', bases: automatic };
  const decided = record.decisions.findLast(({ decidedAt }) => decidedAt <= at);
  return decided ? { status: decided.status, bases: decided.bases } : { status: 'not-assessed', bases: [] };
}

function isUp({ raisedAt, liftedAt }: RaisedMarker, at: number): boolean {
  return raisedAt <= at && (liftedAt === null || at < liftedAt);
}

function birthday(birth: Day, age: number): Day {
  const year = String(Number(birth.slice(0, 4)) + age).padStart(4, '0');
  const isLeapDay = birth.endsWith('-02-29') && new Date(`${year}-02-29T00:00:00Z`).getUTCDate() !== 29;
  return isLeapDay ? `${year}-03-01` : `${year}${birth.slice(4)}`;
}
