import { describe, expect, it } from '@jest/globals';

import { parseBirthDate } from '../../src/platform/validation/birth-date.js';
import { parseDay } from '../../src/platform/validation/day.js';
import { parseFlag } from '../../src/platform/validation/flag.js';
import { parseInstant, parsePoliceInstant } from '../../src/platform/validation/instant.js';
import { parseMoneyPence } from '../../src/platform/validation/money.js';
import type { Parsed } from '../../src/platform/validation/parsed.js';
import { parsePersonName } from '../../src/platform/validation/person-name.js';
import {
  parseCrimeReference,
  parseIncidentReference,
} from '../../src/platform/validation/police-reference.js';
import { cleanText } from '../../src/platform/validation/text.js';

function outcome(parsed: Parsed<unknown>): unknown {
  return parsed.ok ? parsed.value : `! ${parsed.code}`;
}

describe('a day', () => {
  it.each([
    ['2019-04-01', '2019-04-01'],
    [' 2020-02-29 ', '2020-02-29'],
    ['2000-02-29', '2000-02-29'],
    ['0001-01-01', '0001-01-01'],
    ['9999-12-31', '9999-12-31'],
    ['', '! blank'],
    ['2024-02-30', '! day-not-in-calendar'],
    ['2023-02-29', '! day-not-in-calendar'],
    ['1900-02-29', '! day-not-in-calendar'],
    ['2019-04-31', '! day-not-in-calendar'],
    ['2019-13-01', '! day-not-in-calendar'],
    ['2019-00-10', '! day-not-in-calendar'],
    ['2019-01-00', '! day-not-in-calendar'],
    ['0000-01-01', '! day-not-in-calendar'],
    ['2024-W01', '! day-format'],
    ['20240101', '! day-format'],
    ['2024-1-1', '! day-format'],
    ['01/04/2019', '! day-format'],
    ['2019-04-01T00:00:00Z', '! day-format'],
    ['2019-04-01\u0000', '! day-format'],
    ['２０１９-04-01', '! day-format'],
  ])('%j is %s', (raw, value) => expect(outcome(parseDay(raw))).toBe(value));
});

describe('a date of birth', () => {
  it.each([
    ['1980-05-06', '2019-04-01', '1980-05-06'],
    ['2019-03-31', '2019-04-01', '2019-03-31'],
    ['1909-04-01', '2019-04-01', '1909-04-01'],
    ['1909-03-31', '2019-04-01', '! birth-date-too-old'],
    ['1904-02-29', '2014-02-28', '1904-02-29'],
    ['1904-02-29', '2014-03-01', '! birth-date-too-old'],
    ['2019-04-01', '2019-04-01', '! birth-date-is-report-date'],
    ['2019-04-02', '2019-04-01', '! birth-date-in-future'],
    ['1900-01-01', '2005-04-01', '! birth-date-default'],
    ['1900-01-01', '2019-04-01', '! birth-date-default'],
    ['0001-01-01', '2019-04-01', '! birth-date-too-old'],
    ['1980-02-30', '2019-04-01', '! day-not-in-calendar'],
    ['UNK', '2019-04-01', '! day-format'],
    ['', '2019-04-01', '! blank'],
  ])('%j reported on %s is %s', (raw, reportedOn, value) => {
    expect(outcome(parseBirthDate(raw, reportedOn))).toBe(value);
  });
});

describe('an instant of a police extract', () => {
  it.each([
    ['2019-01-15T09:30:00', '2019-01-15T09:30:00.000Z'],
    ['2019-07-15T09:30:00', '2019-07-15T08:30:00.000Z'],
    ['2019-07-15 09:30', '2019-07-15T08:30:00.000Z'],
    ['2019-07-15T09:30:00.1239', '2019-07-15T08:30:00.123Z'],
    ['2019-07-15T09:30:00Z', '2019-07-15T09:30:00.000Z'],
    ['2019-07-15T09:30:00+05:30', '2019-07-15T04:00:00.000Z'],
    ['2019-03-31T00:59:59', '2019-03-31T00:59:59.000Z'],
    ['2019-03-31T01:00:00', '! instant-skipped-by-clocks'],
    ['2019-03-31T01:59:59', '! instant-skipped-by-clocks'],
    ['2019-03-31T02:00:00', '2019-03-31T01:00:00.000Z'],
    ['2019-10-27T00:59:59', '2019-10-26T23:59:59.000Z'],
    ['2019-10-27T01:30:00', '2019-10-27T00:30:00.000Z'],
    ['2019-10-27T01:30:00Z', '2019-10-27T01:30:00.000Z'],
    ['2019-10-27T02:00:00', '2019-10-27T02:00:00.000Z'],
    ['2019-12-31T23:59:59', '2019-12-31T23:59:59.000Z'],
    ['2019-07-15', '! instant-format'],
    ['2019-02-29T10:00:00', '! day-not-in-calendar'],
    ['2019-04-01T24:00:00', '! instant-not-on-clock'],
    ['2019-04-01T23:60:00', '! instant-not-on-clock'],
    ['2019-04-01T23:59:60', '! instant-not-on-clock'],
    ['2019-04-01T10:00:00+15:00', '! instant-not-on-clock'],
    ['2019-04-01T10:00:00+01', '! instant-format'],
    ['1 April 2019', '! instant-format'],
    ['', '! blank'],
  ])('%j is %s', (raw, value) => {
    const parsed = parsePoliceInstant(raw);
    expect(parsed.ok ? parsed.value.at.toISOString() : `! ${parsed.code}`).toBe(value);
  });

  it('is the start of the London day where a day alone is allowed, and says so', () => {
    expect(outcome(parsePoliceInstant('2019-07-15', { dayOnly: true }))).toEqual({
      at: new Date('2019-07-14T23:00:00.000Z'),
      dayOnly: true,
    });
    expect(outcome(parsePoliceInstant('2019-02-30', { dayOnly: true }))).toBe('! day-not-in-calendar');
  });
});

