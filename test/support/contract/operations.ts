import type { OpenAPIObject } from '@nestjs/swagger';
import type { Role } from '../../../src/platform/access/permissions.js';
import { type ExampleSchema, resolved } from '../../../src/platform/http/request-examples.js';

/** A JSON Schema with its references followed. */
export interface Schema extends Omit<ExampleSchema, 'items' | 'properties'> {
  maxLength?: number;
  maximum?: number;
  maxItems?: number;
  minItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  example?: unknown;
  schema: Schema;
}

/** One route as the API description has it. */
export interface Operation {
  id: string;
  method: string;
  /** Such as `/api/v1/cases/{id}`. */
  path: string;
  permission: string;
  roles: (Role | 'anyone')[];
  parameters: Parameter[];
  needsKey: boolean;
  needsIfMatch: boolean;
  /** The JSON body, where it has one. */
  body: { schema: Schema; example: Record<string, unknown> } | null;
  /** Codes of the 409 problems that it documents. */
  conflicts: string[];
  /** Whether it takes a form with a file. */
  takesFile: boolean;
}

interface Described {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: ExampleSchema; example?: unknown }> };
  responses: Record<string, { description?: string }>;
  'x-permission': string;
  'x-roles': (Role | 'anyone')[];
}

/** Every route of an API description. */
export function operationsOf(document: OpenAPIObject): Operation[] {
  const schemas = (document.components?.schemas ?? {}) as Record<string, ExampleSchema>;
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Described>).map(([method, described]) => {
      const parameters = described.parameters ?? [];
      const hasHeader = (name: string) => parameters.some((one) => one.in === 'header' && one.name === name);
      const content = described.requestBody?.content ?? {};
      const json = content['application/json'];
      return {
        id: described.operationId,
        method: method.toUpperCase(),
        path,
        permission: described['x-permission'],
        roles: described['x-roles'],
        parameters,
        needsKey: hasHeader('Idempotency-Key'),
        needsIfMatch: hasHeader('If-Match'),
        body: json
          ? { schema: whole(json.schema, schemas), example: json.example as Record<string, unknown> }
          : null,
        conflicts: [...(described.responses['409']?.description ?? '').matchAll(/`([\w-]+)`/g)].map(
          ([, code]) => code!,
        ),
        takesFile: 'multipart/form-data' in content,
      };
    }),
  );
}

/** The parameters of one place. */
export function parametersIn(operation: Operation, place: Parameter['in']): Parameter[] {
  return operation.parameters.filter((parameter) => parameter.in === place);
}

function whole(schema: ExampleSchema, schemas: Record<string, ExampleSchema>): Schema {
  const { items, properties, ...own } = resolved(schema, schemas);
  const inner = Object.entries(properties ?? {}).map(([name, part]) => [name, whole(part, schemas)]);
  return {
    ...own,
    ...(items && { items: whole(items, schemas) }),
    ...(properties && { properties: Object.fromEntries(inner) as Record<string, Schema> }),
  };
}
