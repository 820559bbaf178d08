import { BLANK, accepted, refused } from './parsed.js';
import type { Parsed } from './parsed.js';

const AREAS = new Set(
  (
    'AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX ' +
    'FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN ' +
    'NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW ' +
    'UB W WA WC WD WF WN WR WS WV YO ZE'
  ).split(' '),
);
const SPACES = /[ \u00a0]+/g;
const WRITTEN = /^[A-Za-z0-9 \u00a0]{1,20}$/;
const CODE = /^([A-Z]{1,2})(\d{1,2}|\d[A-Z])(\d[ABD-HJLNP-UW-Z]{2})$/;
const LETTER_AFTER_DIGIT = { 1: /[ABCDEFGHJKPSTUW]$/, 2: /[ABEHMNPRVWXY]$/ } as const;
const BFPO = /^BFPO(\d{1,4})$/;

/**
 * A real United Kingdom or Crown dependency postcode as Royal Mail writes it (`WR1 1AA`), `GIR 0AA`, or a British Forces
 * number (`BFPO 801`). Whether the code is in use today is not checked.
 * Refuses with `blank` or `postcode-format`.
 */
export function normalisePostcode(raw: string): Parsed<string> {
  if (raw.trim() === '') return BLANK;
  const text = WRITTEN.test(raw) ? raw.toUpperCase().replace(SPACES, '') : '';
  if (text === 'GIR0AA') return accepted('GIR 0AA');
  const forces = BFPO.exec(text);
  if (forces && Number(forces[1]) > 0) return accepted(`BFPO ${Number(forces[1])}`);
  const parts = CODE.exec(text);
  if (!parts || !isRealDistrict(parts[1]!, parts[2]!)) {
    return refused('postcode-format', 'That is not a UK postcode.');
  }
  return accepted(`${parts[1]}${parts[2]} ${parts[3]}`);
}

function isRealDistrict(area: string, district: string): boolean {
  if (!AREAS.has(area)) return false;
  if (/\d$/.test(district)) return district.length === 1 || !district.startsWith('0');
  return LETTER_AFTER_DIGIT[area.length as 1 | 2].test(district);
}

const POSTCODE_IN_TEXT =
  /(?<![A-Za-z0-9])[A-Za-z]{1,2}\d[A-Za-z\d]?[ \u00a0-]{0,3}\d[A-Za-z]{2}(?![A-Za-z0-9])/g;

/** Whether something in a text reads as a UK postcode, however it is spaced. */
export function holdsPostcode(text: string): boolean {
  const found = text.match(POSTCODE_IN_TEXT) ?? [];
  return found.some((part) => normalisePostcode(part.replaceAll('-', ' ')).ok);
}
