import type { OpenAPIObject } from '@nestjs/swagger';
import { type ExampleSchema, exampleOf } from './request-examples.js';

interface Operation {
  parameters?: { name: string; in: string; schema?: { type?: string; format?: string } }[];
  description?: string;
  security?: unknown[];
  requestBody?: { content: Record<string, { schema: ExampleSchema; example?: unknown }> };
  responses: Record<string, unknown>;
  'x-permission'?: string;
  'x-roles'?: string[];
}

type Schemas = Record<string, ExampleSchema>;

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
  '413': 'The body is too large',
  '415': 'The body is of another content type',
};

/** Adds to every operation what all routes share: sign-in, who may call, the problems, and an example that can be sent. */
export function completeOperations(document: OpenAPIObject): OpenAPIObject {
  const schemas = ((document.components ??= {}).schemas ??= {}) as Record<string, unknown>;
  schemas.Problem = PROBLEM;
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const operation of Object.values(methods as Record<string, Operation>)) {
      complete(path, operation, schemas as Schemas);
    }
  }
  return document;
}

function complete(path: string, operation: Operation, schemas: Schemas): void {
  const isPublic = operation['x-permission'] === 'public';
  operation.security = isPublic ? [] : [{ token: [] }];
  if (!isPublic) nameCallers(operation);
  const codes = ['400', ...(isPublic ? [] : ['401', '403'])];
  if (path.includes('{')) codes.push('404');
  if (operation.requestBody) codes.push('413', '415');
  for (const code of codes) operation.responses[code] ??= problemResponse(PROBLEMS[code]!);
  for (const { name, in: place, schema } of operation.parameters ?? []) {
    if (place === 'path' && schema?.type === 'string' && /^id$|Id$/.test(name)) schema.format = 'uuid';
  }
  const json = operation.requestBody?.content['application/json'];
  if (json) json.example ??= exampleOf(json.schema, schemas);
}

function nameCallers(operation: Operation): void {
  const callers = `For: ${(operation['x-roles'] ?? []).join(', ')}.`;
  operation.description = operation.description ? `${operation.description}\n\n${callers}` : callers;
}

function problemResponse(description: string) {
  return {
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
