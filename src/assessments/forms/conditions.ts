import type { Answers, Condition, Facts } from './form-definition.js';

/** What conditions are asked of. */
export interface Known {
  answers: Answers;
  facts: Facts;
}

/** The first condition of a list that does not hold; null where all do. */
export function firstUnmet(conditions: readonly Condition[] | undefined, known: Known): Condition | null {
  return conditions?.find((condition) => !holds(condition, known)) ?? null;
}

export function allHold(conditions: readonly Condition[] | undefined, known: Known): boolean {
  return firstUnmet(conditions, known) === null;
}

/** Whether everything that the condition says holds. What nobody answered fulfils nothing but `notIn` and `lacksAnyOf`. */
export function holds(condition: Condition, known: Known): boolean {
  if (condition.anyOf) return condition.anyOf.some((one) => holds(one, known));
  const value = valueOf(condition, known);
  return (
    holdsOfChoice(condition, chosen(value)) && holdsOfDay(condition, value) && holdsOfNumber(condition, value)
  );

  function holdsOfChoice({ in: wanted, notIn, isAnswered, lacksAnyOf }: Condition, codes: string[]): boolean {
    if (isAnswered !== undefined && isAnswered !== isGiven(value)) return false;
    if (wanted && !codes.some((code) => wanted.includes(code))) return false;
    if (notIn?.some((code) => codes.includes(code))) return false;
    return !lacksAnyOf || lacksAnyOf.some((code) => !codes.includes(code));
  }
}

/** What was chosen, of whatever kind the question is. */
export function chosen(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const code = typeof item === 'object' && item !== null ? (item as { code?: unknown }).code : item;
    return typeof code === 'string' ? [code] : [];
  });
}

/** The answer to a question; undefined where there is none. */
export function answerTo(answers: Answers, question: string): unknown {
  return Object.hasOwn(answers, question) ? answers[question] : undefined;
}

function valueOf({ question, fact }: Condition, { answers, facts }: Known): unknown {
  if (fact !== undefined) return facts[fact];
  return question === undefined ? undefined : answerTo(answers, question);
}

/** A null is "asked, and not known": nothing can be counted from it. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function holdsOfDay({ from, before }: Condition, value: unknown): boolean {
  if (from === undefined && before === undefined) return true;
  if (typeof value !== 'string') return false;
  const day = value.slice(0, 10);
  return (from === undefined || day >= from) && (before === undefined || day < before);
}

function holdsOfNumber({ atLeast, below }: Condition, value: unknown): boolean {
  if (atLeast === undefined && below === undefined) return true;
  if (typeof value !== 'number') return false;
  return (atLeast === undefined || value >= atLeast) && (below === undefined || value < below);
}
