import {
  type CallHandler,
  type ExecutionContext,
  HttpException,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { type FieldProblem, Invalid } from '../problems/problem.js';

const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/**
 * Refuses what a route does not read: the validation of a query or a body knows only routes that have one, and a
 * parameter that is silently ignored misleads whoever sent it.
 */
@Injectable()
export class StrayInputInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reads = kindsReadBy(context);
    const hasQuery = reads.has(RouteParamtypes.QUERY);
    const stray = hasQuery ? [] : Object.keys(Object(request.query)).map(unknownField);
    if (stray.length > 0) throw new Invalid(stray.slice(0, 100));
    const isForm = /^multipart\//i.test(request.headers['content-type'] ?? '');
    if (reads.has(RouteParamtypes.BODY)) {
      if (isForm) throw new HttpException('a form where JSON is read', 415);
    } else if (!isForm && !isEmpty(request.body)) {
      throw Invalid.field('body', 'field-unknown', 'This request has no body.');
    }
    return next.handle();
  }
}

const OWN_ARGUMENT = /^\d+:\d+$/;

/**
 * What the route's method takes: the metadata has keys such as `3:0` for the first body argument. The keys of custom
 * decorators begin with a random text, which may begin with a digit.
 */
function kindsReadBy(context: ExecutionContext): Set<number> {
  const method = context.getHandler().name;
  const found: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), method);
  const keys = Object.keys(found ?? {}).filter((key) => OWN_ARGUMENT.test(key));
  return new Set(keys.map((key) => parseInt(key, 10)));
}

function unknownField(name: string): FieldProblem {
  const field = PLAIN_NAME.test(name) ? name : '(unnamed)';
  return { field, code: 'field-unknown', message: 'There is no such parameter.' };
}

function isEmpty(body: unknown): boolean {
  if (body === undefined || body === null) return true;
  return typeof body === 'object' && Object.keys(body).length === 0;
}
