import { isUtf8 } from 'node:buffer';

import iconv from 'iconv-lite';

import { accepted, refused } from './parsed.js';
import type { Parsed } from './parsed.js';

/** The encodings that a feed may be sent in. */
export type Encoding = 'utf-8' | 'windows-1252';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UNUSED_IN_WINDOWS_1252 = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
const LINE_FEED = 0x0a;

/** A file is not in the encoding that was promised. Positions count from 0, lines from 1; the bytes are not repeated. */
export class UndecodableText extends Error {
  readonly code = 'text-encoding';

  constructor(
    readonly encoding: Encoding,
    readonly bytePosition: number,
    readonly line: number,
  ) {
    super(
      `The text is not ${encoding}: the byte at position ${bytePosition}, in line ${line}, does not fit.`,
    );
    this.name = 'UndecodableText';
  }
}

/** Decodes a whole text; refuses with `text-encoding`, and says where. A UTF-8 byte order mark is dropped. */
export function decodeText(bytes: Buffer, encoding: Encoding): Parsed<string> {
  const decoder = new TextDecoding(encoding);
  try {
    return accepted(decoder.take(bytes) + decoder.end());
  } catch (error) {
    if (error instanceof UndecodableText) return refused(error.code, error.message);
    throw error;
  }
}

/**
 * Decodes a stream chunk by chunk, however its characters are cut.
 *
 * @throws UndecodableText at the chunk that holds the first byte that does not fit
 */
export async function* decodeStream(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoding(encoding);
  for await (const chunk of chunks) {
    const text = decoder.take(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (text !== '') yield text;
  }
  const rest = decoder.end();
  if (rest !== '') yield rest;
}

class TextDecoding {
  private held: Buffer = Buffer.alloc(0);
  private bytesDone = 0;
  private linesDone = 0;
  private isAtStart = true;

  constructor(private readonly encoding: Encoding) {}

  take(chunk: Buffer): string {
    const bytes = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    if (this.isAtStart && bytes.length < BYTE_ORDER_MARK.length) return this.hold(bytes);
    const usable = this.encoding === 'utf-8' ? bytes.length - unfinishedBytes(bytes) : bytes.length;
    this.hold(Buffer.from(bytes.subarray(usable)));
    return this.decode(bytes.subarray(0, usable));
  }

  end(): string {
    const rest = this.held;
    this.hold(Buffer.alloc(0));
    return this.decode(rest);
  }

  private hold(bytes: Buffer): string {
    this.held = bytes;
    return '';
  }

  private decode(bytes: Buffer): string {
    const wrong = this.encoding === 'utf-8' ? firstNotUtf8(bytes) : firstNotWindows1252(bytes);
    if (wrong >= 0) {
      const line = this.linesDone + countLines(bytes.subarray(0, wrong)) + 1;
      throw new UndecodableText(this.encoding, this.bytesDone + wrong, line);
    }
    const hasMark = this.encoding === 'utf-8' && this.isAtStart && bytes.indexOf(BYTE_ORDER_MARK) === 0;
    this.isAtStart &&= bytes.length === 0;
    this.bytesDone += bytes.length;
    this.linesDone += countLines(bytes);
    if (this.encoding === 'windows-1252') return iconv.decode(bytes, 'windows-1252', { stripBOM: false });
    return bytes.toString('utf8', hasMark ? BYTE_ORDER_MARK.length : 0);
  }
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines += 1;
  return lines;
}

function firstNotWindows1252(bytes: Buffer): number {
  const found = UNUSED_IN_WINDOWS_1252.map((byte) => bytes.indexOf(byte)).filter((at) => at >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}

function firstNotUtf8(bytes: Buffer): number {
  if (isUtf8(bytes)) return -1;
  // The longest beginning that could still become valid, found by halving.
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >>> 1;
    const whole = bytes.subarray(0, middle - unfinishedBytes(bytes.subarray(0, middle)));
    if (isUtf8(whole)) valid = middle;
    else invalid = middle;
  }
  return valid - unfinishedBytes(bytes.subarray(0, valid));
}

/** How many bytes at the end begin a UTF-8 character that has not ended. */
function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte >= 0xc2) return back < characterLength(byte) ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

function characterLength(firstByte: number): number {
  if (firstByte >= 0xf0) return firstByte <= 0xf4 ? 4 : 0;
  return firstByte >= 0xe0 ? 3 : 2;
}
