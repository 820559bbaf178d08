import type { Schema } from './operations.js';
import { CANARY } from './refusals.js';

/** A body with one thing wrong: what it is, which field must be named, and the body as it is sent. */
export interface WrongBody {
  what: string;
  field: string;
  body: string;
}

type Body = Record<string, unknown>;
type Wrong = [what: string, value: unknown];

const LEFT_OUT = Symbol('left out');
const SURROGATE = `${CANARY}\ud800`;

/** Everything that can be wrong with one field of each body that a schema describes, one thing at a time. */
export function wrongBodies(schema: Schema, example: Body): WrongBody[] {
  return [
    ...fieldsOf(schema).flatMap(({ path, schema: field, isRequired }) =>
      wrongValues(field, isRequired).map(([what, value]) => ({
        what: `${what} as ${path.join('.')}`,
        field: named(path),
        body: JSON.stringify(changed(example, path, value, schema)),
      })),
    ),
    ...strayFields(schema, example),
  ];
}

/** Bodies that are no object at all, or none that JSON allows. */
export const NO_BODIES: [what: string, body: string, code: string][] = [
  ['a list as body', '[]', 'invalid-request'],
  ['text as body', `"${CANARY}"`, 'invalid-request'],
  ['null as body', 'null', 'invalid-request'],
  ['a number as body', '7', 'invalid-request'],
  ['broken JSON', `{"${CANARY}": `, 'invalid-json'],
  ['JSON with a word in it', `{"${CANARY}": nonsense}`, 'invalid-json'],
  ['an empty body', '', 'invalid-json'],
  ['two bodies', '{}{}', 'invalid-json'],
  ['a prototype', `{"__proto__": {"isAdmin": "${CANARY}"}}`, 'invalid-(json|request)'],
  ['a constructor', `{"constructor": {"prototype": {"isAdmin": "${CANARY}"}}}`, 'invalid-(json|request)'],
];

interface Field {
  path: string[];
  schema: Schema;
  isRequired: boolean;
}

/** Every field, those of nested objects and of the first item of each list included. */
function fieldsOf(schema: Schema, above: string[] = []): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const path = [...above, name];
    const field = { path, schema: inner, isRequired: schema.required?.includes(name) ?? false };
    if (inner.items?.properties) return [field, ...fieldsOf(inner.items, [...path, '0'])];
    return [field, ...fieldsOf(inner, path)];
  });
}

function wrongValues(field: Schema, isRequired: boolean): Wrong[] {
  const types = [field.type].flat();
  const schema = { ...field, type: types.find((type) => type !== 'null') };
  return [
    ...(types.includes('null') ? [] : [['null', null] as Wrong]),
    ...(isRequired ? [['nothing', LEFT_OUT] as Wrong] : []),
    ...(schema.type === 'array' ? wrongLists(schema) : wrongOnes(schema)),
  ];
}

function wrongLists({ items, maxItems }: Schema): Wrong[] {
  const inner: Wrong[] = items?.properties ? [] : wrongOnes(items ?? {});
  return [
    ['text for a list', CANARY],
    ['an object for a list', { 0: CANARY, length: 1 }],
    ['a list with null', [null]],
    ['a list in a list', [[CANARY]]],
    ['a list of strange objects', [{ evil: CANARY }]],
    ...(maxItems === undefined ? [] : [['too long a list', Array(maxItems + 1).fill(CANARY)] as Wrong]),
    ...inner.map(([what, value]): Wrong => [`a list with ${what}`, [value]]),
  ];
}

function wrongOnes(schema: Schema): Wrong[] {
  const byType: Record<string, () => Wrong[]> = {
    string: () => wrongTexts(schema),
    boolean: () => [
      ['"false" for a flag', 'false'],
      ['0 for a flag', 0],
      ['1 for a flag', 1],
      ['an empty list for a flag', []],
    ],
    integer: () => wrongNumbers(schema),
    object: () => [
      ['text for an object', CANARY],
      ['a list for an object', []],
      ['a number for an object', 7],
      ['a flag for an object', true],
    ],
  };
  const [type = schema.properties ? 'object' : ''] = [schema.type ?? []].flat();
  return byType[type]?.() ?? [];
}

