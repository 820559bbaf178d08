import { Injectable, ValidationPipe } from '@nestjs/common';
import type { ArgumentMetadata } from '@nestjs/common';

import { Invalid } from '../problems/problem.js';
import { fieldProblems } from './field-problems.js';
import { firstUnstorable } from './storable.js';

/**
 * Validates everything that a request brings, and refuses what no class describes.
 *
 * Nothing is converted silently: Nest's implicit conversion would turn the text "false" into true, so query values are
 * converted by `@IsQueryInt` and `@IsQueryFlag` alone. A route whose body or query has no class of its own, or that
 * asks for a bare number or boolean, fails with a TypeError on its first request rather than going unvalidated.
 */
@Injectable()
export class StrictValidationPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transform: true,
      stopAtFirstError: false,
      // Kept until the problems are made, which need it to tell the items of a list apart and never repeat it.
      validationError: { target: false, value: true },
      exceptionFactory: (errors) => new Invalid(fieldProblems(errors)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom') return super.transform(value, metadata);
    mustBeDescribed(metadata);
    if (metadata.type === 'body' && value !== undefined && !isObject(value)) {
      throw Invalid.field('body', 'object-expected', 'An object is expected here.');
    }
    const fault = firstUnstorable(value);
    if (fault) {
      throw Invalid.field(fault.path || (metadata.data ?? metadata.type), fault.code, fault.message);
    }
    return super.transform(value, metadata);
  }
}

function mustBeDescribed({ type, metatype, data }: ArgumentMetadata): void {
  const isText = metatype === String && data !== undefined && type !== 'body';
  const isClass =
    metatype !== undefined && ![Object, Array, String, Number, Boolean, Date].some((own) => own === metatype);
  if (!isText && !isClass) {
    throw new TypeError(`The ${type} argument ${data ?? ''} needs a class with validation decorators`);
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
