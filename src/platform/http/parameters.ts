import { createParamDecorator, type ExecutionContext, Param, type PipeTransform } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isId } from '../ids.js';
import { Invalid, PreconditionNeeded } from '../problems/problem.js';

class IdPipe implements PipeTransform<string, string> {
  constructor(private readonly name: string) {}

  transform(value: string): string {
    if (!isId(value)) throw Invalid.field(this.name, 'invalid-id', 'This must be a UUID.');
    return value.toLowerCase();
  }
}

/** A path parameter that is an id. */
export const IdParam = (name = 'id'): ParameterDecorator => Param(name, new IdPipe(name));

/** The version named by If-Match: edits of what two people may edit need it. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined) throw new PreconditionNeeded();
  const version = /^"(\d{1,9})"$/.exec(header)?.[1];
  if (!version) throw Invalid.field('If-Match', 'invalid-etag', 'Send the ETag as it was given, in quotes.');
  return Number(version);
});
