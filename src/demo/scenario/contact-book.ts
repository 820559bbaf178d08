import type { Random } from './random.js';

/** Telephone ranges that Ofcom keeps free for drama (one thousand numbers each), without the leading 0. */
const DRAMA_LANDLINES = (
  '1632960 1134960 1144960 1154960 1164960 1174960 1184960 1214960 1314960 1414960 1514960 1614960 1914980 ' +
  '2079460 2896496 2920180'
).split(' ');
const DRAMA_MOBILES = '7700900';
const OFFICER_NUMBERS = '3069990';
const EMAIL_DOMAINS = ['example.org', 'example.com', 'example.net'];

/** Things that are written where a telephone number belongs. */
export const PLACEHOLDER_PHONES = [
  '07000000000',
  '00000000000',
  '0',
  'UNK',
  'unknown',
  'no phone',
  'X',
  '101',
];

/** Things that are written where an email address belongs. */
export const PLACEHOLDER_EMAILS = [
  'none@',
  'none@none.invalid',
  'noemail@example.com',
  'UNK',
  'n/a',
  'refused',
  '@',
];

/**
 * Gives out telephone numbers (E.164) and email addresses that nobody has yet.
 *
 * Every number is invented. Landlines and the first thousand mobiles lie in Ofcom's drama ranges, which no
 * subscriber has. A whole service period needs more mobiles than the thousand that exist there: the rest are
 * made up in 071, a range that validators take for mobile and from which, as far as we know, no operator
 * serves customers. Emails end in the domains that RFC 2606 keeps for examples.
 */
export class ContactBook {
  private mobiles = 0;
  private landlines = 0;
  private emails = 0;

  nextMobile(): string {
    const count = this.mobiles++;
    if (count < 1_000) return `+44${DRAMA_MOBILES}${threeDigits((count * 37 + 11) % 1_000)}`;
    const invented = (count * 7_919_993 + 104_729) % 100_000_000;
    return `+4471${String(invented).padStart(8, '0')}`;
  }

  /** A landline; after 16,000 they run out and mobiles take their place. */
  nextLandline(): string {
    const count = this.landlines++;
    const range = DRAMA_LANDLINES[count % DRAMA_LANDLINES.length];
    const line = Math.floor(count / DRAMA_LANDLINES.length);
    return line < 1_000 ? `+44${range}${threeDigits((line * 91 + 7) % 1_000)}` : this.nextMobile();
  }

  nextEmail(givenName: string, surname: string, random: Random): string {
    const count = (this.emails++).toString(36);
    return `${plain(givenName)}.${plain(surname)}.${count}@${random.pick(EMAIL_DOMAINS)}`;
  }
}

/** The desk telephone of an officer, from Ofcom's drama range for UK-wide numbers. */
export function officerPhone(officer: number): string {
  return `+44${OFFICER_NUMBERS}${threeDigits(officer % 1_000)}`;
}

/** The same number as different officers type it. */
export function asTyped(phone: string, random: Random): string {
  if (!phone.startsWith('+44')) return phone;
  const national = `0${phone.slice(3)}`;
  const spaced = `${national.slice(0, 5)} ${national.slice(5)}`;
  return random.weighted([
    [phone, 12],
    [national, 4],
    [spaced, 3],
    [`0044${phone.slice(3)}`, 1],
  ]);
}

function threeDigits(value: number): string {
  return String(value).padStart(3, '0');
}

function plain(name: string): string {
  const ascii = name.replace(/Ł/g, 'L').replace(/ł/g, 'l').replace(/Đ/g, 'D').normalize('NFKD');
  return ascii.replace(/[^A-Za-z]/g, '').toLowerCase() || 'someone';
}
