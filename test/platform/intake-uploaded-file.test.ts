import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import fastifyMultipart from '@fastify/multipart';
import { afterEach, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { uploadedFile } from '../../src/intake/uploaded-file.js';
import type { Problem } from '../../src/platform/problems/problem.js';

const HEAD = '--invented\r\ncontent-disposition: form-data; name="file"; filename="invented.csv"\r\n\r\n';
const END = '\r\n--invented--\r\n';
const MIB = Buffer.alloc(2 ** 20, 'x');
const IN_TIME_MS = 20_000;

let server: FastifyInstance;
afterEach(() => server.close());

/** A server that reads the file of a form, as slowly as it likes, and answers with what came of it. */
async function serve(patience: number, fileSize: number, slowness = 0): Promise<{ read: number }> {
  const progress = { read: 0 };
  server = fastify();
  await server.register(fastifyMultipart, { limits: { files: 1, fileSize } });
  server.post('/', async (request, reply) => {
    try {
      const { source, letGo } = await uploadedFile(request, patience);
      try {
        for await (const chunk of source as AsyncIterable<Buffer>) {
          progress.read += chunk.length;
          await wait(slowness);
        }
      } finally {
        letGo();
      }
      return { status: 200, read: progress.read };
    } catch (error) {
      const { status, code } = error as Problem;
      return reply.status(status ?? 500).send({ status, code });
    }
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
  return progress;
}

function open() {
  const { port } = server.server.address() as AddressInfo;
  const headers = { 'content-type': 'multipart/form-data; boundary=invented' };
  const request = httpRequest({ port, method: 'POST', agent: false, headers });
  const answer = new Promise<object>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        request.destroy();
        resolve(JSON.parse(text) as object);
      });
    });
  });
  return { request, answer };
}

describe('the file of a form', () => {
  it.each([
    ['before the file', ''],
    ['in the file', `${HEAD}a,b\n`],
    ['after the file', `${HEAD}a,b\n\r\n--invented\r\n`],
  ])(
    'is waited for no longer than patience lasts %s',
    async (_where, start) => {
      await serve(200, MIB.length);
      const { request, answer } = open();
      request.write(start || '--invented');
      expect(await answer).toEqual({ status: 408, code: 'request-timeout' });
    },
    IN_TIME_MS,
  );

  it(
    'may be read more slowly than patience lasts',
    async () => {
      await serve(100, MIB.length, 150);
      const { request, answer } = open();
      request.end(HEAD + 'x'.repeat(150_000) + END);
      expect(await answer).toEqual({ status: 200, read: 150_000 });
    },
    IN_TIME_MS,
  );

  it(
    'is refused once it is larger than is accepted',
    async () => {
      await serve(2000, MIB.length);
      const { request, answer } = open();
      request.write(HEAD);
      for (let count = 0; count < 3; count += 1) request.write(MIB);
      request.end(END);
      expect(await answer).toEqual({ status: 413, code: 'body-too-large' });
    },
    IN_TIME_MS,
  );

  it(
    'is sent no faster than it is read',
    async () => {
      const progress = await serve(2000, 512 * MIB.length, 20);
      const { request, answer } = open();
      answer.catch(() => undefined);
      let taken = 0;
      request.write(HEAD);
      for (let count = 0; count < 64; count += 1) {
        request.write(MIB, () => (taken += MIB.length));
      }
      await wait(500);
      request.destroy();
      expect(progress.read).toBeGreaterThan(0);
      expect(taken).toBeLessThan(32 * MIB.length);
    },
    IN_TIME_MS,
  );
});
