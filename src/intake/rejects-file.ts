import type { Reject } from './read-import-rows.js';

const MEANINGS: Record<string, string> = {
  'column-count': 'The row has more or fewer columns than the headings.',
  'text-encoding': 'The row is not text in the encoding of this feed.',
  'text-control-character': 'The value has a NUL or another control character.',
  'text-too-long': 'The value is longer than the field may be.',
  'quote-misplaced': 'A quote stands in the middle of a value that does not begin with one.',
  'content-unreadable': 'What was received is damaged in our keeping; it has to be sent again.',
  'row-not-processable': 'The row could not be stored; somebody has to look at it.',
  'another-person-under-this-key': 'The key belongs to a person of another name and date of birth.',
  'person-id-contradicts-name-and-birth':
    'The person id belongs to somebody of another name and date of birth.',
  'person-id-belongs-to-another-person': 'The person id belongs to somebody else than the key does.',
  'another-crime-under-this-key': 'The key belongs to another crime.',
  'flag-format': 'The answer is none of the words that this feed uses for yes and no.',
  'money-format': 'The amount is not pounds with at most two decimals.',
  'money-negative': 'An amount cannot be negative.',
  'crime-unknown': 'No crime of this force and reference is known yet.',
  'victim-unknown': 'The crime has no such victim yet.',
  'victim-not-named': 'The crime has several victims, or none, and the row names none of them.',
  'answered-event-unknown': 'The event that it answers is not known yet.',
  'kind-unknown': 'There is no such kind of event on that day.',
  'eventSource-unknown': 'Nobody knows who says so.',
  'in-the-future': 'It has not happened yet.',
  'before-the-offence': 'It is before the offence.',
  'possible-duplicate': 'Somebody else recorded an event that looks the same.',
  'nothing-to-withdraw': 'There is no such event to withdraw.',
  'corrected-by-a-person': 'A person corrected the event since; the row says something else.',
  'another-victim-under-this-key': 'The key belongs to an event that concerns another victim.',
};
const FORMULA = /^[=+\-@\t\r]/;

/** What a person reads for a reason. */
export function meaningOf(code: string): string {
  const known = MEANINGS[code];
  if (known) return known;
  if (code.endsWith('-missing')) return 'A value that every row needs is missing.';
  if (code.endsWith('-malformed')) return 'The value is not in the form that this feed uses.';
  if (code.endsWith('-unreadable')) return 'The value cannot be read.';
  return code.startsWith('day-') || code.startsWith('instant-')
    ? 'There is no such day or time.'
    : 'The value cannot be used.';
}

export const REJECTS_HEADINGS = csvLine(['row', 'disposition', 'code', 'field', 'message']);

/** A line of the rejects file. It names the row and the reason, never a value of the row. */
export function rejectLine({ row, disposition, code, field }: Reject): string {
  return csvLine([String(row), disposition, code, field ?? '', meaningOf(code)]);
}

/** A spreadsheet must not take a cell for a formula. */
function csvLine(cells: string[]): string {
  return `${cells.map((cell) => `"${(FORMULA.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
}
