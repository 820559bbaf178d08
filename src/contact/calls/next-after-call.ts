import type { ResultRule } from '../../cases/calls/call-results.js';
import type { TaskKind } from '../../cases/case-opening.js';

/** What is to be done after a first contact. @param isLast the attempts are used up */
export function nextAfter(rule: ResultRule, wantsSupport: boolean | null, isLast: boolean): TaskKind {
  const { isReached, next } = rule;
  if (isReached) return wantsSupport === false ? 'decide-closure' : 'assess-needs';
  return isLast && next === 'call-person' ? 'decide-unreached' : next!;
}
