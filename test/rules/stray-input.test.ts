import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { of } from 'rxjs';
import { StrayInputInterceptor } from '../../src/platform/http/stray-input.interceptor.js';

/** Whether a route whose arguments have these keys takes a form. */
function takesForm(...keys: string[]): boolean {
  class Uploads {
    upload(this: void): void {}
  }
  const described = Object.fromEntries(keys.map((key) => [key, {}]));
  Reflect.defineMetadata(ROUTE_ARGS_METADATA, described, Uploads, 'upload');
  const request = { query: {}, headers: { 'content-type': 'multipart/form-data; boundary=here' } };
  const context = {
    getClass: () => Uploads,
    getHandler: () => new Uploads().upload,
    switchToHttp: () => ({ getRequest: () => request }),
  } as unknown as ExecutionContext;
  try {
    new StrayInputInterceptor().intercept(context, { handle: () => of(null) });
    return true;
  } catch {
    return false;
  }
}

describe('What a route does not read', () => {
  it('is a form, where it reads JSON', () => {
    expect(takesForm('3:0')).toBe(false);
  });

  it('is not told by a decorator of our own, whose key is random and may begin like that of a body', () => {
    expect(takesForm('3x9__customRouteArgs__:0', '4b__customRouteArgs__:1')).toBe(true);
  });
});
