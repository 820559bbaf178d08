import { randomUUID } from 'node:crypto';
import { type ClientRequest, request as httpRequest } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { DevelopmentIssuer } from '../../src/platform/access/development-issuer.js';
import { INVENTED_STAFF } from '../../src/platform/access/development-staff.js';
import { IntakeApplication } from '../platform/intake-application.js';
import { ALEX, csv, SAM } from '../platform/intake-rows.js';

const BOUNDARY = 'invented-boundary';
/** An answer that takes longer is none. */
const IN_TIME_MS = 20_000;

let intake: IntakeApplication;
let authorization: string;
beforeAll(async () => {
  intake = await IntakeApplication.open();
  const staff = INVENTED_STAFF.find(({ roles }) => roles.includes('intake-service'))!;
  const issuer = intake.get(DevelopmentIssuer as unknown as Type<DevelopmentIssuer>);
  authorization = `Bearer ${await issuer.tokenFor(staff)}`;
});
afterEach(() => intake.empty());
afterAll(() => intake.close());

interface Answer {
  status: number;
  body: { code?: string; id?: string; fields?: { field: string; code: string }[] };
}

/** A request for an upload whose body is still to be written. */
async function begun(headers: Record<string, string | number>): Promise<[ClientRequest, Promise<Answer>]> {
  const url = new URL('/api/v1/imports', await intake.app.getUrl());
  const request = httpRequest(url, {
    method: 'POST',
    agent: false,
    headers: {
      authorization,
      'idempotency-key': randomUUID(),
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      ...headers,
    },
  });
  const answer = new Promise<Answer>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Answer['body'];
        resolve({ status: response.statusCode!, body });
      });
    });
  });
  answer.catch(() => undefined);
  return [request, answer];
}

/** Sends a body just as it is written. */
async function send(form: string, key: string = randomUUID()): Promise<Answer> {
  const [request, answer] = await begun({
    'content-length': Buffer.byteLength(form),
    'idempotency-key': key,
  });
  request.end(form);
  return answer;
}

const part = (name: string, rest: string, content: string) =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${rest}\r\n\r\n${content}\r\n`;
const filePart = (content: string, name = 'file') =>
  part(name, '; filename="invented.csv"\r\ncontent-type: text/csv', content);
const fieldPart = (name: string, value: string) => part(name, '', value);
const END = `--${BOUNDARY}--\r\n`;
/** Several times what a socket and the streams behind it hold. */
const MANY = csv(
  ...Array.from({ length: 5_000 }, (_, index) => ({ ...ALEX, victimOnCrimeId: `VOC-${index}` })),
);

/** Nothing of a form that was refused counts, and nothing of it is kept. */
async function expectNothingKept(): Promise<void> {
  expect(await intake.number(`SELECT count(*) FROM intake_file WHERE state <> 'abandoned'`)).toBe(0);
  expect(await intake.number(`SELECT count(*) FROM intake_row WHERE content_sealed IS NOT NULL`)).toBe(0);
  expect(await intake.number(`SELECT count(*) FROM outbox_event`)).toBe(0);
}

describe('POST /imports with a form that breaks off', () => {
  it.each([
    ['in its file', filePart(csv(ALEX, SAM)).slice(0, -40)],
    ['in a large file', filePart(MANY).slice(0, -40)],
    ['before the last boundary', filePart(csv(ALEX))],
    ['in the last boundary', filePart(csv(ALEX)) + END.slice(0, -5)],
    ['in the heading of a part', `--${BOUNDARY}\r\ncontent-disposition: form-da`],
    ['in a field', fieldPart('feed', 'athena').slice(0, -4)],
    ['after a field', fieldPart('feed', 'athena')],
  ])(
    'is answered with 400: %s',
    async (_where, form) => {
      const { status, body } = await send(form);
      expect([status, body.code]).toEqual([400, 'upload-broken']);
      await expectNothingKept();
    },
    IN_TIME_MS,
  );

  it(
    'gives the file up at once where the sender goes away',
    async () => {
      const [request] = await begun({ 'transfer-encoding': 'chunked' });
      request.write(filePart(MANY).slice(0, -40));
      const state = async () =>
        (await intake.rows<{ state: string }>(`SELECT state FROM intake_file`))[0]?.state;
      while ((await state()) !== 'receiving') await wait(20);
      request.destroy();
      while ((await state()) === 'receiving') await wait(20);
      expect(await state()).toBe('abandoned');
      await expectNothingKept();
    },
    IN_TIME_MS,
  );
});

describe('POST /imports with a form of other parts than are taken', () => {
  const file = filePart(csv(ALEX));
  it.each([
    ['a second file', file + filePart(csv(SAM)), 'file', 'field-repeated'],
    ['a large second file', file + filePart(MANY), 'file', 'field-repeated'],
    ['another file', file + filePart(csv(SAM), 'attachment'), 'attachment', 'field-unknown'],
    ['a feed that comes late', file + fieldPart('feed', 'athena'), 'feed', 'field-after-file'],
    ['an unknown field', file + fieldPart('note', 'x'), 'note', 'field-unknown'],
    ['a field of no plain name', file + fieldPart('__proto__', 'x'), '(unnamed)', 'field-unknown'],
    [
      'a feed that is repeated',
      fieldPart('feed', 'athena') + fieldPart('feed', 'athena') + file,
      'feed',
      'field-repeated',
    ],
  ])(
    'is refused for %s',
    async (_what, parts, field, code) => {
      const { status, body } = await send(parts + END);
      expect([status, body.code, body.fields?.map((one) => [one.field, one.code])]).toEqual([
        400,
        'invalid-request',
        [[field, code]],
      ]);
      await expectNothingKept();
    },
    IN_TIME_MS,
  );
});

describe('POST /imports with a form that is whole', () => {
  it('takes it, large as well, and answers the same key alike', async () => {
    const form = fieldPart('feed', 'athena') + filePart(MANY) + END;
    const first = await send(form, 'key-of-a-large-one');
    expect(first.status).toBe(202);
    expect(await send(form, 'key-of-a-large-one')).toEqual(first);
    expect(await intake.number(`SELECT count(*) FROM intake_file WHERE state = 'accepted'`)).toBe(1);
  });

  it(
    'refuses a large one of another layout while it is still coming in',
    async () => {
      const { status, body } = await send(filePart(MANY.replace('lastUpdatedDateTime', 'lastSeen')) + END);
      expect([status, body.code]).toEqual([422, 'layout-not-known']);
    },
    IN_TIME_MS,
  );

  it('can be sent again where it broke off, under the same key', async () => {
    expect((await send(filePart(csv(ALEX)), 'key-again')).status).toBe(400);
    expect((await send(filePart(csv(ALEX)) + END, 'key-again')).status).toBe(202);
  });
});
