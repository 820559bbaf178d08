/** Areas of life that goals are about: the eight of the Ministry of Justice's framework, then the service's own. */
export const GOAL_CATEGORIES = [
  'mental-and-physical-health',
  'shelter-and-accommodation',
  'family-friends-and-children',
  'education-skills-and-employment',
  'drugs-and-alcohol',
  'finance-and-benefits',
  'outlook-and-attitudes',
  'social-interactions',
  'safety',
  'justice-and-rights',
  'immigration-status',
  'digital-safety',
] as const;
export type GoalCategory = (typeof GOAL_CATEGORIES)[number];

/** Who does an action. */
export const ACTION_OWNERS = ['coordinator', 'agency', 'victim'] as const;
export type ActionOwner = (typeof ACTION_OWNERS)[number];

/** Why an action was not done; `plan-ended` comes about with the exit strategy. */
export const DROP_REASONS = [
  'no-longer-needed',
  'person-declined',
  'not-possible',
  'done-elsewhere',
  'unsafe',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

export const RISK_LEVELS = ['not-assessed', 'standard', 'medium', 'high'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

/** Why support by a plan ends. */
export const EXIT_REASONS = [
  'goals-met',
  'needs-met-elsewhere',
  'person-wishes-to-end',
  'moved-away',
  'lost-contact',
  'transferred',
  'died',
] as const;
export type ExitReason = (typeof EXIT_REASONS)[number];

/** How much of what the person wanted was achieved; not known is an answer of its own. */
export const ACHIEVED = ['fully', 'mostly', 'partly', 'not-at-all', 'not-known'] as const;
export type Achieved = (typeof ACHIEVED)[number];
