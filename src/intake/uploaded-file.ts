import { Readable } from 'node:stream';
import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Invalid, Problem } from '../platform/problems/problem.js';
import { cleanText } from '../platform/validation/text.js';

/** A file that is coming in with a form. */
export interface UploadedFile {
  feed: string;
  fileName: string | null;
  /** The file's bytes. It ends only where the form ends well after it, and fails with a Problem where it does not. */
  source: Readable;
  /** Reads on without heed, so that a sender who is still sending can read the answer. */
  letGo: () => void;
}

interface Form {
  parts: AsyncIterator<Multipart>;
  /** Longest wait for the next bytes, in milliseconds. */
  patience: number;
}

const DEFAULT_FEED = 'athena';
const STALLED_AFTER_MS = 120_000;

/**
 * The `file` of a form, while it is still coming in; the field `feed` may stand before it, once, and nothing after it.
 * @param patience how long the next bytes are waited for, in milliseconds
 * @throws Problem, Invalid
 */
export async function uploadedFile(
  request: FastifyRequest,
  patience: number = STALLED_AFTER_MS,
): Promise<UploadedFile> {
  if (!request.isMultipart()) {
    throw new Problem(
      415,
      'unsupported-media-type',
      'This content type is not accepted',
      'Send a form: multipart/form-data.',
    );
  }
  // Of a second file the parser tells no name unless it may come.
  const form = { parts: request.parts({ limits: { files: 2 } }), patience };
  try {
    const { feed, part } = await beforeFile(form);
    return {
      feed: feed ?? DEFAULT_FEED,
      fileName: part.filename || null,
      source: Readable.from(bytesOf(part, form), { objectMode: false }),
      letGo: () => {
        part.file.destroy();
        readOn(request);
      },
    };
  } catch (error) {
    readOn(request);
    throw error;
  }
}

async function beforeFile(form: Form): Promise<{ feed: string | null; part: MultipartFile }> {
  let feed: string | null = null;
  for (;;) {
    const part = await nextPart(form);
    if (part === null) throw Invalid.field('file', 'required', 'This field is needed.');
    if (part.type === 'file') {
      if (part.fieldname === 'file') return { feed, part };
      throw Invalid.field(nameOf(part.fieldname), 'field-unknown', 'The file is the field `file`.');
    }
    if (part.fieldname !== 'feed') throw unknownField(part.fieldname);
    if (feed !== null) throw Invalid.field('feed', 'field-repeated', 'This field is sent once.');
    feed = feedOf(part.value);
  }
}

async function* bytesOf({ file }: MultipartFile, form: Form): AsyncGenerator<Buffer, void, void> {
  // A file that is refused is not destroyed here: whoever refuses it lets it go.
  const chunks = file.iterator({ destroyOnReturn: false });
  for (;;) {
    const { value, done } = await arrival(form, chunks.next() as Promise<IteratorResult<Buffer>>);
    if (file.truncated) throw tooLarge('The file is larger than is accepted.');
    if (done) break;
    yield value;
  }
  const next = await nextPart(form);
  if (next === null) return;
  if (next.fieldname === 'file') throw Invalid.field('file', 'field-repeated', 'One file is sent at a time.');
  if (next.fieldname === 'feed')
    throw Invalid.field('feed', 'field-after-file', 'This field stands before the file.');
  throw unknownField(next.fieldname);
}

/** The next part of the form, or null at its end. */
async function nextPart(form: Form): Promise<Multipart | null> {
  const { value, done } = await arrival(form, form.parts.next());
  return done ? null : value;
}

/** What comes in, in time. @throws Problem where it does not come, or the form breaks off */
function arrival<T>({ patience }: Form, coming: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(stalled()), patience);
    coming.then(resolve, (error: unknown) => reject(problemOf(error))).finally(() => clearTimeout(timer));
  });
}

/** What the parser of forms gives up with: it names the limits that it knows, and says of the rest that it ended. */
function problemOf(error: unknown): Problem {
  switch ((error as { code?: string }).code) {
    case 'FST_REQ_FILE_TOO_LARGE':
      return tooLarge('The file is larger than is accepted.');
    case 'FST_FIELDS_LIMIT':
    case 'FST_FILES_LIMIT':
    case 'FST_PARTS_LIMIT':
      return tooLarge('The form has more parts than are accepted.');
    case 'FST_PROTO_VIOLATION':
      return unknownField(undefined);
    case 'FST_INVALID_JSON_FIELD_ERROR':
      return Invalid.field('(unnamed)', 'text-expected', 'This field is text.');
    default:
      return new Problem(
        400,
        'upload-broken',
        'The upload broke off',
        'The form ended before its end. Send the file again.',
      );
  }
}

function stalled(): Problem {
  return new Problem(
    408,
    'request-timeout',
    'The request took too long',
    'Nothing came any more. Send the file again.',
  );
}

function tooLarge(detail: string): Problem {
  return new Problem(413, 'body-too-large', 'The body is too large', detail);
}

function readOn({ raw }: FastifyRequest): void {
  raw.unpipe();
  raw.resume();
}

function unknownField(name: string | undefined): Problem {
  return Invalid.field(nameOf(name), 'field-unknown', 'There is no such field.');
}

function feedOf(value: unknown): string {
  const text = typeof value === 'string' ? cleanText(value, { max: 60 }) : null;
  if (!text?.ok || text.value === null) throw Invalid.field('feed', 'text-expected', 'This field is text.');
  return text.value;
}

function nameOf(name: string | undefined): string {
  return name !== undefined && /^[A-Za-z][\w-]{0,40}$/.test(name) ? name : '(unnamed)';
}
