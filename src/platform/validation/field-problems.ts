import type { ValidationError } from 'class-validator';

import type { FieldProblem } from '../problems/problem.js';
import type { Fault, FieldRule } from './field-rule.js';

const MOST_PROBLEMS = 100;
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

const OWN_WORDS: Record<string, Omit<Fault, 'path'>> = {
  whitelistValidation: { code: 'field-unknown', message: 'There is no such field.' },
  nestedValidation: { code: 'object-expected', message: 'An object is expected here.' },
  isObject: { code: 'object-expected', message: 'An object is expected here.' },
  unknownValue: { code: 'object-expected', message: 'An object is expected here.' },
};

/**
 * What class-validator found, as problems with paths such as `suspects[0].telephones[1]`. At most 100 are listed.
 * No value is repeated, nor a field's name that is not a plain word.
 */
export function fieldProblems(errors: readonly ValidationError[], root = 'body'): FieldProblem[] {
  const problems = errors.flatMap((error) => problemsOf(error, '', false, root));
  return problems.slice(0, MOST_PROBLEMS);
}

function problemsOf(error: ValidationError, parent: string, isInList: boolean, root: string): FieldProblem[] {
  const path = joined(parent, error.property, isInList);
  const own = faultsOf(error).map(({ path: item, code, message }) => ({
    field: `${path}${item}` || root,
    code,
    message,
  }));
  const isList = Array.isArray(error.value);
  return [...own, ...(error.children ?? []).flatMap((child) => problemsOf(child, path, isList, root))];
}

function faultsOf(error: ValidationError): Fault[] {
  const names = Object.keys(error.constraints ?? {});
  const ruled = names.flatMap((name) => ruleOf(error, name)?.(error.value) ?? []);
  const others = names.filter((name) => !ruleOf(error, name));
  // The rules of nested fields say the same as class-validator's own check, more exactly.
  const unsaid = ruled.length > 0 ? others.filter((name) => name !== 'nestedValidation') : others;
  return [...ruled, ...unsaid.map((name) => inOwnWords(name, error.constraints![name]!))];
}

function ruleOf(error: ValidationError, name: string): FieldRule | undefined {
  return (error.contexts?.[name] as { rule?: FieldRule } | undefined)?.rule;
}

function inOwnWords(name: string, message: string): Fault {
  const words = OWN_WORDS[name] ?? { code: kebab(name), message };
  return { path: '', ...words };
}

function joined(parent: string, property: string | undefined, isInList: boolean): string {
  if (property === undefined) return parent;
  if (isInList) return `${parent}[${property}]`;
  const name = NAME.test(property) ? property : '(unnamed)';
  return parent === '' ? name : `${parent}.${name}`;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
