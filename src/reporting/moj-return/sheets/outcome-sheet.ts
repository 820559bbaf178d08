import type { OutcomeFramework } from '../../../outcomes/outcome-frameworks.js';
import { CASELOAD } from '../../measures/sources/casework.js';
import { COUNTED_OUTCOMES } from '../../measures/sources/outcomes.js';
import type { Cell, SheetRow, Table } from '../definition/sheet-columns.js';
import type { Computing } from './computing.js';
import { LEVELS } from './support-sheets.js';

const REPORTED_BY = ['victim', 'staff'] as const;
const COUNTS = [
  ...['entry_done', 'exit_done', 'paired', 'improved', 'maintained', 'declined', 'ceiling'],
  'not_assessable',
] as const;
const NONE = Object.fromEntries(COUNTS.map((name) => [name, 0])) as OutcomeCounts;

/** Outcomes by framework, level and whose words they are: never added across frameworks. */
export async function outcomesSheet(
  computing: Computing,
  frameworks: readonly OutcomeFramework[],
): Promise<Table> {
  const [twice] = await computing.tx.query<{ n: number }>(TWICE, computing.bound([]));
  computing.facts.outcomesTwice = twice!.n;
  const found = await computing.tx.query<FoundOutcome>(OUTCOMES, computing.bound([]));
  const closed = await computing.tx.query<{ has_plan: boolean; closed: number }>(
    CLOSED,
    computing.bound([CASELOAD]),
  );
  reportUnlisted(computing, frameworks, found);
  const least = computing.definition.setting('percentageBaseLeast');
  const rows = frameworks.flatMap(({ framework, outcomes }) =>
    outcomes.flatMap(({ code }) =>
      LEVELS.flatMap((service_level) =>
        REPORTED_BY.map((reported_by): SheetRow<'Outcomes'> => {
          const hasPlan = service_level === 'specialist-plan';
          const counts = found.find(
            (one) =>
              one.framework === framework &&
              one.outcome === code &&
              one.has_plan === hasPlan &&
              one.reported_by === reported_by,
          );
          return {
            ...{ framework, outcome_code: code, service_level, reported_by },
            ...countsOf(counts ?? NONE),
            closed: closed.find(({ has_plan }) => has_plan === hasPlan)?.closed ?? 0,
            pct_improved: percentage(counts?.improved ?? 0, counts?.paired ?? 0, least),
          };
        }),
      ),
    ),
  );
  return computing.definition.table('Outcomes', rows);
}

/** One decimal; a marker where the base is below the least. */
export function percentage(improved: number, paired: number, least: number): Cell {
  if (paired === 0) return '[z]';
  return paired < least ? '[low]' : Math.round((1000 * improved) / paired) / 10;
}

type OutcomeCounts = Record<(typeof COUNTS)[number], number>;

interface FoundOutcome extends OutcomeCounts {
  framework: string;
  outcome: string;
  has_plan: boolean;
  reported_by: string;
}

function countsOf(counts: OutcomeCounts): OutcomeCounts {
  return Object.fromEntries(COUNTS.map((name) => [name, counts[name]])) as OutcomeCounts;
}

function reportUnlisted(
  computing: Computing,
  frameworks: readonly OutcomeFramework[],
  found: readonly FoundOutcome[],
): void {
  for (const { framework, outcome, exit_done } of found) {
    const known = frameworks.find((one) => one.framework === framework);
    if (!known) computing.unlisted('frameworks', framework, exit_done);
    else if (!known.outcomes.some(({ code }) => code === outcome))
      computing.unlisted('outcomes', outcome, exit_done);
  }
}

const OUTCOMES = `
  SELECT framework, outcome, has_plan, reported_by, count(*)::int AS exit_done,
         count(*) FILTER (WHERE entry_score IS NOT NULL OR result <> 'not-assessable')::int AS entry_done,
         count(*) FILTER (WHERE result <> 'not-assessable')::int AS paired,
         count(*) FILTER (WHERE result = 'improved')::int AS improved,
         count(*) FILTER (WHERE result = 'maintained')::int AS maintained,
         count(*) FILTER (WHERE result = 'declined')::int AS declined,
         count(*) FILTER (WHERE result = 'maintained' AND is_ceiling)::int AS ceiling,
         count(*) FILTER (WHERE result = 'not-assessable')::int AS not_assessable
    FROM (SELECT o.*, EXISTS (SELECT FROM support_plan p WHERE p.case_id = o.case_id AND p.created_at < $2) AS has_plan
            FROM (${COUNTED_OUTCOMES.rows}) o) counted
   GROUP BY framework, outcome, has_plan, reported_by`;

const TWICE = `
  SELECT (count(*) - count(DISTINCT (case_id, framework, outcome)))::int AS n FROM (${COUNTED_OUTCOMES.rows}) o`;

const CLOSED = `
  SELECT has_plan, count(*)::int AS closed FROM (${CASELOAD.rows}) c WHERE closed_at < $2 GROUP BY has_plan`;
