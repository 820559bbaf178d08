import { Injectable } from '@nestjs/common';
import { EventRowReader } from './justice-events/read-event-row.js';
import type { EventRecord } from './justice-events/event-record.js';
import { DirectReferralReader, type KeptDirectReferral } from './read-direct-referral.js';
import type { ReadRow } from './read-row.js';
import { byField, type FileOfRows, RowContents } from './row-content.js';
import type { StagedContent } from './staged-row.js';

/** Reads what is kept of rows that were set aside, of whatever kind they are, as leniently as a person's release wants. */
@Injectable()
export class KeptRows {
  constructor(
    private readonly contents: RowContents,
    private readonly direct: DirectReferralReader,
    private readonly events: EventRowReader,
  ) {}

  /** Whether the rows of a file are justice events. */
  areEvents({ feed }: FileOfRows): boolean {
    return this.events.takes(feed);
  }

  referral(file: FileOfRows, content: StagedContent, now: Date): ReadRow {
    if ('direct' in content)
      return { record: this.direct.readKept(content.direct as KeptDirectReferral), fault: null };
    return this.contents.read(file, content, now, true);
  }

  /** Null where the row cannot be read, even leniently. */
  event(file: FileOfRows, content: StagedContent, now: Date): EventRecord | null {
    return this.events.read(file, content, now, true).record;
  }

  /** What was received under our names of the fields, without what was blank. */
  received(file: FileOfRows, content: StagedContent): Record<string, unknown> {
    if ('direct' in content)
      return Object.fromEntries(Object.entries((content.direct as KeptDirectReferral).body));
    if (!('cells' in content)) return {};
    return Object.fromEntries([...byField(file, content.cells)].filter(([, cell]) => cell.trim() !== ''));
  }
}
