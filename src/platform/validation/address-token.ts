import { accepted, refused } from './parsed.js';
import type { Parsed } from './parsed.js';
import { normalisePostcode } from './postcode.js';

/** The parts of an address that tell one front door from another, named as in the Standard Data Model. */
export interface AddressParts {
  subBuildingName?: string | null;
  buildingName?: string | null;
  buildingNumber?: string | null;
  street?: string | null;
  postcode?: string | null;
}

const LONGEST_PART = 200;
const INCOMPLETE = refused('address-incomplete', 'The address does not name one front door.');
const ASCII = /^[ -~]*$/;
const MARKS = /\p{M}/gu;
const APOSTROPHES = /['’‘`]/g;
const NOT_ASCII_WORD = /[^A-Z0-9]+/;
const NOT_WORD = /[^\p{L}\p{N}]+/gu;
const NOWHERE = /\b(?:NFA|NO FIXED (?:ABODE|ADDRESS)|UNKNOWN|NOT KNOWN|UNK)\b/;
const STREET_WORDS = new Map(
  Object.entries({
    ST: 'STREET',
    STR: 'STREET',
    RD: 'ROAD',
    AVE: 'AVENUE',
    AV: 'AVENUE',
    CL: 'CLOSE',
    CRES: 'CRESCENT',
    CT: 'COURT',
    DR: 'DRIVE',
    GDNS: 'GARDENS',
    GRN: 'GREEN',
    GR: 'GROVE',
    LN: 'LANE',
    PK: 'PARK',
    PL: 'PLACE',
    SQ: 'SQUARE',
    TCE: 'TERRACE',
    TERR: 'TERRACE',
    WLK: 'WALK',
  }),
);
const UNIT_WORDS = new Map(Object.entries({ APARTMENT: 'FLAT', APT: 'FLAT', SAINT: 'ST' }));

/**
 * One text for one front door, however a feed spread it over its columns: `FLAT 2 12 ELM STREET WR1 1AA`.
 * Meant for equality through a blind index, not for reading or posting.
 * Refuses with `address-incomplete` (no postcode, or neither a building nor a street with its number)
 * or `address-nowhere` (no fixed abode, unknown), since such an address would make strangers neighbours.
 */
export function normaliseAddressToken(parts: AddressParts): Parsed<string> {
  if (Object.values(parts).some((part) => (part?.length ?? 0) > LONGEST_PART)) return INCOMPLETE;
  const postcode = normalisePostcode(parts.postcode ?? '');
  const building = [parts.subBuildingName, parts.buildingName, parts.buildingNumber].flatMap(wordsOf);
  const street = endingInFull(wordsOf(parts.street));
  if (!postcode.ok || (building.length === 0 && !street.some((word) => /^\d/.test(word)))) {
    return INCOMPLETE;
  }
  const words = joinNumberAndLetter([...building, ...street]).map((word) => UNIT_WORDS.get(word) ?? word);
  if (NOWHERE.test(words.join(' '))) return refused('address-nowhere', 'The address stands for none.');
  return accepted([...words, postcode.value].join(' '));
}

function wordsOf(part: string | null | undefined): string[] {
  if (!part) return [];
  // Most addresses are ASCII, which has no marks and needs no table of letters.
  const isAscii = ASCII.test(part);
  return (isAscii ? part : part.normalize('NFKD').replace(MARKS, ''))
    .toUpperCase()
    .replace(APOSTROPHES, '')
    .replaceAll('&', ' AND ')
    .split(isAscii ? NOT_ASCII_WORD : NOT_WORD)
    .filter((word) => word !== '');
}

function endingInFull(street: string[]): string[] {
  const last = street.at(-1);
  return last === undefined ? [] : [...street.slice(0, -1), STREET_WORDS.get(last) ?? last];
}

function joinNumberAndLetter(words: string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    if (/^[A-Z]$/.test(word) && before !== undefined && /^\d+$/.test(before))
      joined[joined.length - 1] += word;
    else joined.push(word);
  }
  return joined;
}
