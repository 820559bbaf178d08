import 'reflect-metadata';

import { describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post, Query } from '@nestjs/common';
import type { ArgumentMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { IsInt } from 'class-validator';

import { Invalid } from '../../src/platform/problems/problem.js';
import type { FieldProblem } from '../../src/platform/problems/problem.js';
import {
  IsCode,
  IsDay,
  IsEmailAddress,
  IsFlag,
  IsId,
  IsInstant,
  IsMoneyPence,
  IsPersonName,
  IsText,
  IsUkPhone,
  IsUkPostcode,
  MayBeOmitted,
} from '../../src/platform/validation/decorators.js';
import { IsListOf, IsObjectOf } from '../../src/platform/validation/nested-decorators.js';
import { IsQueryFlag, IsQueryInt } from '../../src/platform/validation/query-decorators.js';
import { StrictValidationPipe } from '../../src/platform/validation/strict-validation-pipe.js';

class AddressBody {
  @IsUkPostcode() postcode: string;
}

class SuspectBody {
  @IsPersonName() surname: string;
  @MayBeOmitted() @IsUkPhone({ each: true, maxItems: 3 }) telephones?: string[];
}

class ReferralBody {
  @IsText({ max: 10, description: 'What happened.' }) summary: string;
  @MayBeOmitted() @IsDay() bornOn?: string;
  @MayBeOmitted() @IsInstant() reportedAt?: string;
  @MayBeOmitted() @IsFlag() isSafe?: boolean;
  @MayBeOmitted() @IsMoneyPence() lossPence?: number;
  @MayBeOmitted() @IsCode(['athena', 'self']) route?: string;
  @MayBeOmitted() @IsEmailAddress() email?: string;
  @MayBeOmitted() @IsUkPhone({ orInternational: true }) telephone?: string;
  @MayBeOmitted() @IsId() incidentId?: string;
  @MayBeOmitted() @IsObjectOf(() => AddressBody) address?: AddressBody;
  @MayBeOmitted() @IsListOf(() => SuspectBody, { max: 2 }) suspects?: SuspectBody[];
  @MayBeOmitted() @IsInt() foreign?: number;
  @MayBeOmitted() @IsText({ max: 100, lines: true }) note?: string;
}

class PageQuery {
  @MayBeOmitted() @IsQueryInt({ min: 1, max: 200 }) limit?: number;
  @MayBeOmitted() @IsQueryFlag() open?: boolean;
}

class Undecorated {
  anything: string;
}

const pipe = new StrictValidationPipe();

async function problems(
  value: unknown,
  metatype: ArgumentMetadata['metatype'] = ReferralBody,
): Promise<FieldProblem[]> {
  const type = metatype === PageQuery ? 'query' : 'body';
  try {
    await pipe.transform(value, { type, metatype });
  } catch (error) {
    if (error instanceof Invalid) return error.fields!;
    throw error;
  }
  return [];
}

async function codes(value: unknown, metatype?: ArgumentMetadata['metatype']): Promise<string[]> {
  return (await problems(value, metatype)).map(({ field, code }) => `${field}: ${code}`);
}

const good = { summary: 'Bag stolen' };

describe('the strict validation pipe', () => {
  it('hands on a body as its class, text trimmed and in NFC', async () => {
    const body = {
      summary: ' Cafe\u0301 ',
      bornOn: '2000-02-29',
      reportedAt: '2019-04-01T09:30:00Z',
      isSafe: false,
      lossPence: 0,
      route: 'self',
      email: 'alex@example.org',
      telephone: '+353 86 123 4567',
      incidentId: '0190b6a2-0000-7000-8000-000000000001',
      address: { postcode: 'wr1 1aa' },
      suspects: [{ surname: 'O’Brien', telephones: ['07700 900123'] }],
      note: 'one\r\ntwo',
    };
    const taken = (await pipe.transform(body, { type: 'body', metatype: ReferralBody })) as ReferralBody;
    expect(taken).toBeInstanceOf(ReferralBody);
    expect(taken.suspects?.[0]).toBeInstanceOf(SuspectBody);
    expect(taken).toMatchObject({ ...body, summary: 'Café', note: 'one\ntwo' });
  });

  it.each<[string, unknown, string[]]>([
    ['an unknown field', { ...good, isAdmin: true }, ['isAdmin: field-unknown']],
    [
      'an unknown nested field',
      { ...good, address: { postcode: 'WR1 1AA', x: 1 } },
      ['address.x: field-unknown'],
    ],
    ['a field whose name is no word', { ...good, 'Jane <b>': 1 }, ['(unnamed): field-unknown']],
    ['nothing', undefined, ['summary: required']],
    ['null', null, ['body: object-expected']],
    ['a name that every object has', { ...good, constructor: 'x' }, ['constructor: field-unknown']],
    ['a prototype', JSON.parse('{"__proto__": {}}'), ['(unnamed): field-unknown']],
    ['a missing field', {}, ['summary: required']],
    ['null for a needed field', { summary: null }, ['summary: null-not-allowed']],
    ['null for what may be omitted', { ...good, isSafe: null }, ['isSafe: null-not-allowed']],
    ['blank text', { summary: ' ' }, ['summary: blank']],
    ['invisible text', { summary: '\u200b' }, ['summary: blank']],
    ['long text', { summary: '12345678901' }, ['summary: text-too-long']],
    ['an object for text', { summary: {} }, ['summary: text-expected']],
    ['a number for text', { summary: 5 }, ['summary: text-expected']],
    ['a control character', { summary: 'a\u0007' }, ['summary: text-control-character']],
    ['NUL', { summary: 'a\u0000b' }, ['summary: text-control-character']],
    ['NUL in a name', { ...good, 'a\u0000': 1 }, ['(unnamed): text-control-character']],
    ['a lone surrogate', { ...good, note: '\ud800' }, ['note: text-not-unicode']],
    ['30 February', { ...good, bornOn: '2024-02-30' }, ['bornOn: day-not-in-calendar']],
    ['a week for a day', { ...good, bornOn: '2024-W01' }, ['bornOn: day-format']],
    ['space around', { ...good, bornOn: ' 2024-02-01' }, ['bornOn: space-around']],
    [
      'an instant without offset',
      { ...good, reportedAt: '2019-04-01T09:30:00' },
      ['reportedAt: instant-without-offset'],
    ],
    ['text for a flag', { ...good, isSafe: 'false' }, ['isSafe: flag-expected']],
    ['a number for a flag', { ...good, isSafe: 0 }, ['isSafe: flag-expected']],
    ['text for money', { ...good, lossPence: '5' }, ['lossPence: whole-number-expected']],
    ['part of a penny', { ...good, lossPence: 0.5 }, ['lossPence: whole-number-expected']],
    ['less than nothing', { ...good, lossPence: -1 }, ['lossPence: number-out-of-range']],
    ['an unknown code', { ...good, route: 'Athena' }, ['route: code-unknown']],
    ['a placeholder', { ...good, email: 'none@example.org' }, ['email: email-placeholder']],
    ['a bad id', { ...good, incidentId: '1' }, ['incidentId: id-format']],
    ['text for an object', { ...good, address: 'WR1' }, ['address: object-expected']],
    ['a list for an object', { ...good, address: [{ postcode: 'WR1 1AA' }] }, ['address: object-expected']],
    ['an object for a list', { ...good, suspects: { surname: 'Doe' } }, ['suspects: list-expected']],
    ['text for a list', { ...good, suspects: 'x' }, ['suspects: list-expected']],
    ['a list in a list', { ...good, suspects: [[{ surname: 'Doe' }]] }, ['suspects[0]: object-expected']],
    ['null in a list', { ...good, suspects: [{ surname: 'Doe' }, null] }, ['suspects[1]: object-expected']],
    [
      'a long list',
      { ...good, suspects: [1, 2, 3].map(() => ({ surname: 'Doe' })) },
      ['suspects: list-too-long'],
    ],
    ['a foreign rule', { ...good, foreign: 'x' }, ['foreign: is-int']],
    [
      'several faults deep inside',
      {
        ...good,
        suspects: [{ surname: '', telephones: ['07700 900123', 'UNK', null] }, { telephones: 'x' }],
      },
      [
        'suspects[0].surname: blank',
        'suspects[0].telephones[1]: phone-placeholder',
        'suspects[0].telephones[2]: null-not-allowed',
        'suspects[1].surname: required',
        'suspects[1].telephones: list-expected',
      ],
    ],
  ])('refuses %s', async (_what, body, found) => expect(await codes(body)).toEqual(found));

  it.each<[string, unknown]>([
    ['text', 'x'],
    ['a number', 5],
    ['a list', [good]],
  ])('refuses %s for a body', async (_what, body) => {
    expect(await codes(body)).toContainEqual(expect.stringMatching(/: (object-expected|required)$/));
  });

  it('keeps UK telephone numbers apart from others', async () => {
    expect(await codes({ surname: 'Doe', telephones: ['+353861234567'] }, SuspectBody)).toEqual([
      'telephones[0]: phone-not-uk',
    ]);
  });

  it('never repeats a value', async () => {
    const canary = 'zq-canary-7';
    const fields =
      'summary bornOn reportedAt isSafe lossPence route email telephone incidentId address foreign note';
    const wrong = Object.fromEntries(fields.split(' ').map((name) => [name, canary.repeat(20)]));
    const found = await problems({
      ...wrong,
      suspects: [{ surname: canary.repeat(9), telephones: [canary] }],
    });
    expect(found).toHaveLength(14);
    expect(JSON.stringify(found)).not.toContain(canary);
  });

  it('refuses nesting that would exhaust the stack', async () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) as unknown;
    expect(await codes({ ...good, suspects: deep })).toEqual(['body: nested-too-deeply']);
  });

  it('lists at most a hundred problems', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`x${index}`, 1]));
    expect(await problems(many)).toHaveLength(100);
  });

  it('refuses NUL in a path', async () => {
    const reading = pipe.transform('a\u0000', { type: 'param', metatype: String, data: 'id' });
    await expect(reading).rejects.toMatchObject({ status: 400, fields: [{ field: 'id' }] });
    expect(await pipe.transform('a', { type: 'param', metatype: String, data: 'id' })).toBe('a');
  });

  it.each<ArgumentMetadata>([
    { type: 'body', metatype: Object },
    { type: 'body' },
    { type: 'query', metatype: Boolean, data: 'open' },
    { type: 'param', metatype: Number, data: 'id' },
  ])('fails on an argument that nothing describes: %j', async (metadata) => {
    await expect(pipe.transform('true', metadata)).rejects.toThrow(TypeError);
  });

  it('takes nothing into a class without decorators', async () => {
    expect(await codes({ anything: 'x' }, Undecorated)).toContain('body: object-expected');
  });
});

