import type { Address } from './places.js';

/** Where someone can be reached; what is not held is an empty string. */
export interface Contact {
  mobile: string;
  landline: string;
  workPhone: string;
  email: string;
}

/** An invented human being. Coded fields hold Standard Data Model identifiers; unknown is an empty string. */
export interface Person extends Contact {
  kind: 'individual';
  personId: string;
  title: string;
  givenName: string;
  middleName: string;
  surname: string;
  alias: string;
  /** ISO day; always known to the scenario, not always to the police. */
  bornOn: string;
  gender: string;
  ethnicitySelfDefined: string;
  ethnicityObserved: string;
  nationality: string;
  preferredLanguage: string;
  needsInterpreter: boolean;
  home: Address;
  disability: string;
  communicationNeeds: string;
  isChild: boolean;
  isDeceased: boolean;
}

/** An invented shop, school, council or company. */
export interface Organisation extends Contact {
  kind: 'organisation';
  personId: string;
  organisationName: string;
  contactGivenName: string;
  contactSurname: string;
  home: Address;
}

/** Someone whom a crime was done to. */
export type Victim = Person | Organisation;

/** What the police hold of a suspect: only what collision checks need. */
export interface Suspect {
  personId: string;
  phone: string;
  email: string;
  postcode: string;
}
