import { Injectable } from '@nestjs/common';
import { FeedMappings } from '../reference-data/feed-mappings.js';
import type { FeedField } from '../reference-data/feeds/feed-fields.js';
import type { FeedMapping } from '../reference-data/feeds/feed-mapping.js';
import { type ReadRow, RowReader } from './read-row.js';
import type { StagedContent } from './staged-row.js';

/** What is known of a file when its rows are read. */
export interface FileOfRows {
  feed: string;
  /** Our field of each column; blank where a column is left out of account. */
  columns: string[];
  receivedBy: string;
}

/** Reads a waiting row of a file into a record, or the reason why it is none. */
@Injectable()
export class RowContents {
  constructor(
    private readonly feeds: FeedMappings,
    private readonly reader: RowReader,
  ) {}

  /** @param isReleased a person looked: what cannot be is taken as unknown instead of holding the row */
  read(file: FileOfRows, content: StagedContent, now: Date, isReleased = false): ReadRow {
    if ('fault' in content) return refused(content.fault);
    if (!('cells' in content)) throw new Error('a single referral is read elsewhere');
    if (content.cells.length !== file.columns.length) return refused('column-count');
    return this.reader.read(
      this.mappingOf(file),
      byField(file, content.cells),
      file.receivedBy,
      now,
      isReleased,
    );
  }

  private mappingOf({ feed }: FileOfRows): FeedMapping {
    const mapping = this.feeds.get(feed);
    if (!mapping) throw new Error(`the mapping of feed ${feed} is gone`);
    return mapping;
  }
}

/** The cells of a row under our fields' names. */
export function byField({ columns }: FileOfRows, cells: readonly string[]): Map<FeedField, string> {
  const named = new Map<FeedField, string>();
  columns.forEach((field, index) => {
    if (field !== '') named.set(field as FeedField, cells[index] ?? '');
  });
  return named;
}

function refused(reasonCode: string): ReadRow {
  return { record: null, fault: { disposition: 'rejected', reasonCode, field: null }, contentSha256: null };
}
