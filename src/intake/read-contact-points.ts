import type { BlindIndex } from '../platform/crypto/blind-index.js';
import { type AddressParts, normaliseAddressToken } from '../platform/validation/address-token.js';
import { emailMatchKey, normaliseEmail } from '../platform/validation/email.js';
import { normalisePhone } from '../platform/validation/phone.js';
import { normalisePostcode } from '../platform/validation/postcode.js';
import type { ReceivedContactPoint, SuspectKey } from './referral-record.js';

/** What a referral says of reaching a person. */
export interface ReceivedReach {
  mobileTelephones: string[];
  homeTelephones: string[];
  workTelephones: string[];
  emails: string[];
  address: (AddressParts & { cityOrTown?: string | null; county?: string | null }) | null;
}

/** Normalises what can be used and keeps what cannot, with the reason: a bad number never loses a referral. */
export function contactPointsOf(reach: ReceivedReach, index: BlindIndex): ReceivedContactPoint[] {
  const points = [
    ...reach.emails.map((raw) => emailPoint(raw, index)),
    ...reach.mobileTelephones.map((raw) => phonePoint('mobile-phone', raw, index)),
    ...reach.homeTelephones.map((raw) => phonePoint('home-phone', raw, index)),
    ...reach.workTelephones.map((raw) => phonePoint('work-phone', raw, index)),
    ...(reach.address ? addressPoint(reach.address, index) : []),
  ];
  const seen = new Set<string>();
  return points.filter((point) => {
    const key = `${point.kind} ${point.blindIndex ?? point.value}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Keys of a suspect's means of contact, made as those of the people we serve so that equal ones meet. */
export function suspectKeysOf(
  suspect: { telephones: string[]; emails: string[]; postcodes: string[]; personIds: string[] },
  index: BlindIndex,
): SuspectKey[] {
  const phones = suspect.telephones.flatMap((raw) => {
    const phone = normalisePhone(raw);
    return phone.ok ? [{ kind: 'phone' as const, key: index.of('phone', phone.value.e164) }] : [];
  });
  const emails = suspect.emails.flatMap((raw) => {
    const email = normaliseEmail(raw);
    return email.ok ? [{ kind: 'email' as const, key: index.of('email', emailMatchKey(email.value)) }] : [];
  });
  const postcodes = suspect.postcodes.flatMap((raw) => {
    const postcode = normalisePostcode(raw);
    return postcode.ok ? [{ kind: 'postcode' as const, key: postcode.value }] : [];
  });
  return [
    ...phones,
    ...emails,
    ...postcodes,
    ...suspect.personIds.map((id) => ({ kind: 'person' as const, key: id })),
  ];
}

function emailPoint(raw: string, index: BlindIndex): ReceivedContactPoint {
  const email = normaliseEmail(raw);
  if (!email.ok) return unusable('email', raw, email.code);
  return usable('email', email.value, index.of('email', emailMatchKey(email.value)));
}

function phonePoint(
  kind: ReceivedContactPoint['kind'],
  raw: string,
  index: BlindIndex,
): ReceivedContactPoint {
  const phone = normalisePhone(raw);
  if (!phone.ok) return unusable(kind, raw, phone.code);
  const { e164, extension } = phone.value;
  return usable(kind, extension ? `${e164} ext ${extension}` : e164, index.of('phone', e164));
}

function addressPoint(
  address: NonNullable<ReceivedReach['address']>,
  index: BlindIndex,
): ReceivedContactPoint[] {
  const lines = Object.fromEntries(
    Object.entries(address).filter(([, part]) => part !== null && part !== undefined),
  );
  if (Object.keys(lines).length === 0) return [];
  const token = normaliseAddressToken(address);
  const value = JSON.stringify(lines);
  return [
    token.ok ? usable('post', value, index.of('address', token.value)) : unusable('post', value, token.code),
  ];
}

function usable(kind: ReceivedContactPoint['kind'], value: string, blindIndex: string): ReceivedContactPoint {
  return { kind, value, blindIndex, invalidCode: null };
}

function unusable(
  kind: ReceivedContactPoint['kind'],
  value: string,
  invalidCode: string,
): ReceivedContactPoint {
  return { kind, value, blindIndex: null, invalidCode };
}
