import { createHash } from 'node:crypto';
import { pipeline, type Readable } from 'node:stream';
import { type CsvError, type Options, parse, type Parser } from 'csv-parse';
import { decodeText, type Encoding } from '../platform/validation/character-decoding.js';
import type { FeedMapping } from '../reference-data/feeds/feed-mapping.js';
import { FileRefused } from './layout.js';

/** One line of a file after its headings. */
export interface FileRow {
  /** Counted from 1, headings left out. */
  number: number;
  /** As received; null where the line cannot be read at all. */
  cells: string[] | null;
  /** Why it cannot be read. */
  fault: 'text-encoding' | 'quote-misplaced' | null;
}

/** Longest row in bytes: a quote that is never closed must not fill the memory. */
const LONGEST_ROW = 256 * 1024;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const NO_TEXT: [kind: string, magic: number[]][] = [
  ['a ZIP archive or an Excel workbook', [0x50, 0x4b, 0x03, 0x04]],
  ['an old Excel workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a gzip archive', [0x1f, 0x8b]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['UTF-16 text', [0xff, 0xfe]],
  ['UTF-16 text', [0xfe, 0xff]],
];

/**
 * Reads a CSV file as a stream: hashes its bytes, parses them, and decodes each row by itself, so that one with bytes
 * that are no text spoils no other.
 */
export class FileReading {
  private readonly hash = createHash('sha256');
  private readonly unreadable: FileRow[] = [];
  private readonly parser: Parser;
  private bytes = 0;
  private lines = -1;
  private skippedLine: unknown;

  constructor(
    source: Readable,
    private readonly mapping: FeedMapping,
  ) {
    const options: Options<FileRow, string[]> = {
      delimiter: mapping.delimiter,
      quote: mapping.quote,
      // One character a byte: the real decoding is done row by row.
      encoding: 'latin1',
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: LONGEST_ROW,
      on_record: (cells: string[]) => this.read(cells),
      on_skip: (error) => this.skip(error),
    };
    // The package's types know no records of another shape without named columns.
    this.parser = parse(options as unknown as Options);
    pipeline(
      source,
      (chunks: AsyncIterable<Buffer>) => this.measured(chunks),
      this.parser,
      () => undefined,
    );
  }

  /** Of the whole file, once all rows were read. */
  get sha256(): string {
    return this.hash.copy().digest('hex');
  }

  get byteCount(): number {
    return this.bytes;
  }

  /** The headings first, as row 0, then every row. @throws FileRefused */
  async *rows(): AsyncGenerator<FileRow, void, void> {
    for await (const row of this.parser as AsyncIterable<FileRow>) {
      yield* this.unreadable.splice(0);
      yield row;
    }
    yield* this.unreadable.splice(0);
  }

  private async *measured(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
    let start: Buffer | null = Buffer.alloc(0);
    for await (const chunk of chunks) {
      this.hash.update(chunk);
      this.bytes += chunk.length;
      if (start === null) {
        yield chunk;
        continue;
      }
      start = Buffer.concat([start, chunk]);
      if (start.length < BYTE_ORDER_MARK.length + 1) continue;
      yield firstBytes(start);
      start = null;
    }
    if (this.bytes === 0) throw new FileRefused('file-empty', 'The file is empty.');
    if (start) yield firstBytes(start);
  }

  private read(cells: string[]): FileRow {
    this.lines += 1;
    const decoded = decodedCells(cells, this.mapping.encoding);
    return { number: this.lines, cells: decoded, fault: decoded ? null : 'text-encoding' };
  }

  /** A quote in the wrong place spoils its row; one that is not closed could have swallowed any number of rows. */
  private skip(error: CsvError | undefined): undefined {
    // Each misplaced quote of a row is told; the row is counted once.
    if (error?.lines !== undefined && error.lines === this.skippedLine) return;
    this.skippedLine = error?.lines;
    this.lines += 1;
    if (error?.code === 'INVALID_OPENING_QUOTE' && this.lines > 0) {
      this.unreadable.push({ number: this.lines, cells: null, fault: 'quote-misplaced' });
      return;
    }
    const line = typeof error?.lines === 'number' ? ` near line ${error.lines}` : '';
    const refused =
      error?.code === 'CSV_MAX_RECORD_SIZE'
        ? new FileRefused(
            'row-too-long',
            `A row${line} is longer than ${LONGEST_ROW / 1024} KiB, perhaps for a quote that is not closed.`,
          )
        : new FileRefused(
            'quotes-unbalanced',
            `A quote${line} is not closed, so that rows cannot be told apart.`,
          );
    this.parser.destroy(refused);
  }
}

function firstBytes(start: Buffer): Buffer {
  const found = NO_TEXT.find(([, magic]) => magic.every((byte, index) => start[index] === byte));
  if (found) throw new FileRefused('file-not-text', `The file is ${found[0]}, not CSV text.`);
  return start.indexOf(BYTE_ORDER_MARK) === 0 ? start.subarray(BYTE_ORDER_MARK.length) : start;
}

function decodedCells(cells: string[], encoding: Encoding): string[] | null {
  const decoded: string[] = [];
  for (const cell of cells) {
    if (isAscii(cell)) {
      decoded.push(cell);
      continue;
    }
    const text = decodeText(Buffer.from(cell, 'latin1'), encoding);
    if (!text.ok) return null;
    decoded.push(text.value);
  }
  return decoded;
}

function isAscii(cell: string): boolean {
  for (let index = 0; index < cell.length; index += 1) if (cell.charCodeAt(index) > 0x7f) return false;
  return true;
}