function wrongNumbers({ minimum, maximum }: Schema): Wrong[] {
  return [
    ['"7" for a number', '7'],
    ['a fraction', 1.5],
    ['a flag for a number', true],
    ['too great a number', (maximum ?? Number.MAX_SAFE_INTEGER) + 1],
    ['too small a number', (minimum ?? Number.MIN_SAFE_INTEGER) - 1],
  ];
}

function wrongTexts({ format, enum: codes, maxLength }: Schema): Wrong[] {
  const days: Wrong[] = [
    ['30 February', '2019-02-30'],
    ['29 February of a common year', '2019-02-29'],
    ['a week for a day', '2024-W01'],
    ['a day without dashes', '20240101'],
    ['month 13', '2019-13-01'],
  ];
  return [
    ['an object for text', { [CANARY]: CANARY }],
    ['a list for text', [CANARY]],
    ['a number for text', 7],
    ['a flag for text', true],
    ['nothing between quotes', ''],
    ['blanks', '  \t '],
    ['a NUL byte', `${CANARY}\u0000`],
    ['a lone surrogate', SURROGATE],
    ['a control character', `${CANARY}\u0007`],
    ...(maxLength === undefined ? [] : [['too long a text', CANARY.padEnd(maxLength + 1, 'x')] as Wrong]),
    ...(codes || format ? [['a strange text', CANARY] as Wrong] : []),
    ...(format === 'date' ? days : []),
    ...(format === 'date-time' ? days.map(([what, day]): Wrong => [what, `${String(day)}T09:30:00Z`]) : []),
    ...(format === 'date-time' ? [['an instant without an offset', '2031-04-01T09:30:00'] as Wrong] : []),
  ];
}

/** Unknown fields at the top and in every object inside. */
function strayFields(schema: Schema, example: Body): WrongBody[] {
  const objects = fieldsOf(schema).filter(({ schema: inner }) => inner.properties || inner.items?.properties);
  const places = [
    [],
    ...objects.map(({ path, schema: inner }) => (inner.items?.properties ? [...path, '0'] : path)),
  ];
  return places.flatMap((place) =>
    ['isAdmin', 'id', 'personId', 'restricted', 'toString', 'constructor', '__proto__']
      .filter((name) => !(name in (schemaAt(schema, place).properties ?? {})))
      .map((name) => ({
        what: `a stray ${[...place, name].join('.')}`,
        field: name === '__proto__' ? '' : named([...place, name]),
        body: stray(example, place, name, schema),
      })),
  );
}

/** Written as text, as `__proto__` cannot be a member of an object that is made into JSON. */
function stray(example: Body, place: string[], name: string, schema: Schema): string {
  const body = changed(example, [...place, '@@'], CANARY, schema);
  return JSON.stringify(body).replace('"@@"', JSON.stringify(name));
}

function schemaAt(schema: Schema, path: string[]): Schema {
  return path.reduce((at, name) => (name === '0' ? at.items : at.properties?.[name]) ?? {}, schema);
}

/** The example with one value changed; what is missing on the way to it is made from the schema. */
function changed(example: Body, path: string[], value: unknown, schema: Schema): Body {
  const body = structuredClone(example);
  let at: Body = body;
  path.slice(0, -1).forEach((name, depth) => {
    const isList = schemaAt(schema, path.slice(0, depth + 1)).type === 'array';
    const inside = at[name];
    if (typeof inside !== 'object' || inside === null || (Array.isArray(inside) && inside.length === 0))
      at[name] = isList ? [{}] : {};
    at = at[name] as Body;
  });
  const last = path.at(-1)!;
  if (value === LEFT_OUT) delete at[last];
  else at[last] = value;
  return body;
}

function named(path: string[]): string {
  return path.reduce((text, name) => (name === '0' ? `${text}[0]` : text ? `${text}.${name}` : name), '');
}
