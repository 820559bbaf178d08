import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';

import { at, missing, ruleDecorator, wrongLength } from './field-rule.js';
import type { Fault, FieldRule } from './field-rule.js';
import { refused } from './parsed.js';

type Shape = () => new () => object;

const OBJECT_EXPECTED = refused('object-expected', 'An object is expected here.');

/** A nested object of one class, validated like a body of its own. */
export function IsObjectOf(shape: Shape, options: { description?: string } = {}): PropertyDecorator {
  const rule: FieldRule = (value) => missing(value) ?? (isObject(value) ? [] : [at('', OBJECT_EXPECTED)]);
  return applyDecorators(
    Type(shape),
    ValidateNested(),
    ruleDecorator('isObjectOf', rule),
    ApiProperty({ type: () => shape(), ...options }),
  );
}

/** A list of objects of one class, each validated like a body of its own; at most 50 unless given. */
export function IsListOf(
  shape: Shape,
  { min = 0, max = 50, description }: { min?: number; max?: number; description?: string } = {},
): PropertyDecorator {
  const rule: FieldRule = (value) =>
    missing(value) ?? wrongLength(value, min, max) ?? listsInside(value as unknown[]);
  return applyDecorators(
    Type(shape),
    ValidateNested({ each: true }),
    ruleDecorator('isListOf', rule),
    ApiProperty({
      type: () => shape(),
      isArray: true,
      minItems: min,
      maxItems: max,
      ...(description === undefined ? {} : { description }),
    }),
  );
}

// Of the items class-validator refuses all that are no objects, except lists, into which it looks instead.
function listsInside(items: unknown[]): Fault[] {
  return items.flatMap((item, index) => (Array.isArray(item) ? [at(`[${index}]`, OBJECT_EXPECTED)] : []));
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
