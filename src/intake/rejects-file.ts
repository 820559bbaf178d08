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
