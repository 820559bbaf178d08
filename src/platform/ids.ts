import { v7, validate } from 'uuid';

/** A new UUIDv7: made by the application, roughly in order of time. */
export function newId(): string {
  return v7();
}

/** Whether a text is a UUID of any version. */
export function isId(text: string): boolean {
  return validate(text);
}
