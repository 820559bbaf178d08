import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateIf } from 'class-validator';

import { isId } from '../ids.js';
import { parseDay } from './day.js';
import { normaliseEmail } from './email.js';
import { fieldDecorator } from './field-rule.js';
import type { FieldOptions } from './field-rule.js';
import { parseInstant } from './instant.js';
import { MOST_PENCE } from './money.js';
import { BLANK, refused } from './parsed.js';
import type { Parsed, Refused } from './parsed.js';
import { parsePersonName } from './person-name.js';
import { normalisePhone } from './phone.js';
import { normalisePostcode } from './postcode.js';
import { cleanText } from './text.js';

const TEXT_EXPECTED = refused('text-expected', 'This field is text.');
const FLAG_EXPECTED = refused('flag-expected', 'This field is true or false.');
const WHOLE_NUMBER_EXPECTED = refused('whole-number-expected', 'This field is a whole number.');
const SPACE_AROUND = refused('space-around', 'There is space before or after the value.');
const ID_FORMAT = refused('id-format', 'That is not an id.');
const NOT_UK = refused('phone-not-uk', 'That is not a UK telephone number.');

/** The field may be left out of the body; null, which would wipe what is stored, is still refused. */
export function MayBeOmitted(): PropertyDecorator {
  return applyDecorators(
    ValidateIf((_body, value) => value !== undefined),
    ApiProperty({ required: false }),
  );
}

/** The field may be left out, which changes nothing, and may be null: that it is unknown is then what was said. */
export function MayBeUnknown(): PropertyDecorator {
  return applyDecorators(
    ValidateIf((_body, value) => value !== undefined && value !== null),
    ApiProperty({ required: false, nullable: true }),
  );
}

/** A strict ISO day that exists, `YYYY-MM-DD`. */
export function IsDay(options?: FieldOptions): PropertyDecorator {
  return fieldDecorator('isDay', whereText(parseDay), text('date', 10, '2019-04-01'), options);
}

/** An RFC 3339 instant with seconds and `Z` or an offset. */
export function IsInstant(options?: FieldOptions): PropertyDecorator {
  return fieldDecorator(
    'isInstant',
    whereText(parseInstant),
    text('date-time', 35, '2019-04-01T09:30:00Z'),
    options,
  );
}

/**
 * Text that is not blank and has no control characters. The handler receives it trimmed and in NFC.
 * `lines` lets line breaks and tabs in.
 */
export function IsText(options: FieldOptions & { max: number; lines?: boolean }): PropertyDecorator {
  const { max, lines = false } = options;
  const check = (value: unknown): Refused | null => {
    if (typeof value !== 'string') return TEXT_EXPECTED;
    const clean = cleanText(value, { max, lines });
    return clean.ok ? (clean.value === null ? BLANK : null) : clean;
  };
  return applyDecorators(
    Transform(({ value }) => tidied(value, lines)),
    fieldDecorator('isText', check, { type: 'string', minLength: 1, maxLength: max }, options),
  );
}

/** A given name or surname of 1 to 35 characters (POLE Data Standards v1.1 DS_031). */
export function IsPersonName(options?: FieldOptions): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }) => eachText(value, (name) => valueOr(parsePersonName(name), name))),
    fieldDecorator(
      'isPersonName',
      whereText(parsePersonName),
      { type: 'string', minLength: 1, maxLength: 35 },
      options,
    ),
  );
}

/** A telephone number as `normalisePhone` takes it; other countries' numbers only where said. */
export function IsUkPhone(options: FieldOptions & { orInternational?: boolean } = {}): PropertyDecorator {
  const check = whereText((raw) => {
    const phone = normalisePhone(raw);
    return phone.ok && phone.value.kind === 'international' && !options.orInternational ? NOT_UK : phone;
  });
  return fieldDecorator('isUkPhone', check, text('tel', 40, '07700 900123'), options);
}

/** An email address that a message may go to, as `normaliseEmail` takes it. */
export function IsEmailAddress(options?: FieldOptions): PropertyDecorator {
  const facets = text('email', 120, 'alex.example@example.org');
  return fieldDecorator('isEmailAddress', whereText(normaliseEmail), facets, options);
}

/** A UK postcode in any spacing and case. */
export function IsUkPostcode(options?: FieldOptions): PropertyDecorator {
  return fieldDecorator(
    'isUkPostcode',
    whereText(normalisePostcode),
    text(undefined, 20, 'WR1 1AA'),
    options,
  );
}

/** An amount of money in whole pence, a JSON integer from 0 up. */
export function IsMoneyPence(options?: FieldOptions): PropertyDecorator {
  return IsWholeNumber({ min: 0, max: MOST_PENCE, ...options });
}

/** A JSON integer between two bounds. */
export function IsWholeNumber(options: FieldOptions & { min: number; max: number }): PropertyDecorator {
  const { min, max } = options;
  const facets = { type: 'integer', minimum: min, maximum: max };
  return fieldDecorator('isWholeNumber', (value) => wholeNumberFault(value, min, max), facets, options);
}

/** What is wrong with a value that should be a whole number between two bounds. */
export function wholeNumberFault(value: unknown, min: number, max: number): Refused | null {
  if (!Number.isSafeInteger(value)) return WHOLE_NUMBER_EXPECTED;
  const isInside = (value as number) >= min && (value as number) <= max;
  return isInside ? null : refused('number-out-of-range', `The number is from ${min} to ${max}.`);
}

/** A JSON `true` or `false`; no text and no number stands for either. */
export function IsFlag(options?: FieldOptions): PropertyDecorator {
  const check = (value: unknown) => (typeof value === 'boolean' ? null : FLAG_EXPECTED);
  return fieldDecorator('isFlag', check, { type: 'boolean' }, options);
}

/** One of a list of codes, in exactly that spelling. */
export function IsCode(codes: readonly string[], options?: FieldOptions): PropertyDecorator {
  const unknownCode = refused('code-unknown', `The code is one of: ${codes.join(', ')}.`);
  const check = (value: unknown) => {
    if (typeof value !== 'string') return TEXT_EXPECTED;
    return codes.includes(value) ? null : unknownCode;
  };
  return fieldDecorator('isCode', check, { type: 'string', enum: [...codes] }, options);
}

/** The id of something, a UUID. */
export function IsId(options?: FieldOptions): PropertyDecorator {
  const check = (value: unknown) => {
    if (typeof value !== 'string') return TEXT_EXPECTED;
    return isId(value) ? null : ID_FORMAT;
  };
  return fieldDecorator('isId', check, { type: 'string', format: 'uuid' }, options);
}

function whereText(parse: (raw: string) => Parsed<unknown>): (value: unknown) => Refused | null {
  return (value) => {
    if (typeof value !== 'string') return TEXT_EXPECTED;
    const parsed = parse(value);
    if (!parsed.ok) return parsed;
    return value === value.trim() ? null : SPACE_AROUND;
  };
}

function text(format: string | undefined, maxLength: number, example: string) {
  return { type: 'string', ...(format === undefined ? {} : { format }), maxLength, example };
}

function tidied(value: unknown, lines: boolean): unknown {
  return eachText(value, (raw) => valueOr(cleanText(raw, { max: Infinity, lines }), raw) ?? raw);
}

function eachText(value: unknown, change: (raw: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => eachText(item, change));
  return typeof value === 'string' ? change(value) : value;
}

function valueOr<T>(parsed: Parsed<T>, otherwise: T): T {
  return parsed.ok ? parsed.value : otherwise;
}
