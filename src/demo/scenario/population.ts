import { RECORD, VICTIMS } from './assumptions.js';
import type { Nature } from './offences.js';
import type { OrganisationsMaker } from './organisations-maker.js';
import type { PeopleMaker } from './people-maker.js';
import type { Organisation, Person, Victim } from './person.js';
import type { AddressBook } from './places.js';
import type { Random } from './random.js';

/** A victim chosen for a crime, with the kinds of mess that the choice brings. */
export interface Chosen<V extends Victim = Victim> {
  victim: V;
  kinds: string[];
}

const DAYS_BEFORE_REPEAT = 4;
const TRIES = 3;

/** Everyone whom the extracts have mentioned so far, and who is to turn up next. */
export class Population {
  private readonly seen: { person: Person; day: number }[] = [];
  private readonly organisations: Organisation[] = [];
  private readonly expected: Chosen<Person>[] = [];

  constructor(
    private readonly people: PeopleMaker,
    private readonly organisationsMaker: OrganisationsMaker,
    private readonly addresses: AddressBook,
  ) {}

  /** A person for an offence of this nature: new, come back, or related to someone who was here. */
  person(nature: Nature, day: number, random: Random, wantsChild?: boolean): Chosen<Person> {
    const isChild = wantsChild ?? random.chance(childShare(nature));
    if (!isChild && random.chance(VICTIMS.repeatVictim)) {
      const earlier = this.earlier(day, random, isChild);
      if (earlier) return { victim: earlier, kinds: ['repeat-victim'] };
    }
    const awaited = this.expected[0];
    if (awaited && awaited.victim.isChild === isChild && random.chance(0.4)) return this.expected.shift()!;
    const newcomer = this.newcomer(isChild, random);
    return { victim: newcomer, kinds: this.sharedWithStranger(newcomer, day, random) };
  }

  /** Someone else at the same crime: often of the same household. */
  companionOf(person: Person, nature: Nature, day: number, random: Random): Chosen<Person> {
    if (nature === 'burglary' || random.chance(0.35)) {
      return { victim: this.people.householdMemberOf(person, random), kinds: ['household-phone'] };
    }
    return this.person(nature, day, random);
  }

  /** A shop, school or company, most often one that was here before; sometimes the Crown. */
  organisation(random: Random): Chosen<Organisation> {
    if (random.chance(VICTIMS.regina))
      return { victim: this.organisationsMaker.crown(random), kinds: ['regina'] };
    if (this.organisations.length > 0 && random.chance(VICTIMS.organisationSeenBefore)) {
      return { victim: random.pick(this.organisations), kinds: ['repeat-organisation'] };
    }
    const victim = this.organisationsMaker.organisation(random);
    this.organisations.push(victim);
    return { victim, kinds: [] };
  }

  /** Someone who was a victim some days ago, if one is found. */
  earlier(day: number, random: Random, isChild = false): Person | undefined {
    for (let attempt = 0; attempt < TRIES && this.seen.length > 0; attempt++) {
      const { person, day: seenOn } = random.pick(this.seen);
      if (seenOn <= day - DAYS_BEFORE_REPEAT && person.isChild === isChild && !person.isDeceased)
        return person;
    }
    return undefined;
  }

  /** Remembers who was in an accepted row. */
  remember(victim: Victim, day: number): void {
    if (victim.kind === 'individual' && this.seen.at(-1)?.person !== victim)
      this.seen.push({ person: victim, day });
  }

  private newcomer(isChild: boolean, random: Random): Person {
    const person = isChild ? this.people.child(random) : this.people.adult(random);
    if (random.chance(VICTIMS.twin)) this.await(this.people.twinOf(person, random), 'twin');
    if (random.chance(VICTIMS.namesake)) this.await(this.people.namesakeOf(person, random), 'namesake');
    if (!isChild && random.chance(VICTIMS.householdMember)) {
      person.landline ||= person.mobile;
      if (person.landline) this.await(this.people.householdMemberOf(person, random), 'household-phone');
    }
    if (!isChild && random.chance(VICTIMS.neighbour)) {
      const neighbour = this.people.adult(random);
      neighbour.home = this.addresses.neighbourOf(person.home, random);
      this.await(neighbour, 'neighbour');
    }
    return person;
  }

  /** A support worker's telephone, a landlord's email: the same at different addresses. */
  private sharedWithStranger(person: Person, day: number, random: Random): string[] {
    if (!random.chance(RECORD.contactSharedByStrangers)) return [];
    const stranger = this.earlier(day, random);
    const channel = random.pick(['mobile', 'email'] as const);
    if (!stranger?.[channel]) return [];
    person[channel] = stranger[channel];
    return ['contact-shared-by-strangers'];
  }

  private await(victim: Person, kind: string): void {
    this.expected.push({ victim, kinds: [kind] });
  }
}

function childShare(nature: Nature): number {
  if (nature === 'exploitation-child') return 1;
  return nature === 'sexual' ? VICTIMS.childOfSexualOffence : VICTIMS.child;
}
