import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { type Actor, onBehalfOf } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Invalid } from '../platform/problems/problem.js';
import { FeedMappings } from '../reference-data/feed-mappings.js';
import type { FeedMapping } from '../reference-data/feeds/feed-mapping.js';
import { sha256 } from './content-hash.js';
import { IntakeFiles, type WholeFile } from './intake-files.js';
import { FileRefused, layoutOf } from './layout.js';
import { FileReading, type FileRow } from './read-file.js';
import { readImport } from './read-imports.js';
import type { ImportResponse } from './imports.responses.js';
import { Staging } from './staging.js';

/** A file that somebody hands in. */
export interface HandedIn {
  actor: Actor;
  /** Name of the feed mapping. */
  feed: string;
  fileName: string | null;
  /** Ends only where all of the file has come; fails where it was cut off. */
  source: Readable;
  /** Asked in the accepting transaction: throws where the file is not wanted after all. */
  mustBeWanted?: (tx: Transaction, file: WholeFile) => Promise<void>;
}

/** Takes a file in as a stream, with bounded memory, and accepts it whole or not at all. */
@Injectable()
export class FileReceiver {
  constructor(
    private readonly database: Database,
    private readonly feeds: FeedMappings,
    private readonly files: IntakeFiles,
  ) {}

  /**
   * Stages the rows, sealed, then accepts the file in one transaction with its job, its audit entry and, where the
   * sender gave a key, its answer. @throws FileRefused, Invalid for an unknown feed, AlreadyAnswered
   */
  async receive(handedIn: HandedIn): Promise<ImportResponse> {
    const mapping = this.feeds.get(handedIn.feed);
    if (!mapping)
      throw Invalid.field('feed', 'feed-unknown', `The feed is one of: ${this.feeds.names().join(', ')}.`);
    const { subject } = handedIn.actor;
    const fileId = await this.files.begin(subject, mapping.feed, shortName(handedIn.fileName));
    try {
      const file = await this.stageAll(fileId, mapping, handedIn);
      return await this.accept(fileId, file, handedIn);
    } catch (error) {
      if (error instanceof FileRefused) await this.files.refuse(subject, fileId, error);
      else await this.files.abandon(subject, fileId);
      throw error;
    }
  }

  private async stageAll(fileId: string, mapping: FeedMapping, handedIn: HandedIn): Promise<WholeFile> {
    const { subject } = handedIn.actor;
    const reading = new FileReading(handedIn.source, mapping);
    const staging = new Staging((rows) => this.files.stage(subject, fileId, rows));
    try {
      for await (const row of reading.rows()) {
        if (row.number > 0) await staging.add(row);
        else await this.files.keepLayout(subject, fileId, layoutOf(mapping, headingsOf(row)));
      }
      const { rowCount } = staging;
      if (rowCount === 0)
        throw new FileRefused('file-has-no-rows', 'The file has no row below its headings.');
      await staging.finish();
      return { sha256: reading.sha256, byteCount: reading.byteCount, rowCount };
    } finally {
      // A file that is given up must get no row after it was emptied.
      await staging.settled();
    }
  }

  private accept(
    fileId: string,
    file: WholeFile,
    { actor, feed, mustBeWanted }: HandedIn,
  ): Promise<ImportResponse> {
    return this.database.inTransaction(answering(actor, sha256(`${feed} ${file.sha256}`)), async (tx) => {
      await mustBeWanted?.(tx, file);
      await this.files.accept(tx, fileId, file);
      return readImport(tx, fileId);
    });
  }
}

function headingsOf({ cells }: FileRow): string[] {
  if (!cells)
    throw new FileRefused('file-not-text', 'The first line is not text in the encoding of this feed.');
  return cells.map((heading) => heading.trim());
}

/** The intake on the sender's request; what was sent is known by its hash. */
function answering(actor: Actor, bodySha256: string): Actor {
  const { request } = actor;
  const named = request?.idempotency
    ? { ...request, idempotency: { ...request.idempotency, bodySha256 } }
    : request;
  return { ...onBehalfOf(actor, 'intake'), ...(named ? { request: named } : {}) };
}

/** A file's own name, shortened to what is kept of it. */
export function shortName(name: string | null): string | null {
  const last = name
    ?.split(/[\\/]/)
    .at(-1)
    ?.replace(/[^\p{L}\p{N} ._()-]/gu, '_')
    .slice(0, 200);
  return last ? last : null;
}
