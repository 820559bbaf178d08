import { SUSPECTS } from './assumptions.js';
import type { ContactBook } from './contact-book.js';
import type { PeopleMaker } from './people-maker.js';
import type { Suspect, Victim } from './person.js';
import type { AddressBook } from './places.js';
import type { Population } from './population.js';
import type { Random } from './random.js';
import { NO_SUSPECT, STRANGER, UNCERTAIN } from './relationships.js';

/** The suspects of a victim's crime, with the collisions that were planted among them. */
export interface Suspected {
  suspects: Suspect[];
  kinds: string[];
}

type Collision = (suspect: Suspect, victim: Victim) => string | undefined;

const ON_SAME_CRIME: readonly (readonly [number, Collision])[] = [
  [SUSPECTS.phoneOnSameCrime, (suspect, victim) => share(suspect, 'phone', victim.mobile || victim.landline)],
  [SUSPECTS.emailOnSameCrime, (suspect, victim) => share(suspect, 'email', victim.email)],
  [SUSPECTS.addressOnSameCrime, (suspect, victim) => share(suspect, 'postcode', victim.home.postcode)],
];

/** Invents suspects and lets some of them share a telephone, an email or an address with a victim. */
export class SuspectsMaker {
  private readonly known: Suspect[] = [];

  constructor(
    private readonly people: PeopleMaker,
    private readonly contacts: ContactBook,
    private readonly addresses: AddressBook,
    private readonly population: Population,
  ) {}

  suspectsOf(victim: Victim, relationship: string, day: number, random: Random): Suspected {
    if (!random.chance(namedShare(relationship))) return { suspects: [], kinds: [] };
    const suspects = [this.suspect(random)];
    if (random.chance(SUSPECTS.secondSuspect)) suspects.push(this.suspect(random));
    const first = suspects[0]!;
    const kinds = [
      ...ON_SAME_CRIME.flatMap(([share, collide]) => (random.chance(share) ? [collide(first, victim)] : [])),
      this.collideWithEarlierVictim(first, victim, day, random),
    ].filter((kind) => kind !== undefined);
    return { suspects, kinds };
  }

  /** A suspect who has the victim's own telephone; a victim without one gets one. */
  suspectWithPhoneOf(victim: Victim, random: Random): Suspected {
    victim.mobile ||= this.contacts.nextMobile();
    const suspect = { ...this.newSuspect(random), phone: victim.mobile };
    return { suspects: [suspect], kinds: ['suspect-phone-same-crime'] };
  }

  private collideWithEarlierVictim(
    suspect: Suspect,
    victim: Victim,
    day: number,
    random: Random,
  ): string | undefined {
    const sharesContact = random.chance(SUSPECTS.contactOfEarlierVictim);
    const isEarlierVictim = random.chance(SUSPECTS.victimOfEarlierCrime);
    if (!sharesContact && !isEarlierVictim) return undefined;
    const earlier = this.population.earlier(day, random);
    if (!earlier || earlier === victim) return undefined;
    if (isEarlierVictim) {
      suspect.personId = earlier.personId;
      return 'suspect-was-victim-earlier';
    }
    const shared = random.pick(['phone', 'email', 'postcode'] as const);
    const value = { phone: earlier.mobile, email: earlier.email, postcode: earlier.home.postcode }[shared];
    return share(suspect, shared, value) && `suspect-${shared}-of-earlier-victim`;
  }

  private suspect(random: Random): Suspect {
    if (this.known.length > 20 && random.chance(SUSPECTS.seenBefore)) return { ...random.pick(this.known) };
    const suspect = this.newSuspect(random);
    this.known.push({ ...suspect });
    return suspect;
  }

  private newSuspect(random: Random): Suspect {
    return {
      personId: this.people.nextPersonId(),
      phone: random.chance(0.5) ? this.contacts.nextMobile() : '',
      email: random.chance(0.15) ? this.contacts.nextEmail('s', 'p', random) : '',
      postcode: random.chance(0.7) ? this.addresses.next(random).postcode : '',
    };
  }
}

function namedShare(relationship: string): number {
  if (relationship === NO_SUSPECT) return 0;
  if (relationship === STRANGER || UNCERTAIN.includes(relationship)) return SUSPECTS.strangerNamed;
  return SUSPECTS.named;
}

function share(suspect: Suspect, field: 'phone' | 'email' | 'postcode', value: string): string | undefined {
  if (!value) return undefined;
  suspect[field] = value;
  return `suspect-${field}-same-crime`;
}
