import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';

import { wholeNumberFault } from './decorators.js';
import { fieldDecorator } from './field-rule.js';
import type { FieldOptions } from './field-rule.js';
import { refused } from './parsed.js';

type QueryOptions = Omit<FieldOptions, 'each' | 'maxItems'>;

const WHOLE_NUMBER = /^-?\d{1,15}$/;
const FLAG_EXPECTED = refused('flag-expected', 'This parameter is true or false.');

/** A whole number in a query string, handed to the route as a number. Given twice, it is refused. */
export function IsQueryInt(options: QueryOptions & { min: number; max: number }): PropertyDecorator {
  const { min, max } = options;
  const facets = { type: 'integer', minimum: min, maximum: max };
  return applyDecorators(
    Transform(({ value }) => (typeof value === 'string' && WHOLE_NUMBER.test(value) ? Number(value) : value)),
    fieldDecorator('isQueryInt', (value) => wholeNumberFault(value, min, max), facets, options),
  );
}

/** `true` or `false` in a query string, handed to the route as a boolean; nothing else stands for either. */
export function IsQueryFlag(options: QueryOptions = {}): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value)),
    fieldDecorator(
      'isQueryFlag',
      (value) => (typeof value === 'boolean' ? null : FLAG_EXPECTED),
      { type: 'boolean' },
      options,
    ),
  );
}
