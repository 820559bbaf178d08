import type { Fault } from '../../platform/validation/field-rule.js';
import { refused } from '../../platform/validation/parsed.js';
import type { Refused } from '../../platform/validation/parsed.js';
import type { Question } from './form-definition.js';

export const TEXT_EXPECTED = refused('text-expected', 'This answer is text.');
export const OBJECT_EXPECTED = refused('object-expected', 'An object is expected here.');
export const FIELD_UNKNOWN = refused('field-unknown', 'There is no such field.');
export const REQUIRED = refused('required', 'This field is needed.');

const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

export function at(path: string, { code, message }: Refused): Fault {
  return { path, code, message };
}

/** Whether the question has the code. */
export function isKnown({ codes }: Question, code: string): boolean {
  return codes.some((option) => option.code === code);
}

/** A name as it may be repeated in a refusal. */
export function shownName(name: string): string {
  return PLAIN_NAME.test(name) ? name : '(unnamed)';
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object that nobody asks for. */
export function strayMembers(value: object, known: readonly string[], path: string): Fault[] {
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => at(`${path}.${shownName(name)}`, FIELD_UNKNOWN));
}
