import { describe, expect, it } from '@jest/globals';

import { normaliseAddressToken } from '../../src/platform/validation/address-token.js';
import { parseBirthDate } from '../../src/platform/validation/birth-date.js';
import { parseDay } from '../../src/platform/validation/day.js';
import { normaliseEmail } from '../../src/platform/validation/email.js';
import { parseFlag } from '../../src/platform/validation/flag.js';
import { parseInstant, parsePoliceInstant } from '../../src/platform/validation/instant.js';
import { parseMoneyPence } from '../../src/platform/validation/money.js';
import { parsePersonName } from '../../src/platform/validation/person-name.js';
import { normalisePhone } from '../../src/platform/validation/phone.js';
import {
  parseCrimeReference,
  parseIncidentReference,
} from '../../src/platform/validation/police-reference.js';
import { normalisePostcode } from '../../src/platform/validation/postcode.js';
import { cleanText } from '../../src/platform/validation/text.js';

describe('hostile length', () => {
  const parsers: Array<(raw: string) => unknown> = [
    parseDay,
    parsePoliceInstant,
    parseInstant,
    parseMoneyPence,
    parseFlag,
    parsePersonName,
    parseCrimeReference,
    parseIncidentReference,
    normalisePostcode,
    normaliseEmail,
    normalisePhone,
    (raw) => cleanText(raw, { max: 100 }),
    (raw) => parseBirthDate(raw, '2019-04-01'),
    (raw) => normaliseAddressToken({ street: raw, postcode: 'WR1 1AA' }),
  ];

  it.each(['1', ' ', 'a', '1,', 'a@', 'a.', '-', '(', '0 ', 'ext', 'Flat 1 ', '\u0301', '\u200b'])(
    'costs no more than its share: %j a hundred thousand times',
    (piece) => {
      const started = performance.now();
      for (const parse of parsers) {
        parse(piece.repeat(100_000));
        parse(`1${piece.repeat(100_000)}!`);
      }
      expect(performance.now() - started).toBeLessThan(2_000);
    },
  );
});
