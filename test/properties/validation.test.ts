import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';

import { normaliseAddressToken } from '../../src/platform/validation/address-token.js';
import { decodeStream } from '../../src/platform/validation/character-decoding.js';
import { parseDay } from '../../src/platform/validation/day.js';
import { normaliseEmail } from '../../src/platform/validation/email.js';
import { parsePoliceInstant } from '../../src/platform/validation/instant.js';
import { parseMoneyPence } from '../../src/platform/validation/money.js';
import type { Parsed } from '../../src/platform/validation/parsed.js';
import { parsePersonName } from '../../src/platform/validation/person-name.js';
import { normalisePhone } from '../../src/platform/validation/phone.js';
import { normalisePostcode } from '../../src/platform/validation/postcode.js';
import { cleanText } from '../../src/platform/validation/text.js';
import { ukNumberKind } from '../../src/platform/validation/uk-numbering.js';

const anything = fc.string({ unit: 'binary', maxLength: 50 });
const words = fc
  .array(fc.string({ unit: 'grapheme', maxLength: 8 }), { maxLength: 5 })
  .map((all) => all.join(' '));
const phone = fc.stringMatching(/^(\+|00|0|44)?[0-9() -]{6,14}( ?ext [0-9]{1,4})?$/);
const email = fc.stringMatching(/^ ?[A-Za-z0-9.+_-]{1,12}@[A-Za-z0-9.-]{1,16}\.[A-Za-z]{2,4} ?$/);
const postcode = fc.stringMatching(/^[A-Za-z]{1,2}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{2}$/);
const day = fc.stringMatching(/^[0-9]{4}-[01][0-9]-[0-3][0-9]$/);

const normalisers: Array<[string, fc.Arbitrary<string>, (raw: string) => Parsed<string | null>]> = [
  ['text', words, (raw) => cleanText(raw, { max: 40 })],
  ['a name', words, parsePersonName],
  ['a day', day, parseDay],
  ['an email address', email, normaliseEmail],
  ['a postcode', postcode, normalisePostcode],
  ['a telephone number', phone, (raw) => asText(normalisePhone(raw))],
];

function asText(parsed: ReturnType<typeof normalisePhone>): Parsed<string> {
  return parsed.ok ? { ok: true, value: parsed.value.e164 } : parsed;
}

describe.each(normalisers)('%s', (_what, likely, normalise) => {
  it('is never thrown on, and its normal form is its own normal form', () => {
    fc.assert(
      fc.property(fc.oneof(anything, likely), (raw) => {
        const once = normalise(raw);
        if (once.ok) expect(normalise(once.value ?? '')).toEqual(once.value === null ? normalise('') : once);
        else expect(once.code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('refusals', () => {
  it('never repeat what was sent', () => {
    const parsers = [
      ...normalisers.map(([, , normalise]) => normalise),
      parsePoliceInstant,
      parseMoneyPence,
    ] as Array<(raw: string) => Parsed<unknown>>;
    fc.assert(
      fc.property(fc.stringMatching(/^[#~]{2}[a-z0-9]{6,12}[#~]{2}$/), (raw) => {
        const refusals = parsers.map((parse) => parse(raw)).filter((parsed) => !parsed.ok);
        expect(refusals.length).toBeGreaterThan(4);
        expect(JSON.stringify(refusals)).not.toContain(raw.slice(1, -1));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a day', () => {
  it('is one that JavaScript gives back unchanged, and no other', () => {
    fc.assert(
      fc.property(day, (raw) => {
        const date = new Date(`${raw}T00:00:00Z`);
        const isReal =
          !Number.isNaN(date.getTime()) && date.toISOString().startsWith(raw) && !raw.startsWith('0000');
        expect(parseDay(raw).ok).toBe(isReal);
      }),
      { numRuns: 500 },
    );
  });
});

describe('UK numbers', () => {
  const kinds = {
    MOBILE: 'uk-mobile',
    FIXED_LINE: 'uk-landline',
    UAN: 'uk-other',
    PERSONAL_NUMBER: 'uk-other',
    VOIP: 'uk-other',
    PREMIUM_RATE: 'uk-service',
    TOLL_FREE: 'uk-service',
    PAGER: 'uk-service',
  } as Record<string, string | undefined>;

  it('are judged as the telephone library judges them', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^(7[1-9]|1[1-9]|2[0-9]|3[0347]|70|8[047]|[1-9])[0-9]{7,8}$/),
        (national) => {
          const number = parsePhoneNumberFromString(`+44${national}`, metadata)!;
          fc.pre(number.country !== 'IM' && !/^(7700900|1632960)/.test(national));
          expect(ukNumberKind(national)).toBe(kinds[number.getType() ?? '']);
        },
      ),
      { numRuns: 1500 },
    );
  });
});

describe('an address token', () => {
  const part = fc.option(fc.stringMatching(/^[A-Za-z0-9' ,.&-]{0,12}$/));

  it('does not depend on case, spacing and commas', () => {
    fc.assert(
      fc.property(part, part, part, (buildingName, buildingNumber, street) => {
        const parts = { buildingName, buildingNumber, street, postcode: 'WR1 1AA' };
        const shouted = {
          buildingName: buildingName?.toUpperCase(),
          buildingNumber: buildingNumber && ` ${buildingNumber},`,
          street: street?.toLowerCase().replaceAll(' ', '  '),
          postcode: 'wr11aa',
        };
        expect(normaliseAddressToken(shouted)).toEqual(normaliseAddressToken(parts));
      }),
    );
  });
});

describe('decoding a stream', () => {
  it('gives the whole text wherever the chunks are cut', async () => {
    const chunked = fc.tuple(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.array(fc.nat(5), { minLength: 1 }),
    );
    await fc.assert(
      fc.asyncProperty(chunked, async ([text, sizes]) => {
        async function* chunks() {
          const bytes = Buffer.from(text, 'utf8');
          for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
            const size = sizes[turn % sizes.length]! + (turn % 7 === 0 ? 1 : 0);
            yield bytes.subarray(from, from + size);
            from += size;
          }
        }
        let read = '';
        for await (const piece of decodeStream(chunks(), 'utf-8')) read += piece;
        expect(read).toBe(text.replace(/^\ufeff/, ''));
      }),
    );
  });
});
