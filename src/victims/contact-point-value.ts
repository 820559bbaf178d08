import type { BlindIndex } from '../platform/crypto/blind-index.js';
import { Invalid } from '../platform/problems/problem.js';
import { type AddressParts, normaliseAddressToken } from '../platform/validation/address-token.js';
import { emailMatchKey, normaliseEmail } from '../platform/validation/email.js';
import type { Parsed } from '../platform/validation/parsed.js';
import { normalisePhone } from '../platform/validation/phone.js';
import type { ContactPointKind } from './vocabulary.js';

/** A postal address as it is kept, sealed. */
export interface PostalAddress extends AddressParts {
  cityOrTown?: string | null;
  county?: string | null;
}

/** A usable way to reach somebody: what is sealed, and the hash by which equal ones meet. */
export interface ContactPointValue {
  value: string;
  blindIndex: string;
}

/** What somebody says of a contact point: `address` for post, `value` for everything else. */
export interface GivenContactPoint {
  kind: ContactPointKind;
  value?: string;
  address?: PostalAddress;
}

/** @throws Invalid naming `value` or `address`, with the code of what is wrong */
export function contactPointValue(given: GivenContactPoint, index: BlindIndex): ContactPointValue {
  if (given.kind === 'post') return postValue(given, index);
  if (given.address !== undefined) {
    throw Invalid.field('address', 'not-for-this-kind', 'Only post has an address.');
  }
  if (given.value === undefined) throw Invalid.field('value', 'required', 'This field is needed.');
  return given.kind === 'email' ? emailValue(given.value, index) : phoneValue(given.kind, given.value, index);
}

function emailValue(raw: string, index: BlindIndex): ContactPointValue {
  const value = mustParse('value', normaliseEmail(raw));
  return { value, blindIndex: index.of('email', emailMatchKey(value)) };
}

function phoneValue(kind: ContactPointKind, raw: string, index: BlindIndex): ContactPointValue {
  const phone = mustParse('value', normalisePhone(raw));
  if (kind === 'mobile-phone' && phone.kind === 'uk-landline') {
    throw Invalid.field('value', 'phone-not-mobile', 'That is not the number of a mobile telephone.');
  }
  const value = phone.extension ? `${phone.e164} ext ${phone.extension}` : phone.e164;
  return { value, blindIndex: index.of('phone', phone.e164) };
}

function postValue({ value, address }: GivenContactPoint, index: BlindIndex): ContactPointValue {
  if (value !== undefined) throw Invalid.field('value', 'not-for-this-kind', 'Post has an `address`.');
  if (address === undefined) throw Invalid.field('address', 'required', 'This field is needed.');
  const token = mustParse('address', normaliseAddressToken(address));
  const lines = Object.entries(address).filter(([, line]) => line !== undefined && line !== null);
  return { value: JSON.stringify(Object.fromEntries(lines)), blindIndex: index.of('address', token) };
}

function mustParse<T>(field: string, parsed: Parsed<T>): T {
  if (!parsed.ok) throw Invalid.field(field, parsed.code, parsed.message);
  return parsed.value;
}
