import type { SafetyFacts } from '../../src/victims/contact-safety/safety-facts.js';

/** The path of every single fact: numbers are positions in a list. */
export function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]));
}

/** The same facts with one of them missing, as a faulty load would leave it. */
export function withoutFactAt(facts: SafetyFacts, path: readonly string[]): SafetyFacts {
  const copy = structuredClone(facts);
  const last = path.at(-1) ?? '';
  let holder = copy as unknown as Record<string, unknown>;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
  holder[last] = null;
  return copy;
}
