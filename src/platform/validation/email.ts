import { BLANK, accepted, refused } from './parsed.js';
import type { Parsed } from './parsed.js';

const LONGEST = 120;
const LONGEST_LOCAL = 64;
const LONGEST_LABEL = 63;
const ASCII = /^[\x21-\x7e]+$/;
const LOCAL = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+$/;
const LABEL = /^[a-z0-9-]+$/;
const TOP_LEVEL = /^(?:[a-z]{2,63}|xn--[a-z0-9-]+)$/;
const PLACEHOLDER_LOCALS = new Set(
  (
    'none noemail noemailaddress nomail noaddress nil null na unk unknown notknown notgiven notprovided notavailable ' +
    'nobody noone noreply donotreply refused declined withheld anonymous test testing tester tbc tba xxx'
  ).split(' '),
);
const PLACEHOLDER_SITES = new Set(
  'none noemail nomail unknown unk notknown notgiven notprovided test'.split(' '),
);

const FORMAT = refused('email-format', 'That is not an email address.');

/**
 * An email address that a message may go to, after GOV.UK Notify's rules and stricter: ASCII, one @, no two dots in a
 * row, a real host name, at most 120 characters. The domain comes out in lower case; the local part stays as written.
 * Refuses with `blank`, `email-not-ascii`, `email-too-long`, `email-format`, `email-placeholder` (none@, test@ …) or
 * `email-police` (an officer's or force's own address is never a victim's).
 */
export function normaliseEmail(raw: string): Parsed<string> {
  const text = raw.trim();
  if (text === '') return BLANK;
  if (text.length > LONGEST) {
    return refused('email-too-long', `An email address has at most ${LONGEST} characters.`);
  }
  if (PLACEHOLDER_LOCALS.has(unpunctuated(text))) return placeholder();
  if (!ASCII.test(text)) return refused('email-not-ascii', 'An email address has only ASCII characters.');
  const parts = text.split('@');
  const local = parts[0]!;
  const host = (parts[1] ?? '').toLowerCase();
  if (parts.length !== 2 || !isLocalPart(local) || !isHostName(host)) return FORMAT;
  const labels = host.split('.');
  if (PLACEHOLDER_LOCALS.has(unpunctuated(local)) || PLACEHOLDER_SITES.has(unpunctuated(labels[0]!))) {
    return placeholder();
  }
  if (isPolice(labels)) {
    return refused('email-police', 'The address is the police service’s own, not the victim’s.');
  }
  return accepted(`${local}@${host}`);
}

/** The text that two spellings of one mailbox share, for a blind index: in practice no host tells case apart. */
export function emailMatchKey(address: string): string {
  return address.toLowerCase();
}

function placeholder() {
  return refused('email-placeholder', 'The address stands for an unknown one.');
}

function unpunctuated(text: string): string {
  return text.toLowerCase().replace(/[._/-]+/g, '');
}

function isLocalPart(local: string): boolean {
  const dots = local.startsWith('.') || local.endsWith('.') || local.includes('..');
  return !dots && local.length <= LONGEST_LOCAL && LOCAL.test(local);
}

function isHostName(host: string): boolean {
  const labels = host.split('.');
  return labels.length > 1 && labels.every(isLabel) && TOP_LEVEL.test(labels.at(-1)!);
}

function isLabel(label: string): boolean {
  const hyphens = label.startsWith('-') || label.endsWith('-');
  return !hyphens && label.length <= LONGEST_LABEL && LABEL.test(label);
}

function isPolice(labels: string[]): boolean {
  if (labels.some((label) => label.startsWith('westmercia'))) return true;
  return labels.at(-1) === 'uk' && labels.at(-2) === 'police';
}
