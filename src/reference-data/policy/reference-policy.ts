import type { ReferenceCode, ReferenceList } from './reference-code.js';
import type { FeedMapping } from '../feeds/feed-mapping.js';
import type {
  CrimeStatusesFile,
  OffencesFile,
  RelationshipsFile,
  RetentionRow,
  SuppressorsFile,
  TemplateFile,
  ThresholdRow,
} from './policy-files.js';

interface PolicyParts {
  lists: readonly ReferenceList[];
  relationships: RelationshipsFile;
  crimeStatuses: CrimeStatusesFile;
  offences: OffencesFile;
  thresholds: readonly ThresholdRow[];
  suppressors: SuppressorsFile;
  retention: readonly RetentionRow[];
  feeds: readonly FeedMapping[];
  templates: readonly TemplateFile[];
  contentSha256: string;
}

/** The whole policy of `config/`, read and checked once at start. Everything that looks something up is made of it. */
export class ReferencePolicy {
  readonly lists: ReadonlyMap<string, ReferenceList>;
  readonly relationships: RelationshipsFile;
  readonly crimeStatuses: CrimeStatusesFile;
  readonly offences: OffencesFile;
  readonly thresholds: readonly ThresholdRow[];
  readonly suppressors: SuppressorsFile;
  readonly retention: readonly RetentionRow[];
  readonly feeds: readonly FeedMapping[];
  readonly templates: readonly TemplateFile[];
  /** Changes with every byte of every file. */
  readonly contentSha256: string;

  constructor(parts: PolicyParts) {
    this.lists = new Map(parts.lists.map((list) => [list.name, list]));
    this.relationships = parts.relationships;
    this.crimeStatuses = parts.crimeStatuses;
    this.offences = parts.offences;
    this.thresholds = parts.thresholds;
    this.suppressors = parts.suppressors;
    this.retention = parts.retention;
    this.feeds = parts.feeds;
    this.templates = parts.templates;
    this.contentSha256 = parts.contentSha256;
  }

  /** The codes of a list. @throws RangeError where there is no such list: a mistake in the program, not in a record */
  codesOf(list: string): readonly ReferenceCode[] {
    const found = this.lists.get(list);
    if (!found) throw new RangeError(`There is no code list ${list}`);
    return found.codes;
  }
}
