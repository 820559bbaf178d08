import { refused } from './parsed.js';
import type { Fault } from './field-rule.js';

const DEEPEST = 20;
const LONE_SURROGATE = /\p{Surrogate}/u;
const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

const TOO_DEEP = refused('nested-too-deeply', `Objects and lists nest at most ${DEEPEST} deep.`);
const NUL = refused('text-control-character', 'The text has a control character such as NUL.');
const RESERVED = refused('field-unknown', 'There is no such field.');
const NOT_UNICODE = refused('text-not-unicode', 'The text is not well-formed Unicode.');

interface Part {
  value: unknown;
  path: string;
  depth: number;
}

/**
 * The first thing in a parsed request that PostgreSQL could not store or that could exhaust the stack: a text or a name
 * with U+0000 or a lone surrogate, nesting more than 20 deep, or a name such as `constructor` that every object has and
 * that class-validator therefore takes for known. Looks into plain objects and lists without recursion.
 */
export function firstUnstorable(value: unknown): Fault | null {
  const waiting: Part[] = [{ value, path: '', depth: 0 }];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    const { value: inside, path, depth } = part;
    if (inside === RESERVED) return { path, code: RESERVED.code, message: RESERVED.message };
    if (typeof inside === 'string') {
      const fault = textFault(inside);
      if (fault) return { path, code: fault.code, message: fault.message };
    } else if (isContainer(inside)) {
      if (depth === DEEPEST) return { path: '', code: TOO_DEEP.code, message: TOO_DEEP.message };
      for (const next of partsOf(inside, path, depth + 1)) waiting.push(next);
    }
  }
  return null;
}

function partsOf(container: object, path: string, depth: number): Part[] {
  if (Array.isArray(container)) {
    return container.map((value: unknown, index) => ({ value, path: `${path}[${index}]`, depth }));
  }
  return Object.entries(container).flatMap(([name, value]) => {
    const shown = PLAIN_NAME.test(name) ? name : '(unnamed)';
    const inner = path === '' ? shown : `${path}.${shown}`;
    if (name in Object.prototype) return [{ value: RESERVED, path: inner, depth }];
    return [
      { value, path: inner, depth },
      { value: name, path: inner, depth },
    ];
  });
}

function textFault(text: string) {
  if (text.includes('\u0000')) return NUL;
  return LONE_SURROGATE.test(text) ? NOT_UNICODE : null;
}

function isContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // A query's object has a prototype of its own, without anything in it.
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
}
