import type pg from 'pg';

const CHUNK_CHARACTERS = 64 * 1024;

/** What pg's connection can do beside what its types tell. */
interface CopyConnection {
  query(sql: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** `COPY ... FROM STDIN`: sends a text as PostgreSQL's own clients do. */
export function copyIn(client: pg.Client, sql: string, chunks: readonly Buffer[]): Promise<void> {
  return new Promise((done, fail) => {
    let failure: Error | undefined;
    const copy = {
      submit: (connection: CopyConnection) => connection.query(sql),
      handleCopyInResponse(connection: CopyConnection) {
        chunks.forEach((chunk) => connection.sendCopyFromChunk(chunk));
        connection.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleError: (error: Error) => fail((failure = error)),
      handleReadyForQuery: () => failure ?? done(),
      callback: () => undefined,
    };
    client.query(copy as unknown as pg.Submittable);
  });
}

/** A text in pieces of a size that the network likes. */
export function inChunks(text: string): Buffer[] {
  return Array.from({ length: Math.ceil(text.length / CHUNK_CHARACTERS) }, (_, index) =>
    Buffer.from(text.slice(index * CHUNK_CHARACTERS, (index + 1) * CHUNK_CHARACTERS)),
  );
}
