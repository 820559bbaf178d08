import type { StateTable } from '../platform/state-table.js';

export const PLAN_STATES = ['active', 'ended'] as const;
export type PlanState = (typeof PLAN_STATES)[number];

/** Only an exit strategy ends a plan; a new one is another plan. */
export const PLAN_TABLE: StateTable<PlanState> = { active: ['ended'], ended: [] };

export const GOAL_STATES = ['open', 'met', 'partly-met', 'not-met', 'given-up'] as const;
export type GoalState = (typeof GOAL_STATES)[number];

/** A goal that was called finished too early can be taken up again while the plan is active. */
export const GOAL_TABLE: StateTable<GoalState> = {
  open: ['met', 'partly-met', 'not-met', 'given-up'],
  'partly-met': ['open', 'met', 'not-met', 'given-up'],
  met: ['open'],
  'not-met': ['open'],
  'given-up': ['open'],
};

export const ACTION_STATES = ['open', 'done', 'dropped'] as const;
export type ActionState = (typeof ACTION_STATES)[number];

export const ACTION_TABLE: StateTable<ActionState> = { open: ['done', 'dropped'], done: [], dropped: [] };
