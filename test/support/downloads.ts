import type { Response, Test } from 'supertest';

/** The bytes of an answer, whatever its type. */
export async function bytesOf(request: Test): Promise<Buffer> {
  const { body } = await request.buffer().parse(binary).expect(200);
  return body as Buffer;
}

function binary(response: Response, done: (error: Error | null, body: Buffer) => void): void {
  const parts: Buffer[] = [];
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.on('data', (part: Buffer) => parts.push(part));
  stream.on('end', () => done(null, Buffer.concat(parts)));
}
