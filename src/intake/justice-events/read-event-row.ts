import { Injectable } from '@nestjs/common';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { CodeLists } from '../../reference-data/code-lists.js';
import { FeedMappings } from '../../reference-data/feed-mappings.js';
import type { FeedField } from '../../reference-data/feeds/feed-fields.js';
import type { FeedMapping } from '../../reference-data/feeds/feed-mapping.js';
import type { EventContent, EventSource, QualityAnswer } from '../../victims/justice-events/justice-event.js';
import { Cells, RowRefused } from '../cells.js';
import { sha256 } from '../content-hash.js';
import type { StagedContent } from '../intake-files.js';
import { byField, type FileOfRows } from '../row-content.js';
import type { EventRecord, ReadEvent } from './event-record.js';

/** The questions of quality, which are fields by their codes. */
const QUALITY: FeedField[] = [
  'reasonsGiven',
  'understood',
  'reviewExplained',
  'supportOffered',
  'preferredMeans',
  'inVictimsLanguage',
];
/** What makes a row one of an event: without it, it cannot be used. */
const NEEDED: FeedField[] = [
  'eventReference',
  'forceIdentifier',
  'crimeReference',
  'eventKind',
  'eventSource',
];

/** Reads rows about criminal cases through their feed's mapping. */
@Injectable()
export class EventRowReader {
  constructor(
    private readonly feeds: FeedMappings,
    private readonly lists: CodeLists,
  ) {}

  /** Whether a feed's rows are justice events. */
  takes(feed: string): boolean {
    return this.feeds.get(feed)?.rows === 'justice-events';
  }

  /**
   * Never throws for what a row holds: a bad row is refused by itself.
   * @param isReleased a person looked at the row: malformed references stand as they are
   */
  read(file: FileOfRows, content: StagedContent, now: Date, isReleased = false): ReadEvent {
    if ('fault' in content) return refused(content.fault);
    if (!('cells' in content) || content.cells.length !== file.columns.length) return refused('column-count');
    const mapping = this.feeds.get(file.feed);
    if (!mapping) throw new Error(`the mapping of feed ${file.feed} is gone`);
    const cells = new Cells(mapping, this.lists, byField(file, content.cells), londonDayOf(now), isReleased);
    try {
      return { record: recordOf(mapping, cells), fault: null };
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error;
      return { record: null, fault: error.fault, contentSha256: contentOf(cells) };
    }
  }
}

function recordOf(mapping: FeedMapping, cells: Cells): EventRecord {
  cells.mustBeText();
  for (const field of [...mapping.required, ...NEEDED])
    if (cells.isBlank(field)) cells.reject(field, `${field}-missing`);
  const lastUpdatedAt = cells.instantOrReject('lastUpdatedDateTime', 'lastUpdatedDateTime-unreadable');
  const withdrawn = cells.flag('eventWithdrawn') ?? false;
  return {
    feed: mapping.feed,
    reference: cells.text('eventReference')!,
    lastUpdatedAt,
    crime: { force: cells.code('forceIdentifier')!, reference: cells.text('crimeReference')! },
    victim: { victimOnCrimeId: cells.text('victimOnCrimeId'), personId: cells.text('personId') },
    answersReference: cells.text('answersReference'),
    withdrawn,
    content: eventOf(cells),
    contentSha256: contentOf(cells),
  };
}

function eventOf(cells: Cells): EventRecord['content'] {
  const occurred = cells.instantOrDay('occurredDateTime');
  if (occurred === null) return cells.reject('occurredDateTime', 'occurredDateTime-missing');
  const source = cells.code('eventSource');
  const channel = cells.code('channel');
  const content = {
    ...{ kind: cells.code('eventKind')!, outcome: cells.code('eventOutcome') },
    ...{ occurredAt: occurred.at, precision: occurred.dayOnly ? ('day' as const) : ('instant' as const) },
    ...{ receivedAt: cells.instant('receivedDateTime'), source: source as EventSource, channel },
    ...{ suspectKey: cells.text('suspectKey'), answersRule: cells.text('answersRule') },
    quality: qualityOf(cells),
  };
  // A source that nobody knows could be anybody: what a victim says must never pass for an agency's word.
  if (cells.unknownCodes.includes('eventSource')) cells.quarantine('eventSource', 'eventSource-unknown');
  return content;
}

function qualityOf(cells: Cells): EventContent['quality'] {
  const answers: Record<string, QualityAnswer> = {};
  for (const question of QUALITY) {
    const answer = cells.flag(question);
    if (answer !== null) answers[question] = answer ? 'yes' : 'no';
  }
  return Object.keys(answers).length > 0 ? answers : null;
}

function contentOf(cells: Cells): string {
  return sha256(JSON.stringify(cells.received()));
}

function refused(reasonCode: string): ReadEvent {
  return { record: null, fault: { disposition: 'rejected', reasonCode, field: null }, contentSha256: null };
}
