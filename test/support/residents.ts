import { BlindIndex } from '../../src/platform/crypto/blind-index.js';
import { normaliseAddressToken } from '../../src/platform/validation/address-token.js';
import type { PostalAddress } from '../../src/victims/contact-point-value.js';
import type { ContactApplication } from './contact-application.js';
import type { Contactable, Otherwise } from './contactable-people.js';

/** Somebody without needs, with a postal address and nothing else to reach them by. */
export interface Resident extends Contactable {
  postId: string;
  address: PostalAddress;
}

let houses = 0;

/** Adds somebody to whom a letter of a batch may go, save for what is wanted to be otherwise. */
export async function resident(contact: ContactApplication, otherwise: Otherwise = {}): Promise<Resident> {
  const person = await contact.people.add({
    email: null,
    ...otherwise,
    referral: { repeat_victim: false, ...otherwise.referral },
  });
  houses += 1;
  const address = {
    buildingNumber: String(houses),
    street: 'Invented Street',
    cityOrTown: 'Worcester',
    postcode: 'WR1 1AA',
  };
  const postId = await postPoint(contact, person.personId, address);
  await contact.plan(person.personId);
  return { ...person, postId, address };
}

/** A postal address of somebody; answers its id. */
export function postPoint(
  contact: ContactApplication,
  personId: string,
  address: PostalAddress,
): Promise<string> {
  const token = normaliseAddressToken(address);
  if (!token.ok) throw new Error('the address is none');
  const index = contact.app.get(BlindIndex).of('address', token.value);
  return contact.people.point(personId, 'post', JSON.stringify(address), index);
}
