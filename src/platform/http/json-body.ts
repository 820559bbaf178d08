import type { IncomingMessage } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Problem } from '../problems/problem.js';

/** How much of a body that is too large is still read: whoever cannot finish sending does not read the answer. */
const MOST_DRAINED = 16 * 1024 * 1024;
/** How long the rest of a body that announced itself too large is waited for. */
const DRAINED_WITHIN_MS = 400;
/** How long the answer to an even larger body has before the connection is cut. */
const CUT_AFTER_MS = 1000;

/** Bodies are JSON, or a form with a file where a route takes one; every other content type is refused with 415. */
export function takeJsonOnly(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const limit = fastify.initialConfig.bodyLimit ?? MOST_DRAINED;
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', async (_request: unknown, payload: IncomingMessage) => {
    const body = await wholeBody(payload, limit);
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
    } catch {
      // The parser's own words repeat what was sent.
      throw new Problem(400, 'invalid-json', 'The body is not valid JSON');
    }
  });
}

/** @throws Problem once a body that is too large has been drained, or too much of it has */
function wholeBody(payload: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let received = 0;
    const refuse = () => reject(new Problem(413, 'body-too-large', 'The body is too large'));
    const isAnnounced = Number(payload.headers['content-length'] ?? 0) > limit;
    if (isAnnounced) setTimeout(refuse, DRAINED_WITHIN_MS).unref();
    payload.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received <= limit) chunks.push(chunk);
      else chunks.length = 0;
      if (received <= MOST_DRAINED) return;
      payload.removeAllListeners('data').pause();
      refuse();
      setTimeout(() => payload.destroy(), CUT_AFTER_MS).unref();
    });
    payload.on('end', () => (received > limit ? refuse() : resolve(Buffer.concat(chunks))));
    payload.on('error', () => reject(new Problem(400, 'body-broken', 'The body ended early')));
  });
}
