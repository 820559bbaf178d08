import { RECORD, VICTIMS } from './assumptions.js';
import { isoDayOf } from './calendar.js';
import type { ContactBook } from './contact-book.js';
import { COMMUNITIES } from './names.js';
import type { Community } from './names.js';
import type { Contact, Person, Victim } from './person.js';
import type { AddressBook } from './places.js';
import type { Random } from './random.js';

const MALE = 'GNDR_0003';
const FEMALE = 'GNDR_0001';
const OTHER_GENDERS = ['GNDR_0004', 'GNDR_0009', 'GNDR_0010', 'GNDR_0007', ''];
const TITLES: Record<string, readonly string[]> = {
  [MALE]: ['TLST_0061'],
  [FEMALE]: ['TLST_0062', 'TLST_0060', 'TLST_0063'],
};
const DISABILITIES = ['DCRY_0002', 'DCRY_0003', 'DCRY_0005', 'DCRY_0007'];
const ALIASES = ['Jaz', 'Bex', 'Tolly', 'Nan', 'Skip'];
const WEIGHED_COMMUNITIES = COMMUNITIES.map((community) => [community, community.weight] as const);
const COMMUNICATION_NEEDS = [
  'Large print, please',
  'Hearing loop needed; texts first, then rings back',
  'British Sign Language interpreter, not a family member',
  'Prefers short sentences, "one thing at a time"',
];
const ADULT_AGES: readonly (readonly [readonly [number, number], number])[] = [
  [[18, 24], 16],
  [[25, 34], 22],
  [[35, 44], 18],
  [[45, 54], 18],
  [[55, 64], 13],
  [[65, 79], 10],
  [[80, 96], 3],
];

/** Invents people. No two have the same name and date of birth unless a namesake was asked for. */
export class PeopleMaker {
  private readonly taken = new Set<string>();
  private count = 0;

  constructor(
    private readonly addresses: AddressBook,
    private readonly contacts: ContactBook,
    /** The day from which ages are counted back. */
    private readonly today: number,
  ) {}

  adult(random: Random): Person {
    const [youngest, oldest] = random.weighted(ADULT_AGES);
    return this.individual(random, random.between(youngest, oldest), random.weighted(WEIGHED_COMMUNITIES));
  }

  child(random: Random): Person {
    return this.individual(random, random.between(3, 16), random.weighted(WEIGHED_COMMUNITIES));
  }

  /** Another person born on the same day to the same parents, living in the same home. */
  twinOf(person: Person, random: Random): Person {
    const twin = this.relativeOf(person, random);
    const givenName = this.otherGivenName(person, random);
    return this.registered({ ...twin, givenName, surname: person.surname, bornOn: person.bornOn });
  }

  /** A stranger of the same name, sometimes of the same date of birth too. */
  namesakeOf(person: Person, random: Random): Person {
    const { givenName, middleName, surname, gender, title } = person;
    const stranger = person.isChild ? this.child(random) : this.adult(random);
    const bornOn = random.chance(0.3) ? person.bornOn : stranger.bornOn;
    return this.registered({ ...stranger, givenName, middleName, surname, gender, title, bornOn });
  }

  /** Someone else in the same home, who answers the same telephone. */
  householdMemberOf(person: Person, random: Random): Person {
    const member = this.adult(random);
    const landline = person.landline || person.mobile;
    const surname = random.chance(0.7) ? person.surname : member.surname;
    return this.registered({ ...member, surname, home: person.home, landline });
  }

  /** Nobody refers someone who cannot be rung. */
  giveTelephone(victim: Victim): void {
    if (!victim.mobile && !victim.landline && !victim.workPhone) victim.mobile = this.contacts.nextMobile();
  }

  nextPersonId(): string {
    this.count += 1;
    return `P${1_000_000 + ((this.count * 7_919) % 9_000_000)}`;
  }

  private relativeOf(person: Person, random: Random): Person {
    const relative = person.isChild ? this.child(random) : this.adult(random);
    const { ethnicitySelfDefined, ethnicityObserved, nationality, preferredLanguage, home, landline } =
      person;
    return {
      ...relative,
      ethnicitySelfDefined,
      ethnicityObserved,
      nationality,
      preferredLanguage,
      home,
      landline,
    };
  }

  private otherGivenName(person: Person, random: Random): string {
    const community = COMMUNITIES.find(({ nationality, language }) => {
      return nationality === person.nationality && (person.preferredLanguage || language) === language;
    });
    const names = person.gender === MALE ? community?.men : community?.women;
    return random.pick((names ?? ['Robin', 'Kim']).filter((name) => name !== person.givenName));
  }

  private individual(random: Random, age: number, community: Community): Person {
    const gender = random.chance(0.006) ? random.pick(OTHER_GENDERS) : random.pick([MALE, FEMALE]);
    const names = gender === MALE ? community.men : community.women;
    const [givenName, surname] = [random.pick(names), random.pick(community.surnames)];
    const isChild = age < 18;
    const needsInterpreter = random.chance(community.interpreterShare);
    const bornOn = this.today - Math.floor(age * 365.25) - random.between(25, 360);
    return this.registered({
      kind: 'individual',
      personId: this.nextPersonId(),
      title: isChild ? '' : titleOf(gender, random),
      givenName,
      surname,
      gender,
      isChild,
      needsInterpreter,
      home: this.addresses.next(random),
      middleName: random.chance(0.25) ? random.pick(names.filter((name) => name !== givenName)) : '',
      alias: random.chance(0.03) ? random.pick(ALIASES) : '',
      bornOn: this.birthDateOfNobody(givenName, surname, bornOn),
      ethnicitySelfDefined: random.chance(0.55) ? random.pick(community.ethnicity) : '',
      ethnicityObserved: random.chance(0.7) ? community.observed : '',
      nationality: random.chance(0.8) ? community.nationality : '',
      preferredLanguage: needsInterpreter || random.chance(0.6) ? community.language : '',
      disability: random.chance(0.05) ? random.pick(DISABILITIES) : '',
      communicationNeeds: random.chance(0.012) ? random.pick(COMMUNICATION_NEEDS) : '',
      isDeceased: random.chance(VICTIMS.deceased),
      ...this.contactOf(givenName, surname, isChild, random),
    });
  }

  private contactOf(givenName: string, surname: string, isChild: boolean, random: Random): Contact {
    const mobileShare = isChild ? RECORD.childMobile : RECORD.mobile;
    const emailShare = isChild ? RECORD.childEmail : RECORD.email;
    return {
      mobile: random.chance(mobileShare) ? this.contacts.nextMobile() : '',
      landline: random.chance(RECORD.landline) ? this.contacts.nextLandline() : '',
      workPhone: !isChild && random.chance(RECORD.workPhone) ? this.contacts.nextLandline() : '',
      email: random.chance(emailShare) ? this.contacts.nextEmail(givenName, surname, random) : '',
    };
  }

  private birthDateOfNobody(givenName: string, surname: string, wanted: number): string {
    let day = wanted;
    while (this.taken.has(`${givenName}|${surname}|${isoDayOf(day)}`)) day -= 1;
    return isoDayOf(day);
  }

  private registered(person: Person): Person {
    this.taken.add(`${person.givenName}|${person.surname}|${person.bornOn}`);
    return person;
  }
}

function titleOf(gender: string, random: Random): string {
  if (random.chance(0.01)) return 'TLST_0033';
  return random.chance(0.7) ? random.pick(TITLES[gender] ?? ['']) : '';
}
