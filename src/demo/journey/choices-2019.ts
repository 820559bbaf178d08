export type OutcomeCode = 'M1_HEALTH' | 'M2_COPE' | 'M3_SAFETY' | 'M4_INFORMED';

/** What the people of a period choose, in numbers. */
export interface Choices {
  /** Directly referred people, every one of whom is reached. */
  direct: number;
  /** People called because of an Athena referral, who are reached. */
  proactive: number;
  /** Of the reached, who want support. */
  wantSupport: number;
  /** Of the supported, who need a specialist plan. */
  needPlan: number;
  /** How many agencies people with a plan are referred to: agencies and people. */
  agencies: readonly (readonly [agencies: number, people: number])[];
  /** Of the supported, who are still supported at the end; taken from the latest. */
  ongoing: number;
  amongTheLatest: number;
  /** Of those whose support ended, for whom each improved. */
  improved: Record<OutcomeCode, number>;
  /** What coordinators decide of enhanced rights with somebody who is supported, in proportion; null: nothing. */
  rights: readonly (readonly ['yes' | 'no' | null, number])[];
}

/**
 * What the invented people of 2019 choose, in numbers: how many want support, need more than an assessment, are still
 * supported at the end, and what improves for whom. They are set so that an honest count comes to the published
 * figures (VAL report to the West Mercia Police and Crime Panel, 10 September 2019, paras 14 to 19); the report counts
 * what was written down and never reads them. That every directly referred person is another person and is reached is
 * an assumption: the published 1,134 equals 959 + 159 + 16.
 */
export const CHOICES_2019: Choices = {
  direct: 1134,
  proactive: 957,
  wantSupport: 1838,
  needPlan: 630,
  agencies: [
    [0, 10],
    [1, 606],
    [2, 14],
  ],
  ongoing: 173,
  amongTheLatest: 420,
  improved: { M1_HEALTH: 154, M2_COPE: 254, M3_SAFETY: 242, M4_INFORMED: 1530 },
  rights: [
    ['yes', 6],
    ['no', 16],
    [null, 78],
  ],
};

/** How often calls go unanswered before somebody is reached, and how often nobody ever is: ours. */
export const CALLS = {
  unansweredFirst: [
    [0, 0.68],
    [1, 0.22],
    [2, 0.1],
  ],
  neverReachedForEachReached: 0.12,
  daysBetweenCalls: 2,
} as const;

/** How long support takes, in days from the needs assessment: ours. */
export const SUPPORT_DAYS = {
  withoutPlan: [4, 21],
  withPlan: [14, 56],
  betweenCheckIns: 14,
} as const;
