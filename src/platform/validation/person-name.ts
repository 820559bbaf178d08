import { BLANK, accepted, refused } from './parsed.js';
import type { Parsed } from './parsed.js';
import { cleanText, isLongerThan } from './text.js';

const LONGEST = 35;
const RUN_OF_SPACES = /\p{Zs}+/gu;
const LETTER = /\p{L}/u;

/**
 * A given name or surname after POLE Data Standards v1.1 DS_031 and DS_032: 1 to 35 characters, no consecutive spaces
 * (runs become one). Apostrophes of either kind, hyphens and letters such as ŵ and ŷ stay as they were written.
 * Refuses with `blank`, `name-too-long`, `name-without-letters` or a text code.
 */
export function parsePersonName(raw: string): Parsed<string> {
  const text = cleanText(raw, { max: Number.MAX_SAFE_INTEGER });
  if (!text.ok) return text;
  if (text.value === null) return BLANK;
  const name = text.value.replace(RUN_OF_SPACES, ' ');
  if (isLongerThan(name, LONGEST))
    return refused('name-too-long', `A name has at most ${LONGEST} characters.`);
  if (!LETTER.test(name)) return refused('name-without-letters', 'A name needs at least one letter.');
  return accepted(name);
}
