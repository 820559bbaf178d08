import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Invalid, Problem } from '../platform/problems/problem.js';
import { cleanText } from '../platform/validation/text.js';

/** A file that is coming in with a form. */
export interface UploadedFile {
  feed: string;
  fileName: string | null;
  source: Readable;
  mustBeWhole: () => void;
}

const DEFAULT_FEED = 'athena';

/** The `file` of a form, while it is still coming in; the field `feed` may stand before it. @throws Problem, Invalid */
export async function uploadedFile(request: FastifyRequest): Promise<UploadedFile> {
  if (!request.isMultipart()) {
    throw new Problem(
      415,
      'unsupported-media-type',
      'This content type is not accepted',
      'Send a form: multipart/form-data.',
    );
  }
  let feed = DEFAULT_FEED;
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.fieldname !== 'feed')
        throw Invalid.field(nameOf(part.fieldname), 'field-unknown', 'There is no such field.');
      feed = feedOf(part.value);
      continue;
    }
    if (part.fieldname !== 'file') {
      part.file.resume();
      throw Invalid.field(nameOf(part.fieldname), 'field-unknown', 'The file is the field `file`.');
    }
    return {
      feed,
      fileName: part.filename || null,
      source: part.file,
      mustBeWhole: () => mustBeWhole(part.file),
    };
  }
  throw Invalid.field('file', 'required', 'This field is needed.');
}

function mustBeWhole(file: { truncated: boolean }): void {
  if (file.truncated)
    throw new Problem(413, 'body-too-large', 'The body is too large', 'The file is larger than is accepted.');
}

function feedOf(value: unknown): string {
  const text = typeof value === 'string' ? cleanText(value, { max: 60 }) : null;
  if (!text?.ok || text.value === null) throw Invalid.field('feed', 'text-expected', 'This field is text.');
  return text.value;
}

function nameOf(name: string): string {
  return /^[A-Za-z][\w-]{0,40}$/.test(name) ? name : '(unnamed)';
}
