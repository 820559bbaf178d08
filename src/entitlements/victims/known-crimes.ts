import { londonDayOf } from '../../platform/working-days/london-days.js';
import type { OffenceCodes, OffenceRules } from '../../reference-data/offence-rules.js';
import { ageOn } from '../../victims/age-on.js';
import { DANGER_MARKERS } from '../../victims/contact-safety/danger-markers.js';
import { offenceFacts } from '../../victims/enhanced-status/automatic-bases.js';
import type { HeldChildhood } from './held-childhood.js';
import type { KnownCrime, RaisedMarker } from './status-history.js';
import type { CrimeRow, OffencesSeen, PartyRow } from './victim-rows.js';

/** Whose crime it is, as far as their age bears on it. */
type Victim = Pick<PartyRow, 'partyId' | 'dateOfBirth'> & { childhood: HeldChildhood };

interface Reading {
  offences: OffenceRules;
  adultAge: number;
  now: Date;
}

/** A crime of the case as a victim's rights may rest on it, each fact with the time from which it was known. */
export function knownCrime(row: CrimeRow, victim: Victim, { offences, adultAge, now }: Reading): KnownCrime {
  const occurredOn = row.occurredAt === null ? null : londonDayOf(row.occurredAt);
  const age = occurredOn === null ? null : ageOn(victim.dateOfBirth, occurredOn);
  const isHeldChild = occurredOn !== null && victim.childhood.wasChild && row.partyId === victim.partyId;
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

/**
 * The codes of the first version came with the crime; each further set with the version that changed them, at its source.
 * Versions that came late leave no such trace: then nobody knows which was later, and all count from the report.
 */
function codesOf({ offences, recorded, offencesChangedAt }: CrimeRow, knownAt: number) {
  const isTraced = offences.length <= offencesChangedAt.length + 1;
  const seen = offences.map((codes, index) => {
    const changedAt = isTraced ? offencesChangedAt[index - 1] : undefined;
    return { codes, knownAt: changedAt === undefined ? knownAt : Math.max(knownAt, Date.parse(changedAt)) };
  });
  const isSeen = offences.some((codes) => inOrder(codes) === inOrder(recorded));
  return isSeen ? seen : [...seen, { codes: recorded, knownAt }];
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
