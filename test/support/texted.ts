import { BlindIndex } from '../../src/platform/crypto/blind-index.js';
import type { ContactApplication } from './contact-application.js';
import type { Contactable, Otherwise } from './contactable-people.js';

/** Somebody with a mobile telephone. */
export interface Texted extends Contactable {
  mobileId: string;
  mobile: string;
}

let numbers = 0;

/** Adds somebody with a mobile telephone of their own, from the numbers that Ofcom keeps for drama. */
export async function texted(contact: ContactApplication, otherwise: Otherwise = {}): Promise<Texted> {
  const person = await contact.people.add({ email: null, ...otherwise });
  numbers += 1;
  const mobile = `+447700900${String(numbers).padStart(3, '0')}`;
  const mobileId = await phonePoint(contact, person.personId, mobile);
  await contact.plan(person.personId);
  return { ...person, mobile, mobileId };
}

/** A telephone of somebody; answers its id. */
export function phonePoint(
  contact: ContactApplication,
  personId: string,
  number: string,
  kind = 'mobile-phone',
): Promise<string> {
  return contact.people.point(personId, kind, number, contact.app.get(BlindIndex).of('phone', number));
}

/** A coordinator asks for an SMS; answers the message's id. */
export async function askedFor(contact: ContactApplication, person: Texted): Promise<string> {
  const [read] = await contact.rows<{ safetyVersion: number }>(
    `SELECT safety_version AS "safetyVersion" FROM person WHERE id = $1`,
    person.personId,
  );
  const body = { channel: 'sms', contactPointId: person.mobileId, templateCode: 'sms-please-ring', ...read };
  const response = await contact.api
    .as('coordinator')
    .post(`/cases/${person.caseId}/messages`, body)
    .expect(201);
  return (response.body as { id: string }).id;
}
