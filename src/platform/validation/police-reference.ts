import { BLANK, accepted, refused } from './parsed.js';
import type { Parsed } from './parsed.js';

const CRIME_REFERENCE = /^\d{2}\/\d{1,6}\/\d{2}$/;
const INCIDENT_REFERENCE = /^\d{5}_I_\d{8}$/;

/**
 * A West Mercia crime reference, such as `22/12345/19`. Another form is refused with `crime-reference-unrecognised`,
 * which a row is set aside for, so that a person looks; it is never a reason to lose the row.
 */
export function parseCrimeReference(raw: string): Parsed<string> {
  return matching(CRIME_REFERENCE, raw, 'crime-reference-unrecognised', 'The crime reference');
}

/** A West Mercia incident reference, such as `00123_I_01042019`; otherwise `incident-reference-unrecognised`. */
export function parseIncidentReference(raw: string): Parsed<string> {
  return matching(INCIDENT_REFERENCE, raw, 'incident-reference-unrecognised', 'The incident reference');
}

function matching(form: RegExp, raw: string, code: string, what: string): Parsed<string> {
  const text = raw.trim();
  if (text === '') return BLANK;
  return form.test(text) ? accepted(text) : refused(code, `${what} is not in the form this force uses.`);
}
