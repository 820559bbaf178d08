import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProblemFilter } from '../../src/platform/http/problem.filter.js';
import { Log } from '../../src/platform/logging/log.js';
import { takeJsonOnly } from '../../src/platform/http/json-body.js';

class Nothing {}
Module({})(Nothing);

let app: NestFastifyApplication;
let url: string;
beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(
    Nothing,
    new FastifyAdapter({ bodyLimit: 2 ** 20 }),
    {
      logger: false,
      bodyParser: false,
    },
  );
  app.useGlobalFilters(new ProblemFilter(new Log('silent')));
  takeJsonOnly(app);
  app
    .getHttpAdapter()
    .getInstance()
    .post('/echo', (request, reply) => reply.send(request.body));
  await app.listen(0, '127.0.0.1');
  url = `${await app.getUrl()}/echo`;
});
afterAll(() => app.close());

const send = (body: string) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });

describe('a JSON body', () => {
  it('is answered with 413 where it is too large, each time, before the connection closes', async () => {
    const large = JSON.stringify({ reason: 'x'.repeat(10 * 2 ** 20) });
    for (let time = 0; time < 20; time += 1) {
      const answer = await send(large);
      expect([answer.status, (await answer.json()) as object]).toMatchObject([
        413,
        { code: 'body-too-large' },
      ]);
    }
  });

  it('is taken up to the limit, and refused where it is no JSON', async () => {
    expect(await (await send('{"a":1}')).json()).toEqual({ a: 1 });
    expect((await send('{')).status).toBe(400);
  });
});
