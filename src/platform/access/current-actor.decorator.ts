import type { ExecutionContext } from '@nestjs/common';
import { createParamDecorator } from '@nestjs/common';
import type { Actor } from './actor.js';
import type { ApiRequest } from './api-request.js';

/** The signed-in user of this request, as a controller's parameter. Public routes have none and may not ask. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<ApiRequest>();
  if (!actor) throw new Error('a public route asked who is signed in');
  return actor;
});
