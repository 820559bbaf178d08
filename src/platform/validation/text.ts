import { accepted, refused } from './parsed.js';
import type { Parsed } from './parsed.js';

const CONTROL = /\p{Cc}/u;
const CONTROL_BESIDES_LINES = /[^\P{Cc}\n\t]/u;
const LONE_SURROGATE = /\p{Surrogate}/u;
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;
const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}]/u;

export interface TextLimits {
  /** The most characters kept, counted as Unicode code points like PostgreSQL and JSON Schema count them. */
  max: number;
  /** Whether line breaks and tabs are part of the text, as in a note. Line breaks come out as `\n`. */
  lines?: boolean;
}

/**
 * Text as the service keeps it: NFC, trimmed, without NUL, other control characters or lone surrogates.
 * Blank, which includes text of invisible characters alone, is `null`: nothing is known.
 * Refuses with `text-control-character`, `text-not-unicode` or `text-too-long`.
 */
export function cleanText(raw: string, limits: TextLimits): Parsed<string | null> {
  if (isPlainText(raw, limits.max)) return accepted(raw);
  if (LONE_SURROGATE.test(raw)) return refused('text-not-unicode', 'The text is not well-formed Unicode.');
  const text = (limits.lines ? raw.replaceAll('\r\n', '\n') : raw).trim();
  if ((limits.lines ? CONTROL_BESIDES_LINES : CONTROL).test(text)) {
    return refused('text-control-character', 'The text has a control character such as NUL.');
  }
  if (!VISIBLE.test(text)) return accepted(null);
  const normal = text.normalize('NFC');
  if (isLongerThan(normal, limits.max)) {
    return refused('text-too-long', `The text is longer than ${limits.max} characters.`);
  }
  return accepted(normal);
}

/** Whether a text of at most `max` characters is visible ASCII, trimmed: then there is nothing to clean. */
export function isPlainText(text: string, max: number): boolean {
  return text.length <= max && PLAIN.test(text);
}

/** Whether a text has more than `max` Unicode code points. */
export function isLongerThan(text: string, max: number): boolean {
  if (text.length <= max) return false;
  let characters = 0;
  for (const _ of text) {
    characters += 1;
    if (characters > max) return true;
  }
  return false;
}
