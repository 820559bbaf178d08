import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';

const TITLES = {
  409: 'The present state does not allow this',
  412: 'Somebody changed it since it was read',
  422: 'Well-formed, but it cannot be processed as it stands',
  428: 'If-Match is missing',
} as const;

const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** Documents the problems of a route that depend on the state of things, each with its stable codes. */
export function Refuses(status: keyof typeof TITLES, ...codes: string[]): MethodDecorator {
  const description = codes.length > 0 ? `${TITLES[status]}: \`${codes.join('`, `')}\`` : TITLES[status];
  return ApiResponse({ status, description, content: PROBLEM });
}

/** Documents an edit of what two people may edit. */
export function NeedsIfMatch(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: true,
      description: 'The `ETag` that was read',
      schema: { type: 'string', example: '"1"' },
    }),
    Refuses(412, 'stale-edit'),
    Refuses(428, 'if-match-required'),
  );
}

/**
 * Documents a route that creates something: the same key with the same body gives the first answer again.
 * @param codes of its other problems of status 422
 */
export function NeedsIdempotencyKey(...codes: string[]): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description: 'A key of your own for this request',
      schema: { type: 'string', maxLength: 128, example: '5f0c7c1e-4a0b-4d2c-9c38-0d9f2f6c1a11' },
    }),
    Refuses(422, 'idempotency-key-reused', ...codes),
  );
}
