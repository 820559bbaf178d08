import { describe, expect, it } from '@jest/globals';

import { normaliseAddressToken } from '../../src/platform/validation/address-token.js';
import type { Parsed } from '../../src/platform/validation/parsed.js';
import { normalisePostcode } from '../../src/platform/validation/postcode.js';

function outcome(parsed: Parsed<unknown>): unknown {
  return parsed.ok ? parsed.value : `! ${parsed.code}`;
}

describe('a postcode', () => {
  it.each([
    ['wr11aa', 'WR1 1AA'],
    [' WR1  1AA ', 'WR1 1AA'],
    ['SW1A 1AA', 'SW1A 1AA'],
    ['EC1A1BB', 'EC1A 1BB'],
    ['W1A 0AX', 'W1A 0AX'],
    ['M1 1AE', 'M1 1AE'],
    ['B33 8TH', 'B33 8TH'],
    ['CR2 6XH', 'CR2 6XH'],
    ['DN55 1PT', 'DN55 1PT'],
    ['JE2 3AB', 'JE2 3AB'],
    ['BF1 0AX', 'BF1 0AX'],
    ['gir 0aa', 'GIR 0AA'],
    ['BFPO 801', 'BFPO 801'],
    ['bfpo 0057', 'BFPO 57'],
    ['QQ1 1QQ', '! postcode-format'],
    ['ZZ99 3VZ', '! postcode-format'],
    ['WR1 1CA', '! postcode-format'],
    ['WR01 1AA', '! postcode-format'],
    ['WR1', '! postcode-format'],
    ['BFPO 0', '! postcode-format'],
    ['ß1 1AA', '! postcode-format'],
    ['ＷＲ1 1AA', '! postcode-format'],
    ['', '! blank'],
  ])('%j is %s', (raw, value) => expect(outcome(normalisePostcode(raw))).toBe(value));
});

describe('an address token', () => {
  const token = (parts: object) => outcome(normaliseAddressToken({ postcode: 'WR1 1AA', ...parts }));

  it('is one for one front door, however it was written', () => {
    const spellings = [
      { subBuildingName: 'Flat 2', buildingNumber: '12', street: 'Elm Street' },
      { subBuildingName: 'FLAT 2,', buildingName: '12', street: 'elm st.' },
      { subBuildingName: 'Apartment 2', street: '12 Elm  St', postcode: 'wr11aa' },
      { street: 'Flat 2, 12, Elm Street' },
    ];
    expect(new Set(spellings.map(token))).toEqual(new Set(['FLAT 2 12 ELM STREET WR1 1AA']));
    expect(token({ buildingNumber: '12 a', street: "St. John's Rd" })).toBe('12A ST JOHNS ROAD WR1 1AA');
    expect(token({ buildingName: 'Tŷ Gwyn' })).toBe('TY GWYN WR1 1AA');
  });

  it.each([
    [{ street: 'Elm Street' }, '! address-incomplete'],
    [{ buildingNumber: '12', street: 'Elm Street', postcode: null }, '! address-incomplete'],
    [{ buildingNumber: '12', postcode: 'QQ1 1QQ' }, '! address-incomplete'],
    [{ buildingName: 'No fixed abode' }, '! address-nowhere'],
    [{ buildingName: 'NFA' }, '! address-nowhere'],
    [{ buildingName: 'unknown', street: 'unknown' }, '! address-nowhere'],
    [{}, '! address-incomplete'],
  ])('%j is %s', (parts, value) => expect(token(parts)).toBe(value));
});
