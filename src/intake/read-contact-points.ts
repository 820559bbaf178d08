import type { BlindIndex } from '../platform/crypto/blind-index.js';
import { type AddressParts, normaliseAddressToken } from '../platform/validation/address-token.js';
import { emailMatchKey, normaliseEmail } from '../platform/validation/email.js';
import { normalisePhone } from '../platform/validation/phone.js';
import { normalisePostcode } from '../platform/validation/postcode.js';
import type { Parsed } from '../platform/validation/parsed.js';
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

/** A suspect's means of contact, as received. */
interface ReceivedSuspects {
  telephones: string[];
  emails: string[];
  postcodes: string[];
  personIds: string[];
}

type SuspectField = 'suspectTelephones' | 'suspectEmails' | 'suspectPostcodes';

/**
 * Keys of a suspect's means of contact, made as those of the people we serve so that equal ones meet; and the fields of
 * which something could not be read, for what cannot be compared may be the victim's own.
 */
export function suspectKeysOf(
  suspect: ReceivedSuspects,
  index: BlindIndex,
): { keys: SuspectKey[]; unreadable: SuspectField[]; readable: SuspectField[] } {
  const fields: [SuspectField, SuspectKey['kind'], string[], (raw: string) => Parsed<string>][] = [
    [
      'suspectTelephones',
      'phone',
      suspect.telephones,
      (raw) => keyed(normalisePhone(raw), ({ e164 }) => index.of('phone', e164)),
    ],
    [
      'suspectEmails',
      'email',
      suspect.emails,
      (raw) => keyed(normaliseEmail(raw), (email) => index.of('email', emailMatchKey(email))),
    ],
    ['suspectPostcodes', 'postcode', suspect.postcodes, normalisePostcode],
  ];
  const keys: SuspectKey[] = [];
  const unreadable: SuspectField[] = [];
  for (const [field, kind, cells, keyOf] of fields) {
    const parsed = cells.flatMap((cell) => partsOf(cell, keyOf));
    keys.push(...parsed.flatMap((part) => (part.ok ? [{ kind, key: part.value }] : [])));
    if (parsed.some((part) => !part.ok)) unreadable.push(field);
  }
  const given = fields.filter(([, , cells]) => cells.length > 0).map(([field]) => field);
  return {
    keys: [...keys, ...suspect.personIds.map((id) => ({ kind: 'person' as const, key: id }))],
    unreadable,
    readable: given.filter((field) => !unreadable.includes(field)),
  };
}

/** The value, or the values between commas and semicolons without a last remark in brackets. */
function partsOf(cell: string, keyOf: (raw: string) => Parsed<string>): Parsed<string>[] {
  const whole = keyOf(cell);
  if (whole.ok) return [whole];
  const parts = cell.split(/[,;]/).map((part) => part.trim());
  return parts.filter((part) => part !== '').map((part) => keyOf(part.replace(/\([^()]*\)$/, '').trim()));
}

function keyed<T>(parsed: Parsed<T>, keyOf: (value: T) => string): Parsed<string> {
  return parsed.ok ? { ok: true, value: keyOf(parsed.value) } : parsed;
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
