import type { OpenAPIObject } from '@nestjs/swagger';

interface Operation {
  operationId?: string;
  security?: unknown[];
  parameters?: { name: string; in: string }[];
  responses: Record<string, unknown>;
  [extension: `x-${string}`]: unknown;
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string', examples: ['urn:val:problem:invalid-request'] },
    title: { type: 'string', examples: ['The request is not valid'] },
    status: { type: 'integer', examples: [400] },
    code: { type: 'string', description: 'Stable and machine-readable', examples: ['invalid-request'] },
    detail: { type: 'string' },
    fields: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'code', 'message'],
        properties: { field: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
    requestId: { type: 'string' },
  },
};

const PROBLEMS: Record<string, string> = {
  '400': 'The request is not valid',
  '401': 'No valid access token',
  '403': 'Your role does not allow this',
  '404': 'There is no such thing, or you may not see it',
};

/** Adds to every operation what all routes share: sign-in, the problems, and the headers they need. */
export function completeOperations(document: OpenAPIObject): OpenAPIObject {
  const schemas = ((document.components ??= {}).schemas ??= {}) as Record<string, unknown>;
  schemas.Problem = PROBLEM;
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const operation of Object.values(methods as Record<string, Operation>)) complete(path, operation);
  }
  return document;
}

function complete(path: string, operation: Operation): void {
  const isPublic = path.startsWith('/health');
  operation.security = isPublic ? [] : [{ token: [] }];
  const codes = isPublic ? [] : ['400', '401', '403', ...(path.includes('{') ? ['404'] : [])];
  for (const code of codes) operation.responses[code] ??= problemResponse(PROBLEMS[code]!);
  if (isPublic) operation.responses['400'] ??= problemResponse(PROBLEMS['400']!);
}

function problemResponse(description: string) {
  return {
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
