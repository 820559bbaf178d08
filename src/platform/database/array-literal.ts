const NEEDS_ESCAPE = /["\\]/g;

/**
 * A PostgreSQL array literal of texts. Every text is quoted, so that a blank, the word NULL, braces, commas and spaces
 * stay what they are; null is the only thing that is not. pg would make the same of an array, with two regular
 * expressions for every element.
 */
export function arrayLiteral(items: readonly (string | null)[]): string {
  let literal = '{';
  for (const item of items) {
    if (literal.length > 1) literal += ',';
    literal += item === null ? 'NULL' : quoted(item);
  }
  return `${literal}}`;
}

function quoted(item: string): string {
  const isPlain = !item.includes('"') && !item.includes('\\');
  return `"${isPlain ? item : item.replace(NEEDS_ESCAPE, '\\$&')}"`;
}
