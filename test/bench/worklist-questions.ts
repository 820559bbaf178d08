import type { WorklistQuestion } from '../../src/cases/worklist-query.js';

/** Who asks: a coordinator, from whom restricted people are hidden. */
export const ASKER = 'dev-coordinator-1';

/** First pages of fifty as coordinators ask for them: filtered and sorted in all ways there are. */
export const FIRST_PAGES: readonly WorklistQuestion[] = [
  { state: 'open', sort: 'priority', limit: 50 },
  { state: 'open', sort: 'priority', limit: 50, team: 'central' },
  { state: 'open', sort: 'priority', limit: 50, allocatedTo: 'dev-coordinator-2' },
  { state: 'open', sort: 'due', limit: 50 },
  { state: 'open', sort: 'due', limit: 50, team: 'specialist' },
  { state: 'open', sort: 'opened', limit: 50, cohort: 'burglary' },
  { state: 'closed', sort: 'opened', limit: 50 },
];

/** The same question as an address of the API. */
export function pathOf(question: WorklistQuestion): string {
  const given = Object.entries(question).map(([name, value]): [string, string] => [name, String(value)]);
  return `/api/v1/cases?${new URLSearchParams(given).toString()}`;
}
