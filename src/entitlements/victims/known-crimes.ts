import { londonDayOf } from '../../platform/working-days/london-days.js';
import type { OffenceCodes, OffenceRules } from '../../reference-data/offence-rules.js';
import { ageOn } from '../../victims/age-on.js';
import { DANGER_MARKERS } from '../../victims/contact-safety/danger-markers.js';
import { offenceFacts } from '../../victims/enhanced-status/automatic-bases.js';
import type { HeldChildhood } from './held-childhood.js';
import type { KnownCrime, RaisedMarker } from './status-history.js';
import type { CrimeRow, OffencesSeen, PartyRow } from './victim-rows.js';

/** Whose crime it is, as far as their age bears on it. */
type Victim = Pick<PartyRow, 'dateOfBirth'> & { childhood: HeldChildhood };

interface Reading {
  offences: OffenceRules;
  adultAge: number;
  now: Date;
}

/** A crime of the case as a victim's rights may rest on it, each fact with the time from which it was known. */
export function knownCrime(row: CrimeRow, victim: Victim, { offences, adultAge, now }: Reading): KnownCrime {
  const occurredOn = row.occurredAt === null ? null : londonDayOf(row.occurredAt);
  const age = occurredOn === null ? null : ageOn(victim.dateOfBirth, occurredOn);
  const isHeldChild = row.occurredAt !== null && victim.childhood.wasChildAt(row.partyId, row.occurredAt);
  const wasChild = age === null ? isHeldChild || null : age < adultAge;
  const knownAt = (row.reportedAt ?? row.firstAcceptedAt).getTime();
  const found = codesOf(row, knownAt).flatMap(({ codes, knownAt: at }) => {
    const rule = offences.ruleFor(given(codes), londonDayOf(now));
    return rule ? [{ ...offenceFacts(rule, offences.cohortsOf(rule, wasChild)), knownAt: at }] : [];
  });
  return {
    referralId: row.referralId,
    occurredOn,
    offences: found,
    knownAt,
    markers: markersOf(row, knownAt),
  };
}

/** The codes that were written first came with the crime; each further set with the version that named it first. */
function codesOf(row: CrimeRow, knownAt: number) {
  const times = timesOf(row);
  const first = times.every((at) => at !== undefined) ? times.indexOf(Math.min(...times)) : 0;
  const seen = row.offences.map((codes, index) => {
    const at = index === first ? undefined : times[index];
    return { codes, knownAt: at === undefined ? knownAt : Math.max(knownAt, at) };
  });
  const isSeen = row.offences.some((codes) => inOrder(codes) === inOrder(row.recorded));
  return isSeen ? seen : [...seen, { codes: row.recorded, knownAt: Math.max(knownAt, recordedFrom(row)) }];
}

/**
 * When each set of codes was named at its source. Of what was kept without that, each further set came with a version
 * that changed the codes; where there are fewer of those, nobody knows which was later.
 */
function timesOf({ offences, offencesWrittenAt, offencesChangedAt }: CrimeRow): (number | undefined)[] {
  const isTraced = offences.length <= offencesChangedAt.length + 1;
  return offences.map((_, index) => {
    const at = offencesWrittenAt?.[index] ?? (isTraced ? offencesChangedAt[index - 1] : undefined);
    return at === undefined ? undefined : Date.parse(at);
  });
}

/**
 * From when on the crime was recorded under codes that no version of the referral names: as one named by another victim's
 * referral, or put together from several versions, of which a blank wipes nothing. Where the versions do not lead there,
 * the newest change of codes did; without one it is as old as the crime.
 */
function recordedFrom({ crimeNamings, crimeChangedAt, recorded }: CrimeRow): number {
  let codes = given({});
  const index = (crimeNamings ?? []).findIndex((naming) => {
    codes = merged(codes, given(naming.codes));
    return JSON.stringify(codes) === inOrder(recorded);
  });
  if (index === 0) return -Infinity;
  const at = crimeNamings?.[index]?.at ?? crimeChangedAt;
  return at === null ? -Infinity : Date.parse(at);
}

function merged(held: OffenceCodes, newer: OffenceCodes): OffenceCodes {
  return {
    crimeOffenceCode: newer.crimeOffenceCode ?? held.crimeOffenceCode,
    homeOfficeClassification: newer.homeOfficeClassification ?? held.homeOfficeClassification,
    nfibCode: newer.nfibCode ?? held.nfibCode,
  };
}

function given({ offenceCode = null, homeOfficeClass = null, nfibCode = null }: OffencesSeen): OffenceCodes {
  return { crimeOffenceCode: offenceCode, homeOfficeClassification: homeOfficeClass, nfibCode };
}

function inOrder(codes: OffencesSeen): string {
  return JSON.stringify(given(codes));
}

/** A marker of the first version came with the crime; one of a later version when that was written at its source. */
function markersOf(row: CrimeRow, knownAt: number): RaisedMarker[] {
  return DANGER_MARKERS.filter((marker) => row.markers[marker] === 'yes').map((marker) => {
    const version = row.raisedAtVersion[marker] ?? 1;
    const written = row.versionTimes[version];
    const lift = row.lifts.find((one) => one.marker === marker && one.atVersion >= version);
    return {
      marker,
      raisedAt: version > 1 && written !== undefined ? Date.parse(written) : knownAt,
      liftedAt: lift ? Date.parse(lift.liftedAt) : null,
    };
  });
}
