import { type FieldProblem, Unprocessable } from '../platform/problems/problem.js';
import { type FeedField, fieldsOf } from '../reference-data/feeds/feed-fields.js';
import type { FeedMapping } from '../reference-data/feeds/feed-mapping.js';

/** 422: a file that is refused whole. Neither its code nor its words repeat anything of a row. */
export class FileRefused extends Unprocessable {}

const OTHER_DELIMITERS = [';', '\t', '|', ','];
const PLAIN_HEADING = /^[A-Za-z][A-Za-z0-9 _.-]{0,60}$/;

/**
 * Our field of each column, in the file's order; null where the mapping leaves a column out of account.
 * @throws FileRefused naming the headings that lack or that nobody knows
 */
export function layoutOf(mapping: FeedMapping, headings: readonly string[]): (FeedField | null)[] {
  const byHeading = new Map(fieldsOf(mapping).map((field) => [mapping.columns[field], field]));
  const fields = headings.map((heading) => byHeading.get(heading) ?? null);
  if (!fields.some(Boolean)) throw notThisLayout(headings, mapping, byHeading);
  const problems = [
    ...missing(mapping, fields),
    ...unknown(mapping, headings, fields),
    ...repeated(mapping, fields),
  ];
  if (problems.length === 0) return fields;
  throw new FileRefused(
    'layout-not-known',
    `The feed ${mapping.feed} expects the headings of its mapping; ${fields.filter(Boolean).length} of the ${headings.length} found are among them.`,
    problems,
  );
}

function missing(mapping: FeedMapping, fields: (FeedField | null)[]): FieldProblem[] {
  const lacking = mapping.required.filter((field) => !fields.includes(field)).map((field) => [field]);
  const groups = mapping.requiredOneOf.filter((group) => !group.some((field) => fields.includes(field)));
  return [...lacking, ...groups].map((group) => {
    const headings = group.map((field) => mapping.columns[field] ?? field).join(' or ');
    return { field: headings, code: 'heading-missing', message: `There is no column ${headings}.` };
  });
}

/** Unknown headings are named only beside known ones: a file without headings begins with somebody's record. */
function unknown(
  mapping: FeedMapping,
  headings: readonly string[],
  fields: (FeedField | null)[],
): FieldProblem[] {
  if (mapping.otherColumns === 'ignore') return [];
  const strange = headings.filter((_, index) => fields[index] === null);
  const areHeadings = strange.length * 2 <= headings.length;
  return strange.map((heading) => {
    const shown = areHeadings && PLAIN_HEADING.test(heading) ? heading : '(not shown)';
    return {
      field: shown,
      code: 'heading-unknown',
      message: `The mapping of ${mapping.feed} does not know this column.`,
    };
  });
}

function repeated(mapping: FeedMapping, fields: (FeedField | null)[]): FieldProblem[] {
  const twice = fields.filter(
    (field, index): field is FeedField => field !== null && fields.indexOf(field) !== index,
  );
  return twice.map((field) => {
    const heading = mapping.columns[field] ?? field;
    return { field: heading, code: 'heading-repeated', message: `The column ${heading} comes twice.` };
  });
}

function notThisLayout(
  headings: readonly string[],
  mapping: FeedMapping,
  byHeading: ReadonlyMap<string | undefined, FeedField>,
): FileRefused {
  const line = headings.join(mapping.delimiter);
  const others = OTHER_DELIMITERS.filter((delimiter) => delimiter !== mapping.delimiter);
  const real = others.find(
    (delimiter) => line.split(delimiter).filter((heading) => byHeading.has(heading.trim())).length > 1,
  );
  if (real) {
    return new FileRefused(
      'layout-not-known',
      `The columns are separated by ${named(real)}; the feed ${mapping.feed} expects ${named(mapping.delimiter)}.`,
      [
        {
          field: 'file',
          code: 'delimiter-wrong',
          message: `Expected ${named(mapping.delimiter)}, found ${named(real)}.`,
        },
      ],
    );
  }
  return new FileRefused(
    'layout-not-known',
    `The first line has ${headings.length} columns, and none is a heading of the feed ${mapping.feed}.`,
    missing(mapping, []),
  );
}

function named(delimiter: string): string {
  return (
    { ',': 'a comma', ';': 'a semicolon', '\t': 'a tab', '|': 'a bar' }[delimiter] ?? 'another character'
  );
}
