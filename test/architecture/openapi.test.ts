import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { describeService } from '../../src/describe-service.js';
import { ROOT } from './sources.js';

interface Described {
  operationId?: string;
  summary?: string;
  tags?: string[];
  parameters?: { name: string; in: string; description?: string; schema?: object }[];
  requestBody?: { content: Record<string, { schema?: object; example?: unknown }> };
  responses: Record<
    string,
    { description?: string; content?: Record<string, { schema?: { $ref?: string } }> }
  >;
}

let text: string;
let document: OpenAPIObject;
let operations: (Described & { name: string; isPublic: boolean })[];

beforeAll(async () => {
  text = await describeService();
  document = JSON.parse(text) as OpenAPIObject;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Described>).map(([method, operation]) => ({
      ...operation,
      name: `${method.toUpperCase()} ${path}`,
      isPublic: path.startsWith('/health'),
    })),
  );
}, 60_000);

const namesOf = (wrong: { name: string }[]) => wrong.map(({ name }) => name);

/** Paths and schemas that two descriptions do not have in common. */
function differences(one: OpenAPIObject, other: OpenAPIObject): string[] {
  const parts = ({ paths, components, ...rest }: OpenAPIObject) => ({
    ...paths,
    ...components?.schemas,
    rest,
  });
  const [ours, theirs] = [parts(one), parts(other)] as Record<string, unknown>[];
  return [...new Set([...Object.keys(ours!), ...Object.keys(theirs!)])].filter(
    (name) => JSON.stringify(ours![name]) !== JSON.stringify(theirs![name]),
  );
}

/** Objects without a type in a document: nobody knows what they hold. */
function untypedIn(part: unknown, path = ''): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const { type, properties } = part as { type?: string; properties?: object };
  const isOpen =
    type === 'object' && !properties && !('additionalProperties' in part) && !path.endsWith('properties');
  const inner = Object.entries(part).filter(([name]) => name !== 'example' && name !== 'examples');
  return [
    ...(isOpen ? [path] : []),
    ...inner.flatMap(([name, value]) => untypedIn(value, `${path}/${name}`)),
  ];
}

describe('The API description', () => {
  it('is the one that is committed (npm run openapi writes it)', async () => {
    const committed = await readFile(join(ROOT, 'openapi.json'), 'utf8');
    expect(differences(JSON.parse(committed) as OpenAPIObject, document)).toEqual([]);
    expect(committed === text).toBe(true);
  });

  it('is the same whenever it is written', async () => {
    expect(await describeService()).toBe(text);
  });

  it('names every operation once, by a verb, and says what it is for', () => {
    const ids = operations.map(({ operationId }) => operationId ?? '');
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z]+([A-Z][a-z]+)*$/.test(id))).toEqual([]);
    expect(namesOf(operations.filter(({ summary }) => !summary || summary.length > 80))).toEqual([]);
    const tags = new Set((document.tags ?? []).map(({ name }) => name));
    expect(namesOf(operations.filter((one) => one.tags?.length !== 1 || !tags.has(one.tags[0]!)))).toEqual(
      [],
    );
  });

  it('says what each operation answers when it goes well', () => {
    const silent = operations.filter(({ responses }) => {
      const [, success] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
      const schemas = Object.values(success?.content ?? {}).map(({ schema }) => schema);
      return '204' in responses ? success?.content : schemas.length === 0 || !schemas.every(Boolean);
    });
    expect(namesOf(silent)).toEqual([]);
  });

  it('says which problems each operation may answer with, in the one form that all have', () => {
    for (const { name, isPublic, responses, requestBody } of operations) {
      const needed = ['400', ...(isPublic ? [] : ['401', '403']), ...(name.includes('{') ? ['404'] : [])];
      if (requestBody) needed.push('413', '415');
      expect([name, Object.keys(responses)]).toEqual([name, expect.arrayContaining(needed)]);
      const problems = Object.entries(responses).filter(([status]) => status.startsWith('4'));
      for (const [status, { content }] of problems) {
        const reference = content?.['application/problem+json']?.schema?.$ref;
        expect([name, status, reference]).toEqual([name, status, '#/components/schemas/Problem']);
      }
    }
  });

  it('shows for every JSON body an example that can be sent', () => {
    const bodies = operations.flatMap(({ name, requestBody }) =>
      Object.entries(requestBody?.content ?? {}).map(([type, content]) => ({ name, type, ...content })),
    );
    const bare = bodies.filter(({ type, example }) => type === 'application/json' && example === undefined);
    expect(namesOf(bare)).toEqual([]);
    expect(bodies.filter(({ schema }) => !schema)).toEqual([]);
    expect(bodies.filter(({ example }) => /:"(text|string)"/.test(JSON.stringify(example) ?? ''))).toEqual(
      [],
    );
  });

  it('leaves nothing that is sent or answered without a shape', () => {
    expect(untypedIn(document.components?.schemas)).toEqual([]);
  });

  it('mentions no person, no machine and nothing secret', () => {
    const emails = text.match(/[\w.+-]+@[\w.-]+\w/g) ?? [];
    expect(emails.filter((email) => !/@(example\.(org|com)|[\w-]+\.example)$/.test(email))).toEqual([]);
    expect(text).not.toMatch(/\/(home|root|tmp|work)\/|BEGIN [A-Z ]*KEY|eyJ[A-Za-z0-9]/);
  });
});
