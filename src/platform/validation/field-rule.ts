import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';

import { refused } from './parsed.js';
import type { Refused } from './parsed.js';

/** What is wrong with a field, and with which item of it: `path` is empty or `[3]`. */
export interface Fault {
  path: string;
  code: string;
  message: string;
}

/** Finds what is wrong with a field's value; nothing where it is in order. */
export type FieldRule = (value: unknown) => Fault[];

/** What every field decorator takes. */
export interface FieldOptions {
  /** Meaning, unit and rule of the field, for the API documentation. */
  description?: string;
  example?: unknown;
  /** The kind of field has an example that would seldom be right here: examples of the whole leave it out. */
  withoutExample?: boolean;
  /** The field is a list, and each item has to be in order. */
  each?: boolean;
  /** The most items of a list, 50 unless given. */
  maxItems?: number;
}

/** The JSON Schema facets of a single value. */
export type Facets = NonNullable<Extract<ApiPropertyOptions, { items?: unknown }>['items']>;

const MOST_ITEMS = 50;
const REQUIRED = refused('required', 'This field is needed.');
const NULL = refused('null-not-allowed', 'This field cannot be null.');
const LIST_EXPECTED = refused('list-expected', 'This field is a list.');
const ITEM_MISSING = refused('null-not-allowed', 'An item of the list cannot be null.');

/**
 * A decorator for a field that must be given and follow a rule. Undefined is `required` and null is `null-not-allowed`
 * before the rule is asked. The rule itself travels with the decorator, so that each fault keeps its own code.
 */
export function fieldDecorator(
  name: string,
  check: (value: unknown) => Refused | null,
  facets: Facets,
  options: FieldOptions = {},
): PropertyDecorator {
  const max = options.maxItems ?? MOST_ITEMS;
  const rule: FieldRule = (value) =>
    missing(value) ?? (options.each ? inList(value, check, max) : one(value, check));
  const { description, example } = options;
  const { example: ofItsKind, ...others } = facets as Facets & { example?: unknown };
  const single = options.withoutExample || ofItsKind === undefined ? others : facets;
  const schema = options.each ? { type: 'array' as const, items: single, maxItems: max } : single;
  return applyDecorators(
    ruleDecorator(name, rule),
    ApiProperty({
      ...schema,
      ...(description === undefined ? {} : { description }),
      ...(example === undefined ? {} : { example }),
    } as ApiPropertyOptions),
  );
}

/** Hooks a rule into class-validator without touching the API documentation. */
export function ruleDecorator(name: string, rule: FieldRule): PropertyDecorator {
  return ValidateBy(
    { name, validator: { validate: (value) => rule(value).length === 0, defaultMessage: () => name } },
    { context: { rule } },
  );
}

/** The fault of a value that is not there, if it is not. */
export function missing(value: unknown): Fault[] | null {
  if (value === undefined) return [at('', REQUIRED)];
  return value === null ? [at('', NULL)] : null;
}

/** The fault of something that is no list, or too short or long a one. */
export function wrongLength(value: unknown, min: number, max: number): Fault[] | null {
  if (!Array.isArray(value)) return [at('', LIST_EXPECTED)];
  if (value.length > max) return [at('', refused('list-too-long', `The list has at most ${max} items.`))];
  if (value.length < min) return [at('', refused('list-too-short', `The list has at least ${min} items.`))];
  return null;
}

export function at(path: string, { code, message }: Refused): Fault {
  return { path, code, message };
}

function inList(value: unknown, check: (item: unknown) => Refused | null, max: number): Fault[] {
  const wrong = wrongLength(value, 0, max);
  if (wrong) return wrong;
  return (value as unknown[]).flatMap((item, index) => {
    const fault = item === null || item === undefined ? ITEM_MISSING : check(item);
    return fault ? [at(`[${index}]`, fault)] : [];
  });
}

function one(value: unknown, check: (value: unknown) => Refused | null): Fault[] {
  const fault = check(value);
  return fault ? [at('', fault)] : [];
}
