/** The parts of a JSON Schema that an example is made of. */
export interface ExampleSchema {
  $ref?: string;
  allOf?: ExampleSchema[];
  type?: string | string[];
  format?: string;
  example?: unknown;
  enum?: unknown[];
  minimum?: number;
  items?: ExampleSchema;
  required?: string[];
  properties?: Record<string, ExampleSchema>;
}

type Schemas = Record<string, ExampleSchema>;

const BY_FORMAT: Record<string, string> = {
  uuid: '0193a5b0-0000-7000-8000-000000000001',
  date: '2019-04-01',
  'date-time': '2019-04-01T09:30:00Z',
};

/**
 * An example that can be sent as it stands: what a body needs, and of what it may leave out only what has an example of
 * its own. Without it the documentation page would fill every field with "string".
 */
export function exampleOf(schema: ExampleSchema, schemas: Schemas): unknown {
  const { example, type, items, properties, required, minimum, ...rest } = resolved(schema, schemas);
  if (example !== undefined) return example;
  if (rest.enum) return rest.enum[0];
  if (type === 'array') return items && hasExample(items, schemas) ? [exampleOf(items, schemas)] : [];
  if (type === 'boolean') return false;
  if (type === 'integer' || type === 'number') return minimum ?? 0;
  if (!properties) return BY_FORMAT[rest.format ?? ''] ?? 'text';
  const shown = Object.entries(properties).filter(
    ([name, inner]) => required?.includes(name) || hasExample(inner, schemas),
  );
  return Object.fromEntries(shown.map(([name, inner]) => [name, exampleOf(inner, schemas)]));
}

/** Follows a reference, and gathers what a schema is put together from. */
export function resolved(schema: ExampleSchema, schemas: Schemas): ExampleSchema {
  const { allOf = [], $ref, ...own } = schema;
  const parts = $ref === undefined ? allOf : [schemas[$ref.split('/').at(-1)!] ?? {}, ...allOf];
  return Object.assign({}, ...parts.map((part) => resolved(part, schemas)), own) as ExampleSchema;
}

function hasExample(schema: ExampleSchema, schemas: Schemas): boolean {
  const { example, items, properties } = resolved(schema, schemas);
  if (example !== undefined) return true;
  if (items) return hasExample(items, schemas);
  return Object.values(properties ?? {}).some((inner) => hasExample(inner, schemas));
}
