import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { Problem } from '../problems/problem.js';

/** The methods that one address takes. */
interface ServedPath {
  parts: string[];
  methods: Set<string>;
}

/**
 * Answers 405 with `Allow` where an address is known but not by that method: nothing that the API description does not
 * say, so nobody need sign in for it. Call it before any route is added.
 */
export function refuseOtherMethods(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const served = new Map<string, ServedPath>();
  fastify.addHook('onRoute', ({ url, method }: RouteOptions) => {
    const path = served.get(url) ?? { parts: url.split('/'), methods: new Set<string>() };
    [method].flat().forEach((name) => path.methods.add(name));
    served.set(url, path);
  });
  fastify.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    if (!request.is404) return;
    const [address = ''] = request.url.split('?');
    const methods = methodsOf(served.values(), address);
    if (methods.length === 0 || methods.includes(request.method)) return;
    void reply.header('allow', methods.join(', '));
    throw new Problem(405, 'method-not-allowed', 'Method not allowed');
  });
}

function methodsOf(served: Iterable<ServedPath>, address: string): string[] {
  const asked = address.split('/');
  const matching = [...served].filter(({ parts }) => isServedBy(parts, asked));
  return [...new Set(matching.flatMap(({ methods }) => [...methods]))].sort();
}

/** As the router matches: `:id` is any one part, `*` whatever follows. */
function isServedBy(parts: readonly string[], asked: readonly string[]): boolean {
  const isOpen = parts.at(-1) === '*';
  if (isOpen ? asked.length < parts.length : asked.length !== parts.length) return false;
  return parts.every(
    (part, at) => part === '*' || (part.startsWith(':') ? asked[at] !== '' : part === asked[at]),
  );
}