describe('an instant of the API', () => {
  it.each([
    ['2019-07-15T09:30:00Z', '2019-07-15T09:30:00.000Z'],
    ['2019-07-15T09:30:00.5+01:00', '2019-07-15T08:30:00.500Z'],
    ['2019-07-15T09:30:00-01:00', '2019-07-15T10:30:00.000Z'],
    ['2019-07-15T09:30:00', '! instant-without-offset'],
    ['2019-07-15T09:30Z', '! instant-format'],
    ['2019-07-15 09:30:00Z', '! instant-format'],
    ['2019-02-29T09:30:00Z', '! day-not-in-calendar'],
  ])('%j is %s', (raw, value) => {
    const parsed = parseInstant(raw);
    expect(parsed.ok ? parsed.value.toISOString() : `! ${parsed.code}`).toBe(value);
  });
});

describe('text', () => {
  it.each([
    ['  Jane  ', 'Jane'],
    ['e\u0301', 'é'],
    ['', null],
    [' \t ', null],
    ['\u200b\u200d', null],
    ['\u00a0\ufeff', null],
    ['a\u0000b', '! text-control-character'],
    ['a\nb', '! text-control-character'],
    ['a\u0085b', '! text-control-character'],
    ['a\ud800', '! text-not-unicode'],
    ['12345678901', '! text-too-long'],
    ['😀😀😀😀😀😀😀😀😀😀', '😀😀😀😀😀😀😀😀😀😀'],
  ])('%j is %j', (raw, value) => expect(outcome(cleanText(raw, { max: 10 }))).toBe(value));

  it('may have lines where it is a note', () => {
    expect(outcome(cleanText('one\r\n\ttwo', { max: 20, lines: true }))).toBe('one\n\ttwo');
    expect(outcome(cleanText('one\u0007two', { max: 20, lines: true }))).toBe('! text-control-character');
  });
});

describe('a name', () => {
  it.each([
    ["O'Brien", "O'Brien"],
    ['O’Brien', 'O’Brien'],
    ['Siân-Ŵyn Ffŷlip', 'Siân-Ŵyn Ffŷlip'],
    ['Anne  Marie', 'Anne Marie'],
    ['X', 'X'],
    ['a'.repeat(35), 'a'.repeat(35)],
    ['a'.repeat(36), '! name-too-long'],
    ['', '! blank'],
    ['--', '! name-without-letters'],
    ['Jane\u0000', '! text-control-character'],
  ])('%j is %s', (raw, value) => expect(outcome(parsePersonName(raw))).toBe(value));
});

describe('a flag', () => {
  it.each([
    ['true', true],
    ['false', false],
    ['', null],
    ['  ', null],
    ['TRUE', '! flag-format'],
    ['1', '! flag-format'],
    ['yes', '! flag-format'],
    ['N', '! flag-format'],
    ['null', '! flag-format'],
  ])('%j is %j', (raw, value) => expect(outcome(parseFlag(raw))).toBe(value));

  it('follows the words of a mapping', () => {
    const words = { yes: ['Y', 'Yes'], no: ['N'] };
    expect(['Y', 'N', 'true', ''].map((raw) => outcome(parseFlag(raw, words)))).toEqual([
      true,
      false,
      '! flag-format',
      null,
    ]);
  });
});

describe('money', () => {
  it.each([
    ['1234', 123400],
    ['£1,234.5', 123450],
    ['1234.05', 123405],
    ['0', 0],
    ['1,234,567.89', 123456789],
    ['9999999999.99', 999999999999],
    ['99999999999', '! money-format'],
    ['', '! blank'],
    ['-5', '! money-negative'],
    ['1,23', '! money-format'],
    ['12.345', '! money-format'],
    ['1e3', '! money-format'],
    ['.50', '! money-format'],
    ['approx 50', '! money-format'],
  ])('%j is %s', (raw, value) => expect(outcome(parseMoneyPence(raw))).toBe(value));
});

describe('police references', () => {
  it.each([
    ['22/12345/19', '22/12345/19'],
    ['22/1/19', '22/1/19'],
    ['22/1234567/19', '! crime-reference-unrecognised'],
    ['22-12345-19', '! crime-reference-unrecognised'],
    ['', '! blank'],
  ])('crime %j is %s', (raw, value) => expect(outcome(parseCrimeReference(raw))).toBe(value));

  it.each([
    ['00123_I_01042019', '00123_I_01042019'],
    ['123_I_01042019', '! incident-reference-unrecognised'],
    ['00123_i_01042019', '! incident-reference-unrecognised'],
  ])('incident %j is %s', (raw, value) => expect(outcome(parseIncidentReference(raw))).toBe(value));
});
