import { dayNumber } from './calendar.js';
import type { FirstRow } from './crimes-maker.js';
import type { Nature } from './offences.js';

/** A victim of a crime by the keys that the police's files name them with; what is not held is an empty string. */
export interface KnownVictim {
  victimOnCrimeId: string;
  personId: string;
  isOrganisation: boolean;
  isChild: boolean;
}

/** A crime that an extract brought for the first time, as far as what follows from it has to know. Days are numbers. */
export interface KnownCrime {
  reference: string;
  nature: Nature;
  reportedOn: number;
  /** The day of the extract. */
  sentOn: number;
  /** The police took the victims for people with enhanced rights. */
  isEnhanced: boolean;
  victims: KnownVictim[];
}

const SERIOUS: readonly Nature[] = ['sexual', 'exploitation-child', 'modern-slavery', 'hate'];

/** The crimes of a day's new rows, each with those of its victims whom it names. Nobody is told of their own death. */
export function knownCrimes(fresh: readonly FirstRow[], sentOn: number): KnownCrime[] {
  const crimes = new Map<string, KnownCrime>();
  for (const { row, crime, victim } of fresh) {
    const isDead = victim.kind === 'individual' && victim.isDeceased;
    if (isDead) continue;
    const { crimeReference, victimOnCrimeId, personId } = row;
    const isChild = victim.kind === 'individual' && victim.isChild;
    const isMarked = row.domesticAbuse === 'true' || row.hateCrime === 'true' || row.vulnerable === 'true';
    const known = crimes.get(crimeReference) ?? {
      ...{ reference: crimeReference, nature: crime.nature, sentOn, isEnhanced: false, victims: [] },
      reportedOn: dayNumber(row.reportedDateTime.slice(0, 10)),
    };
    known.isEnhanced ||= SERIOUS.includes(crime.nature) || isChild || isMarked;
    known.victims.push({
      victimOnCrimeId,
      personId,
      isOrganisation: victim.kind === 'organisation',
      isChild,
    });
    crimes.set(crimeReference, known);
  }
  return [...crimes.values()];
}