describe('query strings', () => {
  it('become numbers and flags', async () => {
    const parsed = Object.assign(Object.create(null), { limit: '50', open: 'false' }) as object;
    const query = await pipe.transform(parsed, { type: 'query', metatype: PageQuery });
    expect(query).toEqual({ limit: 50, open: false });
  });

  it.each<[object, string[]]>([
    [{ limit: '0' }, ['limit: number-out-of-range']],
    [{ limit: '5x' }, ['limit: whole-number-expected']],
    [{ limit: '' }, ['limit: whole-number-expected']],
    [{ limit: '1e2' }, ['limit: whole-number-expected']],
    [{ limit: ['5', '6'] }, ['limit: whole-number-expected']],
    [{ open: '1' }, ['open: flag-expected']],
    [{ open: '' }, ['open: flag-expected']],
    [{ sort: 'x' }, ['sort: field-unknown']],
  ])('%j is refused', async (query, found) => expect(await codes(query, PageQuery)).toEqual(found));
});

@Controller()
class ReferralsController {
  @Post('referrals') create(@Body() body: ReferralBody): ReferralBody {
    return body;
  }

  @Get('referrals') list(@Query() _query: PageQuery): void {}
}

@Module({ controllers: [ReferralsController] })
class ReferralsModule {}

describe('the API documentation', () => {
  it('shows what the decorators demand', async () => {
    const app = await NestFactory.create(ReferralsModule, new FastifyAdapter(), { logger: false });
    const document = SwaggerModule.createDocument(
      app,
      new DocumentBuilder().setOpenAPIVersion('3.1.0').build(),
    );
    const { ReferralBody: body, SuspectBody: suspect } = document.components!.schemas! as Record<
      string,
      unknown
    >;
    expect(body).toMatchObject({
      required: ['summary'],
      properties: {
        summary: { type: 'string', minLength: 1, maxLength: 10, description: 'What happened.' },
        bornOn: { type: 'string', format: 'date', example: '2019-04-01' },
        isSafe: { type: 'boolean' },
        lossPence: { type: 'integer', minimum: 0 },
        route: { type: 'string', enum: ['athena', 'self'] },
        address: { $ref: '#/components/schemas/AddressBody' },
        suspects: { type: 'array', maxItems: 2, items: { $ref: '#/components/schemas/SuspectBody' } },
      },
    });
    expect(suspect).toMatchObject({
      required: ['surname'],
      properties: { telephones: { type: 'array', maxItems: 3, items: { type: 'string', maxLength: 40 } } },
    });
    expect(document.paths['/referrals']?.get?.parameters).toMatchObject([
      { name: 'limit', in: 'query', required: false, schema: { type: 'integer', minimum: 1, maximum: 200 } },
      { name: 'open', in: 'query', required: false, schema: { type: 'boolean' } },
    ]);
    await app.close();
  });
});
