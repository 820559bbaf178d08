import { relationshipList, readCodeLists } from './read-code-lists.js';
import { readFeed } from '../feeds/check-feed.js';
import { checkOffences } from '../offences/check-offences.js';
import { takesEveryone } from '../retention-classes.js';
import { readTemplate } from '../templates/check-template.js';
import { GiveawayWords } from '../templates/giveaway-words.js';
import { suppressorsOf } from '../suppressors.js';
import { THRESHOLD_NAMES } from '../thresholds.js';
import { eventLists } from './read-event-kinds.js';
import { checkAgencies } from './check-agencies.js';
import { overlap } from './dated.js';
import type {
  CrimeStatusesFile,
  GiveawayFile,
  OffencesFile,
  RelationshipsFile,
  RetentionRow,
  SuppressorsFile,
  ThresholdRow,
} from './policy-files.js';
import { PolicyReader } from './policy-reader.js';
import { ReferencePolicy } from './reference-policy.js';

const APART = ['relationships', 'crime-statuses', 'offences'].map((name) => `reference-data/${name}.yaml`);

/**
 * Reads and checks all policy of the reference data room. The service does not start with a file that is wrong.
 *
 * @param folder the `config/` folder
 * @throws PolicyRefused naming file, line and path
 */
export function loadReferencePolicy(folder: string): ReferencePolicy {
  const reader = new PolicyReader(folder);
  const lists = readCodeLists(
    reader,
    reader.filesOf('reference-data').filter((file) => !APART.includes(file)),
  );
  checkAgencies(reader, lists);
  const relationships = reader.read<RelationshipsFile>('reference-data/relationships.yaml', 'relationships');
  lists.set(relationships.list, relationshipList(reader, relationships));
  eventLists(reader).forEach((list) => lists.set(list.name, list));
  const offences = reader.read<OffencesFile>('reference-data/offences.yaml', 'offences');
  const suppressors = readSuppressors(reader);
  checkOffences(reader, offences, lists, new Set(suppressorsOf(suppressors).map(({ code }) => code)));
  const words = new GiveawayWords(
    reader.read<GiveawayFile>('templates/giveaway-words.yaml', 'giveaway-words'),
  );
  const templates = reader.filesOf('templates').filter((file) => !file.endsWith('giveaway-words.yaml'));
  return new ReferencePolicy({
    lists: [...lists.values()],
    relationships,
    crimeStatuses: reader.read<CrimeStatusesFile>('reference-data/crime-statuses.yaml', 'crime-statuses'),
    offences,
    thresholds: readThresholds(reader),
    suppressors,
    retention: readRetention(reader),
    feeds: reader.filesOf('feeds').map((file) => readFeed(reader, file, lists)),
    templates: templates.map((file) => readTemplate(reader, file, words)),
    contentSha256: reader.contentSha256(),
  });
}

function readThresholds(reader: PolicyReader): ThresholdRow[] {
  const file = 'policy/thresholds.yaml';
  const { thresholds } = reader.read<{ thresholds: ThresholdRow[] }>(file, 'thresholds');
  const missing = THRESHOLD_NAMES.find((name) => !thresholds.some((row) => row.name === name));
  if (missing !== undefined) reader.refuse(file, ['thresholds'], `${missing} is missing`);
  thresholds.forEach((row, index) => {
    const names: readonly string[] = THRESHOLD_NAMES;
    if (!names.includes(row.name)) reader.refuse(file, ['thresholds', index], `nothing asks for ${row.name}`);
    const twin = thresholds.slice(0, index).find((other) => other.name === row.name && overlap(other, row));
    if (twin) reader.refuse(file, ['thresholds', index], `${row.name} has two values on the same days`);
  });
  return thresholds;
}

function readSuppressors(reader: PolicyReader): SuppressorsFile {
  const file = 'policy/suppressors.yaml';
  const suppressors = reader.read<SuppressorsFile>(file, 'suppressors');
  const codes = suppressorsOf(suppressors).map(({ code }) => code);
  const twice = codes.find((code, index) => codes.indexOf(code) !== index);
  if (twice !== undefined) reader.refuse(file, ['results'], `${twice} stands twice`);
  const named = [...Object.keys(suppressors.needs), ...suppressors.passesByItself];
  const unknown = named.find((code) => !codes.includes(code));
  if (unknown !== undefined) reader.refuse(file, ['needs'], `there is no reason ${unknown}`);
  return suppressors;
}

function readRetention(reader: PolicyReader): RetentionRow[] {
  const file = 'policy/retention.yaml';
  const { classes } = reader.read<{ classes: RetentionRow[] }>(file, 'retention');
  const last = classes.findIndex(takesEveryone);
  if (last !== classes.length - 1)
    reader.refuse(file, ['classes'], 'the last class, and no other, takes everyone');
  return classes;
}
