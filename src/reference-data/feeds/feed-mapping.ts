import type { Sourced } from '../policy/policy-files.js';
import type { FeedField, RowsOfFeed } from './feed-fields.js';

type ByField<T> = Readonly<Partial<Record<FeedField, T>>>;

/**
 * How the files of one feed are read (config/feeds; each key is explained there). A column that the mapping names and
 * a file lacks counts as blank in every row; a field under `neverSends` was never asked.
 */
export interface FeedMapping extends Readonly<Sourced> {
  readonly feed: string;
  readonly title: string;
  /** What a row is about; referrals unless it says otherwise. */
  readonly rows?: RowsOfFeed;
  /** How the names of its files in the watched folder begin, in small letters. */
  readonly inboxPrefix?: string;
  /** Of referrals: how they come. A feed of anything else has none. */
  readonly pathway: 'athena' | 'internal' | 'self' | 'other';
  readonly layout: 'csv';
  readonly encoding: 'utf-8' | 'windows-1252';
  readonly delimiter: string;
  readonly quote: string;
  readonly listSeparator: string;
  /** `iso`, or a pattern of Luxon: `dd/MM/yyyy`. */
  readonly dayFormat: string;
  /** `iso`, or a pattern of Luxon: `dd/MM/yyyy HH:mm`. */
  readonly dateTimeFormat: string;
  readonly timeZone: 'Europe/London' | 'UTC';
  readonly yes: readonly string[];
  readonly no: readonly string[];
  readonly otherColumns: 'refuse' | 'ignore';
  readonly required: readonly FeedField[];
  readonly requiredOneOf: readonly (readonly FeedField[])[];
  /** Regular expressions that a well-formed value matches whole. */
  readonly patterns: ByField<string>;
  readonly codeLists: ByField<string>;
  /** Text in the file to our code, or to `yes` or `no`. */
  readonly values: ByField<Readonly<Record<string, string>>>;
  readonly neverSends: readonly FeedField[];
  readonly blankMeans: ByField<string>;
  /** Our field to the heading in the file. */
  readonly columns: ByField<string>;
}
