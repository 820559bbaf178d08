import type { ContactBook } from './contact-book.js';
import type { Organisation } from './person.js';
import type { AddressBook } from './places.js';
import type { Random } from './random.js';
import { VICTIMS } from './assumptions.js';

const FIRST_WORDS = 'Larkspur Hopkiln Severn-Bend Marlpit Pippin Cuckoopint Osier Clee-View Wyeside'.split(
  ' ',
);
const KINDS = [
  'Primary School',
  'Stores',
  'Supermarket',
  'Garden Centre Ltd',
  'Filling Station',
  'Housing Association',
  'Community Hall',
  'Farm Partners',
  'Veterinary Surgery',
  'Bakery & Café, "The Oven"',
  'Borough Council Depot',
  'Surgery',
];
const CONTACTS = [
  ['Robin', 'Storefield'],
  ['Kim', 'Deskworth'],
  ['Jo', 'Managerley'],
] as const;

/** Invents organisations; their names belong to nobody known to us. */
export class OrganisationsMaker {
  private count = 0;

  constructor(
    private readonly addresses: AddressBook,
    private readonly contacts: ContactBook,
  ) {}

  organisation(random: Random): Organisation {
    const home = this.addresses.next(random);
    const kind = random.pick(KINDS);
    const organisationName = `${random.pick(FIRST_WORDS)} ${kind}, ${home.cityOrTown}`;
    const [contactGivenName, contactSurname] = random.chance(VICTIMS.organisationWithNamedContact)
      ? random.pick(CONTACTS)
      : ['', ''];
    return {
      kind: 'organisation',
      personId: this.nextId(),
      organisationName,
      contactGivenName,
      contactSurname,
      home,
      mobile: '',
      landline: random.chance(0.8) ? this.contacts.nextLandline() : '',
      workPhone: '',
      email: random.chance(0.6) ? this.contacts.nextEmail('office', home.cityOrTown, random) : '',
    };
  }

  /** The Crown as victim: the name the police write, and nothing else. */
  crown(random: Random): Organisation {
    const contact = {
      mobile: '',
      landline: '',
      workPhone: '',
      email: '',
      contactGivenName: '',
      contactSurname: '',
    };
    const organisationName = random.pick(['Regina', 'REGINA', 'The Crown']);
    const home = { ...this.addresses.next(random), buildingName: '', buildingNumber: '', street: '' };
    return { kind: 'organisation', personId: '', organisationName, home, ...contact };
  }

  private nextId(): string {
    this.count += 1;
    return `B${100_000 + ((this.count * 7_919) % 900_000)}`;
  }
}
