import { describe, expect, it } from '@jest/globals';
import { holdsPostcode } from '../../src/platform/validation/postcode.js';

describe('A postcode in a text', () => {
  it.each(['at WR1 1AA now', 'wr11aa', 'Flat 2, HR4-9ZZ.', 'SW1A 2AA', '(TF3\u00a04NT)'])(
    'is found: %s',
    (text) => {
      expect(holdsPostcode(text)).toBe(true);
    },
  );

  it.each([
    '',
    'She is safe.',
    'ref AB12345C',
    'room 4B, 2nd floor',
    'QZ1 1AA',
    'XWR1 1AAX',
    'at 10 am, 2 people',
  ])('is not seen where there is none: %s', (text) => {
    expect(holdsPostcode(text)).toBe(false);
  });
});
