import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { type Actor, onBehalfOf } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { ImportRowsQuery, ImportsQuery } from './imports.requests.js';
import type { ImportDetailResponse, ImportRowsPage, ImportsPage } from './imports.responses.js';
import { listRows, nextRejects, readerOfRows } from './read-import-rows.js';
import { listImports, readImport, readReceipt } from './read-imports.js';
import { rejectLine, REJECTS_HEADINGS } from './rejects-file.js';

const REJECTS_AT_ONCE = 5000;

/** Answers questions about imports. Their numbers count everyone and show nobody, so they are read as the service. */
@Injectable()
export class ImportReading {
  constructor(private readonly database: Database) {}

  list(actor: Actor, query: ImportsQuery): Promise<ImportsPage> {
    return this.database.inTransaction(onBehalfOf(actor, 'intake'), (tx) => listImports(tx, query));
  }

  /** @throws NotFound */
  receipt(actor: Actor, id: string): Promise<ImportDetailResponse> {
    return this.database.inTransaction(onBehalfOf(actor, 'intake'), (tx) => readReceipt(tx, id));
  }

  /** @throws NotFound */
  rows(actor: Actor, id: string, query: ImportRowsQuery): Promise<ImportRowsPage> {
    const reader = readerOfRows(actor);
    return this.database.inTransaction(reader.actor, async (tx) => {
      await readImport(tx, id);
      return listRows(tx, id, query, reader.seesPeople);
    });
  }

  /** The rejects as CSV, a page at a time, so that any number of them needs little memory. @throws NotFound */
  async rejects(actor: Actor, id: string): Promise<Readable> {
    const reader = onBehalfOf(actor, 'intake');
    await this.database.inTransaction(reader, (tx) => readImport(tx, id));
    return Readable.from(this.rejectLines(reader, id), { objectMode: false });
  }

  private async *rejectLines(reader: Actor, id: string): AsyncGenerator<string, void, void> {
    yield REJECTS_HEADINGS;
    for (let last = 0; ;) {
      const rejects = await this.database.inTransaction(reader, (tx) =>
        nextRejects(tx, id, last, REJECTS_AT_ONCE),
      );
      if (rejects.length > 0) yield rejects.map(rejectLine).join('');
      if (rejects.length < REJECTS_AT_ONCE) return;
      last = rejects.at(-1)!.row;
    }
  }
}
