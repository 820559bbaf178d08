import type { ReferenceList } from '../policy/reference-code.js';
import type { PolicyPath, PolicyReader } from '../policy/policy-reader.js';
import { fieldsOf, isAnswered, isCoded, kindOf } from './feed-fields.js';
import type { FeedField } from './feed-fields.js';
import type { FeedMapping } from './feed-mapping.js';

type Lists = ReadonlyMap<string, ReferenceList>;
type Refuse = (path: PolicyPath, fault: string) => never;

/** Reads a feed's mapping and holds it to what no schema can say. @throws PolicyRefused */
export function readFeed(reader: PolicyReader, file: string, lists: Lists): FeedMapping {
  const mapping = reader.read<FeedMapping>(file, 'feed');
  const refuse: Refuse = (path, fault) => reader.refuse(file, path, fault);
  checkRows(mapping, refuse);
  checkFieldNames(mapping, refuse);
  checkHeadings(mapping, refuse);
  checkEveryFieldIsAnswered(mapping, refuse);
  checkCodes(mapping, lists, refuse);
  checkValues(mapping, lists, refuse);
  checkBlanks(mapping, lists, refuse);
  checkPatterns(mapping, refuse);
  return mapping;
}

/** Referrals come by a pathway, and nothing else does. */
function checkRows({ rows, pathway }: Partial<FeedMapping>, refuse: Refuse): void {
  const isReferrals = rows !== 'justice-events';
  if (isReferrals && pathway === undefined) refuse(['pathway'], 'is missing');
  if (!isReferrals && pathway !== undefined) refuse(['pathway'], 'is for referrals');
}

function checkFieldNames(mapping: FeedMapping, refuse: Refuse): void {
  const fields: readonly string[] = fieldsOf(mapping);
  for (const key of ['columns', 'codeLists', 'values', 'patterns', 'blankMeans'] as const) {
    for (const field of Object.keys(mapping[key])) {
      if (!fields.includes(field)) refuse([key, field], 'is no field of ours');
    }
  }
  const named = [...mapping.required, ...mapping.requiredOneOf.flat()];
  for (const field of named) {
    if (mapping.columns[field] === undefined) refuse(['required'], `${field} has no column`);
  }
}

/** Two fields of one heading, or two headings that differ only in capitals, would fill each other's place. */
function checkHeadings({ columns }: FeedMapping, refuse: Refuse): void {
  const seen = new Map<string, string>();
  for (const [field, heading] of Object.entries(columns)) {
    const other = seen.get(heading.trim().toLowerCase());
    if (other !== undefined) refuse(['columns', field], `has the heading of ${other}`);
    seen.set(heading.trim().toLowerCase(), field);
  }
}

function checkEveryFieldIsAnswered(mapping: FeedMapping, refuse: Refuse): void {
  const { columns, neverSends } = mapping;
  const fields = fieldsOf(mapping);
  for (const field of neverSends) {
    if (!fields.includes(field)) refuse(['neverSends'], `${field} is no field of ours`);
    if (columns[field] !== undefined) refuse(['neverSends'], `${field} has a column too`);
  }
  const silent = fields.find((field) => columns[field] === undefined && !neverSends.includes(field));
  if (silent !== undefined) refuse(['columns'], `${silent} has no column and is not said to be never sent`);
}

function checkCodes(mapping: FeedMapping, lists: Lists, refuse: Refuse): void {
  const { columns, codeLists } = mapping;
  for (const [field, list] of entriesOf(codeLists)) {
    if (!isCoded(field)) refuse(['codeLists', field], 'holds no codes');
    if (!lists.has(list)) refuse(['codeLists', field], `there is no code list ${list}`);
  }
  const without = fieldsOf(mapping).find(
    (field) => isCoded(field) && columns[field] !== undefined && codeLists[field] === undefined,
  );
  if (without !== undefined) refuse(['codeLists'], `${without} needs a code list`);
}

function checkValues({ values, codeLists }: FeedMapping, lists: Lists, refuse: Refuse): void {
  for (const [field, meanings] of entriesOf(values)) {
    for (const [theirs, ours] of Object.entries(meanings)) {
      const isAnswer = isAnswered(field) && (ours === 'yes' || ours === 'no');
      if (!isAnswer && !hasCode(lists, codeLists[field], ours)) {
        refuse(['values', field, theirs], `${ours} is no value of ${field}`);
      }
    }
  }
}

/** Only a code may be read from a blank. A marker, a consent or a day that nobody gave stays unanswered. */
function checkBlanks({ blankMeans, codeLists }: FeedMapping, lists: Lists, refuse: Refuse): void {
  for (const [field, code] of entriesOf(blankMeans)) {
    if (!isCoded(field) || isAnswered(field)) {
      refuse(['blankMeans', field], `a blank means nothing in a field of kind ${kindOf(field)}`);
    }
    if (!hasCode(lists, codeLists[field], code))
      refuse(['blankMeans', field], `${code} is no code of its list`);
  }
}

function checkPatterns({ patterns }: FeedMapping, refuse: Refuse): void {
  for (const [field, pattern] of entriesOf(patterns)) {
    if (!isRegularExpression(pattern)) refuse(['patterns', field], 'is no regular expression');
  }
}

function isRegularExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').unicode;
  } catch {
    return false;
  }
}

function hasCode(lists: Lists, list: string | undefined, code: string): boolean {
  return list !== undefined && (lists.get(list)?.codes.some((row) => row.code === code) ?? false);
}

function entriesOf<T>(map: Readonly<Partial<Record<FeedField, T>>>): [FeedField, T][] {
  return Object.entries(map) as [FeedField, T][];
}
