import { describe, expect, it } from '@jest/globals';
import { unreachableStates } from '../../src/platform/state-table.js';
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
