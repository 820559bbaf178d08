import { parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';

import { BLANK, accepted, refused } from './parsed.js';
import type { Parsed } from './parsed.js';
import { ukNumberKind } from './uk-numbering.js';
import type { UkNumberKind } from './uk-numbering.js';

const LONGEST_WRITTEN = 40;
const EXTENSION_MARK = /ext(?:ension|n)?|x|#/i;
const EXTENSION = /^[ .:]*(\d{1,7})$/;
const PUNCTUATION = /[() .\-\u00a0]/g;
const DIALLED = /^\+?\d{5,20}$/;
const WORDS_FOR_NONE = new Set(
  (
    'unk unknown none na nil null no notknown notgiven notprovided nophone nonumber notelephone refused withheld tbc ' +
    'tba x xx xxx anonymous exdirectory'
  ).split(' '),
);

/** A telephone number that a person may answer. */
export interface Phone {
  /** E.164, such as `+447700900123`. */
  e164: string;
  kind: Exclude<UkNumberKind, 'uk-service'> | 'international';
  /** The digits to ask for once answered; never part of `e164`. */
  extension: string | null;
}

const FORMAT = refused('phone-format', 'That is not a telephone number.');
const PLACEHOLDER = refused('phone-placeholder', 'The number stands for an unknown one.');
const NOT_GIVEN_OUT = refused('phone-not-given-out', 'No such telephone number is given out.');
const SERVICE = refused('phone-service', 'Nobody is reached at a premium, free or pager number.');

/**
 * A telephone number in E.164, after GOV.UK Notify's rules: brackets, spaces, dots and hyphens may stand anywhere,
 * a UK number may lack its 0 or have it after +44, and only ASCII digits count. Numbers of other countries need
 * their + or 00. Ofcom's drama numbers are taken as real.
 * Refuses with `blank`, `phone-placeholder`, `phone-format`, `phone-not-given-out` or `phone-service`.
 */
export function normalisePhone(raw: string): Parsed<Phone> {
  const text = raw.trim();
  if (text === '') return BLANK;
  if (text.length > LONGEST_WRITTEN) return FORMAT;
  if (isWordForNone(text)) return PLACEHOLDER;
  const [written = '', after, ...more] = text.split(EXTENSION_MARK);
  const dialled = written.replace(PUNCTUATION, '');
  const extension = after === undefined ? null : EXTENSION.exec(after)?.[1];
  if (extension === undefined || more.length > 0 || !DIALLED.test(dialled)) return FORMAT;
  const national = ukNational(dialled);
  return national === null ? abroad(dialled, extension) : inUk(national, extension);
}

function ukNational(dialled: string): string | null {
  const abroadPrefix = /^(?:\+|00)(?=[1-9])/.exec(dialled)?.[0];
  const digits = dialled.slice(abroadPrefix?.length ?? 0).replace('+', '');
  if (abroadPrefix !== undefined && !digits.startsWith('44')) return null;
  const hasCountry = digits.startsWith('44') && (abroadPrefix !== undefined || digits.length >= 12);
  return (hasCountry ? digits.slice(2) : digits).replace(/^0+(?=\d)/, '');
}

function inUk(national: string, extension: string | null): Parsed<Phone> {
  if (isPlaceholder(national)) return PLACEHOLDER;
  const kind = ukNumberKind(national);
  if (kind === undefined) return NOT_GIVEN_OUT;
  return kind === 'uk-service' ? SERVICE : accepted({ e164: `+44${national}`, kind, extension });
}

function abroad(dialled: string, extension: string | null): Parsed<Phone> {
  if (isPlaceholder(dialled)) return PLACEHOLDER;
  const number = parsePhoneNumberFromString(dialled.replace(/^00/, '+'), metadata);
  if (!number?.isValid()) return NOT_GIVEN_OUT;
  return accepted({ e164: number.number, kind: 'international', extension });
}

function isWordForNone(text: string): boolean {
  return !/\d/.test(text) && WORDS_FOR_NONE.has(text.toLowerCase().replace(/[^a-z]+/g, ''));
}

function isPlaceholder(digits: string): boolean {
  const lastSeven = new Set(digits.slice(-7));
  return lastSeven.size === 1 || digits.endsWith('000000') || digits.includes('123456789');
}
