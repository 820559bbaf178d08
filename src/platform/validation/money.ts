import { BLANK, accepted, refused } from './parsed.js';
import type { Parsed } from './parsed.js';

const POUNDS = /^£?(\d{1,3}(?:,\d{3}){1,3}|\d{1,10})(?:\.(\d{1,2}))?$/;

/** The largest amount kept, in pence: ten thousand million pounds less a penny. */
export const MOST_PENCE = 999_999_999_999;

/**
 * An amount in pounds, such as `1234`, `1,234.5` or `£1234.50`, as whole pence.
 * Refuses with `blank` (which is not zero), `money-negative` or `money-format`.
 */
export function parseMoneyPence(raw: string): Parsed<number> {
  const text = raw.trim();
  if (text === '') return BLANK;
  if (text.startsWith('-')) return refused('money-negative', 'An amount cannot be negative.');
  const parts = POUNDS.exec(text);
  const pence = parts ? Number(parts[1]!.replaceAll(',', '') + (parts[2] ?? '').padEnd(2, '0')) : Infinity;
  if (pence > MOST_PENCE) return refused('money-format', 'An amount is pounds with at most two decimals.');
  return accepted(pence);
}
