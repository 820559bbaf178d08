import { describe, expect, it } from '@jest/globals';
import { unreachableStates } from '../../src/platform/state-table.js';
import {
  CHECK_IN_RESULTS,
  fittingAnswers,
  isReached,
  SAFE_TO_TALK,
} from '../../src/support-plans/check-in-results.js';
import {
  ACTION_STATES,
  ACTION_TABLE,
  GOAL_STATES,
  GOAL_TABLE,
  PLAN_STATES,
  PLAN_TABLE,
} from '../../src/support-plans/plan-states.js';

describe('The states of a plan, its goals and its actions', () => {
  it('can all be reached', () => {
    expect(unreachableStates(PLAN_TABLE, 'active')).toEqual([]);
    expect(unreachableStates(GOAL_TABLE, 'open')).toEqual([]);
    expect(unreachableStates(ACTION_TABLE, 'open')).toEqual([]);
  });

  it('are those that are stored', () => {
    expect(Object.keys(PLAN_TABLE).sort()).toEqual([...PLAN_STATES].sort());
    expect(Object.keys(GOAL_TABLE).sort()).toEqual([...GOAL_STATES].sort());
    expect(Object.keys(ACTION_TABLE).sort()).toEqual([...ACTION_STATES].sort());
  });

  it('let an ended plan and an ended action be', () => {
    expect([PLAN_TABLE.ended, ACTION_TABLE.done, ACTION_TABLE.dropped]).toEqual([[], [], []]);
  });
});

describe('A check-in', () => {
  it.each(CHECK_IN_RESULTS)('with the result %s has an answer to whether it was safe to speak', (result) => {
    expect(fittingAnswers(result).length).toBeGreaterThan(0);
    expect(fittingAnswers(result).filter((answer) => !SAFE_TO_TALK.includes(answer))).toEqual([]);
  });

  it('spoke to the person only where that was safe', () => {
    expect(CHECK_IN_RESULTS.filter(isReached).flatMap(fittingAnswers)).toEqual(['yes', 'yes']);
  });
});
