import type { Cell } from '../definition/sheet-columns.js';

export const LOOKS_LIKE_A_FORMULA = /^[=+\-@\t\r\n]/;

/** A text as it may stand in a cell: no spreadsheet takes it for a formula, and no control character breaks its XML. */
export function safeCell(cell: Cell): Cell {
  if (typeof cell === 'number') return cell;
  const text = Array.from(cell, (letter) => (isControl(letter) ? ' ' : letter)).join('');
  return LOOKS_LIKE_A_FORMULA.test(text) ? `'${text}` : text;
}

function isControl(letter: string): boolean {
  const code = letter.codePointAt(0)!;
  return (code < 0x20 && !'\t\n\r'.includes(letter)) || code === 0xfffe || code === 0xffff;
}
