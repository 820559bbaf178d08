/** What became of a value that came from outside: the value in its one normal form, or why it is none. */
export type Parsed<T> = Accepted<T> | Refused;

/** A value in its normal form. */
export interface Accepted<T> {
  ok: true;
  value: T;
}

/** `code` is stable and for programs, `message` is for people; neither repeats what was sent. */
export interface Refused {
  ok: false;
  code: string;
  message: string;
}

export function accepted<T>(value: T): Accepted<T> {
  return { ok: true, value };
}

export function refused(code: string, message: string): Refused {
  return { ok: false, code, message };
}

/** The answer of every parser to an empty cell, except where blank has a meaning of its own. */
export const BLANK = refused('blank', 'There is no value.');
