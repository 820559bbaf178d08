import { checkCodes } from './read-code-lists.js';
import type { EventKindsFile } from './policy-files.js';
import type { PolicyReader } from './policy-reader.js';
import { plainCodes } from './reference-code.js';
import type { ReferenceList } from './reference-code.js';

const FILE = 'victims-code/event-kinds.yaml';

/** Names of the lists that the file of event kinds makes beside its own. */
export const EVENT_LISTS = {
  kinds: 'justice-event-kinds',
  victimAnswers: 'justice-event-victim-answers',
  channels: 'justice-event-channels',
  quality: 'justice-event-quality',
} as const;

/**
 * The kinds of justice events, and the codes that an event may carry, as code lists. A kind's attributes are
 * `EventKindAttributes`.
 *
 * @throws PolicyRefused where a code stands twice, or a kind that concerns no one victim is a telling
 */
export function eventLists(reader: PolicyReader): ReferenceList[] {
  const file = reader.read<EventKindsFile>(FILE, 'event-kinds');
  const facts = { source: file.source, factStatus: file.factStatus };
  const lists = [kindsList(reader, file), ...(['victimAnswers', 'channels', 'quality'] as const).map(plain)];
  lists.forEach((list) => checkCodes(reader, FILE, list));
  return lists;

  function plain(key: 'victimAnswers' | 'channels' | 'quality'): ReferenceList {
    const codes = plainCodes(file[key]).map((code) => ({ ...code, attributes: {}, ...facts }));
    return { name: EVENT_LISTS[key], title: `${file.title}: ${TITLES[key]}`, codes };
  }
}

const TITLES = { victimAnswers: 'answers of victims', channels: 'means', quality: 'quality' } as const;

function kindsList(reader: PolicyReader, { list, title, kinds, ...facts }: EventKindsFile): ReferenceList {
  const { source, factStatus } = facts;
  const codes = kinds.map(({ about, isTelling = false, outcomes, starts, satisfies, ...row }, index) => {
    if (isTelling && about !== 'victim')
      reader.refuse(FILE, ['kinds', index, 'isTelling'], 'only what concerns one victim is a telling');
    const ends = plainCodes(outcomes ?? '');
    const twice = ends.find(({ code }, place) => ends.findIndex((other) => other.code === code) < place);
    if (twice) reader.refuse(FILE, ['kinds', index, 'outcomes'], `${twice.code} stands twice`);
    const attributes = {
      about,
      isTelling,
      outcomes: ends,
      starts: starts ?? [],
      satisfies: satisfies ?? [],
    };
    return { source, factStatus, ...row, attributes };
  });
  return { name: list, title, codes };
}
