import { describe, expect, it } from '@jest/globals';

import {
  UndecodableText,
  decodeStream,
  decodeText,
} from '../../src/platform/validation/character-decoding.js';
import type { Encoding } from '../../src/platform/validation/character-decoding.js';

async function streamed(bytes: Buffer, encoding: Encoding, size: number): Promise<string> {
  async function* chunks() {
    for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
  }
  let text = '';
  for await (const part of decodeStream(chunks(), encoding)) text += part;
  return text;
}

describe('character decoding', () => {
  it('reads O’Brien from either encoding', () => {
    expect(decodeText(Buffer.from([0x4f, 0x92, 0x42]), 'windows-1252')).toEqual({ ok: true, value: 'O’B' });
    expect(decodeText(Buffer.from('O’Brien', 'utf8'), 'utf-8')).toEqual({ ok: true, value: 'O’Brien' });
  });

  it('drops a UTF-8 byte order mark, and only at the beginning', () => {
    expect(decodeText(Buffer.from('\ufeffa\ufeffb'), 'utf-8')).toEqual({ ok: true, value: 'a\ufeffb' });
    expect(decodeText(Buffer.from('\ufeff'), 'utf-8')).toEqual({ ok: true, value: '' });
    expect(decodeText(Buffer.alloc(0), 'utf-8')).toEqual({ ok: true, value: '' });
  });

  it.each<[string, Encoding, number[], number, number]>([
    ['a Windows apostrophe in UTF-8', 'utf-8', [0x61, 0x0a, 0x4f, 0x92, 0x42], 3, 2],
    ['UTF-16', 'utf-8', [0xff, 0xfe, 0x61, 0x00], 0, 1],
    ['a cut character', 'utf-8', [0x61, 0xe2, 0x80], 1, 1],
    ['a cut character inside', 'utf-8', [0x61, 0xe2, 0x80, 0x61, 0x61], 1, 1],
    ['an overlong NUL', 'utf-8', [0x61, 0xc0, 0x80], 1, 1],
    ['a surrogate', 'utf-8', [0xed, 0xa0, 0x80], 0, 1],
    ['beyond Unicode', 'utf-8', [0x61, 0xf4, 0x90, 0x80, 0x80], 1, 1],
    ['an unused byte', 'windows-1252', [0x61, 0x0a, 0x0a, 0x81], 3, 3],
  ])('names the place of %s', async (_what, encoding, bytes, position, line) => {
    const problem = { bytePosition: position, line, code: 'text-encoding' };
    for (const size of [1, 2, 100]) {
      const reading = streamed(Buffer.from(bytes), encoding, size);
      await expect(reading).rejects.toThrow(UndecodableText);
      await expect(reading).rejects.toMatchObject(problem);
    }
    expect(decodeText(Buffer.from(bytes), encoding)).toMatchObject({ ok: false, code: 'text-encoding' });
  });
});
