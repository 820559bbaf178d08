import { accepted, refused } from './parsed.js';
import type { Parsed } from './parsed.js';

/** The words of a feed for yes and no. */
export interface FlagWords {
  yes: readonly string[];
  no: readonly string[];
}

const STANDARD_WORDS: FlagWords = { yes: ['true'], no: ['false'] };

/**
 * A yes, a no, or `null` where the cell is blank: nobody answered, and that is never a no.
 * Anything but the words given, in exactly that spelling, is refused with `flag-format`.
 *
 * @param words what the feed's mapping says it sends; the standard is `true` and `false`
 */
export function parseFlag(raw: string, words: FlagWords = STANDARD_WORDS): Parsed<boolean | null> {
  const text = raw.trim();
  if (text === '') return accepted(null);
  if (words.yes.includes(text)) return accepted(true);
  if (words.no.includes(text)) return accepted(false);
  return refused('flag-format', `The answer must be ${[...words.yes, ...words.no].join(', ')} or blank.`);
}
