import type { Random } from '../scenario/random.js';

const CATEGORIES = [
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
] as const;

/** What an invented person says in a needs assessment. */
export function needsAnswers(random: Random): Record<string, unknown> {
  const named = random.shuffled(CATEGORIES).slice(0, random.between(2, 5));
  const needs = named.map((category, index) => [
    category,
    {
      isIdentified: index < 2 || random.chance(0.4),
      entryScore: random.chance(0.9) ? random.between(1, 8) : null,
    },
  ]);
  return {
    needs: Object.fromEntries(needs) as Record<string, unknown>,
    restorativeJustice: random.weighted([
      ['offered-declined', 6],
      ['not-suitable', 3],
      ['offered-accepted', 1],
    ]),
    accessNeeds: ['none'],
  };
}

/** What somebody says whose needs are specialist; each group's own form is answered by hand in the tests. */
export function specialistAnswers(random: Random, cohorts: readonly string[]): Record<string, unknown> {
  return {
    cohort: cohorts[0] ?? 'theft',
    specialistNeeds: random.shuffled(CATEGORIES).slice(0, random.between(1, 3)),
    riskTool: 'none',
    isInDanger: 'no',
  };
}
