import { checkCodes } from './read-code-lists.js';
import type { EventKindAttributes, EventKindsFile } from './policy-files.js';
import type { PolicyReader } from './policy-reader.js';
import { plainCodes } from './reference-code.js';
import type { ReferenceList } from './reference-code.js';

const FILE = 'victims-code/event-kinds.yaml';

/** Names of the lists that the file of event kinds makes. */
export const EVENT_LISTS = {
  kinds: 'justice-event-kinds',
  outcomes: 'justice-event-outcomes',
  sources: 'justice-event-sources',
  victimAnswers: 'justice-event-victim-answers',
  channels: 'justice-event-channels',
  quality: 'justice-event-quality',
} as const;

/** What a telling may be said by beside its kind, in the file's own keys. */
const PLAIN = {
  sources: 'who says so',
  victimAnswers: 'what a victim says of a telling',
  channels: 'by what means',
  quality: 'how good a telling was',
} as const;

/**
 * The kinds of justice events, and the codes that an event may carry, as code lists. A kind's attributes are
 * `EventKindAttributes`; the list of outcomes holds those of every kind.
 *
 * @throws PolicyRefused where a code stands twice, or a kind that concerns no one victim is a telling
 */
export function eventLists(reader: PolicyReader): ReferenceList[] {
  const file = reader.read<EventKindsFile>(FILE, 'event-kinds');
  const { source, factStatus } = file;
  const kinds = kindsList(reader, file);
  const plain = Object.entries(PLAIN).map(([key, what]) => {
    const codes = plainCodes(file[key as keyof typeof PLAIN]);
    return listed(EVENT_LISTS[key as keyof typeof PLAIN], `Justice events: ${what}`, codes);
  });
  const lists = [
    kinds,
    listed(EVENT_LISTS.outcomes, 'Justice events: how they ended', endsOf(file)),
    ...plain,
  ];
  lists.forEach((list) => checkCodes(reader, FILE, list));
  return lists;

  function listed(name: string, title: string, codes: { code: string; label: string }[]): ReferenceList {
    return { name, title, codes: codes.map((code) => ({ ...code, attributes: {}, source, factStatus })) };
  }
}

/** How events of any kind end; a code of several kinds once, with the words of each. */
function endsOf({ kinds, victimAnswers }: EventKindsFile): { code: string; label: string }[] {
  const words = new Map<string, Set<string>>();
  const all = [...kinds.flatMap(({ outcomes }) => plainCodes(outcomes ?? '')), ...plainCodes(victimAnswers)];
  for (const { code, label } of all) words.set(code, (words.get(code) ?? new Set()).add(label));
  return [...words].map(([code, labels]) => ({ code, label: [...labels].join('; ') }));
}

function kindsList(
  reader: PolicyReader,
  { list, title, kinds, source, factStatus }: EventKindsFile,
): ReferenceList {
  const codes = kinds.map(({ about, isTelling = false, outcomes, starts, satisfies, ...rest }, index) => {
    const { mayNameRule = isTelling, ...row } = rest;
    if (isTelling && about !== 'victim')
      reader.refuse(FILE, ['kinds', index, 'isTelling'], 'only what concerns one victim is a telling');
    if (mayNameRule && about !== 'victim')
      reader.refuse(FILE, ['kinds', index, 'mayNameRule'], 'only what concerns one victim may name a rule');
    const ends = plainCodes(outcomes ?? '');
    const twice = ends.find(({ code }, place) => ends.findIndex((other) => other.code === code) < place);
    if (twice) reader.refuse(FILE, ['kinds', index, 'outcomes'], `${twice.code} stands twice`);
    const hangsOn = { starts: starts ?? [], satisfies: satisfies ?? [] };
    const attributes: EventKindAttributes = { about, isTelling, mayNameRule, outcomes: ends, ...hangsOn };
    return { source, factStatus, ...row, attributes: { ...attributes } };
  });
  return { name: list, title, codes };
}
