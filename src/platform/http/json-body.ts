import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Problem } from '../problems/problem.js';

/** Bodies are JSON, or a form with a file where a route takes one; every other content type is refused with 415. */
export function takeJsonOnly(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body as Buffer)));
    } catch {
      // The parser's own words repeat what was sent.
      done(new Problem(400, 'invalid-json', 'The body is not valid JSON'), undefined);
    }
  });
}
