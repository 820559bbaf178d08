import { RECORD, VICTIMS } from './assumptions.js';
import { policeDateTime } from './calendar.js';
import { awareAnswer, markersOf, relationshipOf, safeContactNote, supportAnswer } from './circumstances.js';
import type { AthenaRow, Markers } from './columns.js';
import type { Crime, CrimeRegister } from './crime.js';
import { OFFENCES_ON_ORGANISATIONS, OFFENCES_ON_PEOPLE, UNKNOWN_OFFENCES } from './offences.js';
import type { Offence } from './offences.js';
import type { Suspect, Victim } from './person.js';
import type { Chosen, Population } from './population.js';
import type { Random } from './random.js';
import { STRANGER } from './relationships.js';
import type { SuspectsMaker } from './suspects-maker.js';
import { writeRow } from './victim-row.js';

/** A first row for one victim on one crime, with the kinds of mess in it that the row itself does not show. */
export interface FirstRow {
  row: AthenaRow;
  crime: Crime;
  victim: Victim;
  kinds: readonly string[];
}

/** What a crime has to be, where chance may not decide. */
export interface Wish {
  offence?: Offence;
  victim?: 'organisation' | 'adult' | 'child';
  isRestricted?: boolean;
  sharesPhoneWithSuspect?: boolean;
}

/** Lets crimes happen. */
export class CrimesMaker {
  private links = 0;

  constructor(
    private readonly register: CrimeRegister,
    private readonly population: Population,
    private readonly suspects: SuspectsMaker,
  ) {}

  /** One crime with the rows of its victims, at most so many of them. */
  crime(day: number, most: number, random: Random, wish: Wish = {}): FirstRow[] {
    const isOnOrganisation = wish.victim
      ? wish.victim === 'organisation'
      : random.chance(VICTIMS.organisation);
    const offence = wish.offence ?? offenceOn(isOnOrganisation, random);
    const crime = this.register.record(offence, day, random);
    const victims = isOnOrganisation
      ? [this.population.organisation(random)]
      : this.peopleAt(crime, day, most, random, wish);
    return victims.map((chosen) => this.firstRow(crime, chosen, day, random, wish));
  }

  private peopleAt(crime: Crime, day: number, most: number, random: Random, wish: Wish): Chosen[] {
    const wantsChild = wish.victim && wish.victim === 'child';
    const first = this.population.person(crime.nature, day, random, wantsChild);
    if (crime.nature === 'bereavement') first.victim.isDeceased = true;
    if (most < 2 || !random.chance(VICTIMS.secondVictimOnCrime)) return [first];
    const second = this.population.companionOf(first.victim, crime.nature, day, random);
    if (second.victim === first.victim) return [first];
    return [first, { ...second, kinds: [...second.kinds, 'several-victims'] }];
  }

  private firstRow(crime: Crime, chosen: Chosen, day: number, random: Random, wish: Wish): FirstRow {
    const { victim } = chosen;
    const relationship = wish.sharesPhoneWithSuspect
      ? STRANGER
      : relationshipOf(victim, crime.nature, random);
    const { suspects, kinds } = wish.sharesPhoneWithSuspect
      ? this.suspects.suspectWithPhoneOf(victim, random)
      : this.suspects.suspectsOf(victim, relationship, day, random);
    const markers = markersOf(victim, crime.nature, relationship, random);
    if (wish.isRestricted) markers.restrictedRecord = 'true';
    if (markers.suspectSameAddress === 'true' && suspects[0]) suspects[0].postcode = victim.home.postcode;
    const accused = markers.alsoSuspect === 'true' ? accuse(victim, suspects, markers, random) : [];
    const answers = {
      relationshipToSuspect: relationship,
      victimSupport: supportAnswer(random),
      victimAwareReported: awareAnswer(random),
      safeContactNotes: safeContactNote(random),
      repeatVictim: chosen.kinds.includes('repeat-victim') ? random.pick(['true', 'false', '']) : 'false',
    };
    const on = { crime, victim, victimOnCrimeId: this.nextLink(), suspects, markers, answers };
    const lastUpdatedDateTime = policeDateTime(
      day - 1,
      random.between(20 * 60 + 10, 23 * 60),
      random.below(60),
    );
    const row = writeRow({ ...on, lastUpdatedDateTime }, random);
    return { row, crime, victim, kinds: [...chosen.kinds, ...kinds, ...accused] };
  }

  private nextLink(): string {
    this.links += 1;
    return `V${String(10_000_000 + this.links * 3)}`;
  }
}

function offenceOn(isOnOrganisation: boolean, random: Random): Offence {
  if (random.chance(RECORD.unknownOffence)) return random.pick(UNKNOWN_OFFENCES);
  return random.weighted(isOnOrganisation ? OFFENCES_ON_ORGANISATIONS : OFFENCES_ON_PEOPLE);
}

/** The other side accuses the victim: the marker says it, or only the list of suspects, or both. */
function accuse(victim: Victim, suspects: Suspect[], markers: Markers, random: Random): string[] {
  const first = suspects[0];
  if (!first || random.chance(0.4)) return [];
  first.personId = victim.personId;
  if (random.chance(0.5)) markers.alsoSuspect = 'false';
  return ['victim-among-suspects'];
}
