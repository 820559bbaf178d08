import type { Fact } from './fact.js';
import { follows, mayCount, type Started } from './match-evidence.js';
import { inOrder } from './order.js';

/** For each act that names nothing, the one event that it answers. */
export type Answered = ReadonlyMap<Fact, Fact>;

type Waiting = Pick<Started, 'limit' | 'dutyHolder' | 'start'>;

/**
 * Pairs acts that name no event with what they answer, where a rule says `match: oldest`: each with the oldest event that
 * nobody had answered by then. An agency answers what it was asked itself.
 */
export function oldestUnanswered(started: readonly Waiting[], facts: readonly Fact[]): Answered {
  const answered = new Map<Fact, Fact>();
  for (const [kind, waiting] of waitingByKind(started)) {
    for (const one of waiting) {
      const found = facts
        .filter((fact) => fact.kind === kind && !answered.has(fact) && mayAnswer(fact, one))
        .sort(inOrder)[0];
      if (found && !wasNamedBefore(found, one, facts)) answered.set(found, one.start);
    }
  }
  return answered;
}

/** The oldest event first, each once. */
function waitingByKind(started: readonly Waiting[]): [string, Waiting[]][] {
  const pools = new Map<string, { kind: string; waiting: Waiting[] }>();
  for (const one of started) {
    for (const { kind, match } of one.limit.satisfiedBy) {
      if (match !== 'oldest') continue;
      const key = `${one.dutyHolder} ${kind}`;
      const pool = pools.get(key) ?? { kind, waiting: [] };
      pools.set(key, pool);
      if (!pool.waiting.some(({ start }) => start === one.start)) pool.waiting.push(one);
    }
  }
  return [...pools.values()].map(({ kind, waiting }) => [
    kind,
    waiting.sort((one, other) => inOrder(one.start, other.start)),
  ]);
}

function mayAnswer(fact: Fact, waiting: Waiting): boolean {
  const { limit, dutyHolder, start } = waiting;
  return (
    fact.answersEventId === null &&
    (fact.answersRule === null || fact.answersRule === limit.ruleId) &&
    mayCount(fact, waiting) &&
    (limit.dutyHolder !== 'SOURCE' || fact.source.toUpperCase() === dutyHolder) &&
    follows(fact, start)
  );
}

/** Somebody had answered it by name already. */
function wasNamedBefore(found: Fact, waiting: Waiting, facts: readonly Fact[]): boolean {
  const { limit, start } = waiting;
  return facts.some(
    (fact) =>
      fact.kind === found.kind &&
      fact.answersEventId !== null &&
      fact.answersEventId === start.eventId &&
      (fact.answersRule === null || fact.answersRule === limit.ruleId) &&
      mayCount(fact, waiting) &&
      follows(fact, { ...start, suspectKey: null }) &&
      inOrder(fact, found) < 0,
  );
}
