import { AGENCY_REFERRALS, CASELOAD, NEEDS_ASSESSMENTS } from '../../measures/sources/casework.js';
import { FEEDBACK } from '../../measures/sources/contacts.js';
import { REPEATEDLY_REFERRED, SUPPORTED } from '../../measures/sources/people.js';
import type { SheetRow, Table } from '../definition/sheet-columns.js';
import type { Computing } from './computing.js';

/** Needs found in the assessments of the period, and what became of them. */
export async function needsSheet(computing: Computing): Promise<Table> {
  const { reported, ownNotReported } = computing.definition.needs;
  const found = await computing.tx.query<{
    need: string;
    identified: number;
    addressed: number;
    unmet: number;
  }>(NEEDS, computing.bound([]));
  for (const { need, identified } of found)
    if (![...reported, ...ownNotReported].includes(need)) computing.unlisted('needs', need, identified);
  return computing.definition.table(
    'Needs',
    reported.map((need_code) => {
      const row = found.find(({ need }) => need === need_code);
      const { identified, addressed, unmet } = row ?? { identified: 0, addressed: 0, unmet: 0 };
      return { need_code, identified, addressed, unmet, reason_unmet: '[x]' };
    }),
  );
}

export const LEVELS = ['needs-assessment', 'specialist-plan'] as const;

/** How the caseload came about, by the level at the end of the period. */
export async function caseloadSheet(computing: Computing): Promise<Table> {
  const found = await computing.tx.query<CaseloadCounts & { has_plan: boolean }>(
    CASELOAD_COUNTS,
    computing.bound([CASELOAD]),
  );
  const none = { opening: 0, new: 0, reopened: 0, closed: 0, transferred_out: 0, closing: 0 };
  return computing.definition.table(
    'Caseload',
    LEVELS.map((service_level) => {
      const row = found.find(({ has_plan }) => has_plan === (service_level === 'specialist-plan'));
      const { has_plan: _, ...counts } = row ?? { has_plan: false, ...none };
      return { service_level, ...counts };
    }),
  );
}

/** Cases closed, by reason. */
export async function closuresSheet(computing: Computing, reasons: readonly string[]): Promise<Table> {
  const found = await computing.tx.query<{ reason: string; episodes: number; with_exit: number }>(
    CLOSURES,
    computing.bound([]),
  );
  for (const { reason, episodes } of found)
    if (!reasons.includes(reason)) computing.unlisted('closure-reasons', reason, episodes);
  const rows = reasons.map((reason): SheetRow<'Closures'> => {
    const row = found.find((one) => one.reason === reason);
    return { reason, episodes: row?.episodes ?? 0, with_exit_assessment: row?.with_exit ?? 0 };
  });
  return computing.definition.table('Closures', rows);
}

/** Referrals to agencies, by agency. */
export async function onwardReferralsSheet(
  computing: Computing,
  agencies: readonly string[],
): Promise<Table> {
  const found = await computing.tx.query<SheetRow<'OnwardReferrals'>>(ONWARD, computing.bound([]));
  const listed = found.map((row) => {
    const agency = String(row.agency);
    if (agencies.includes(agency)) return row;
    return { ...row, agency: computing.unlisted('agencies', agency, Number(row.referrals)) };
  });
  return computing.definition.table('OnwardReferrals', listed);
}

/** Repeat victims by each definition of the word. */
export async function repeatSheet(computing: Computing): Promise<Table> {
  const [found] = await computing.tx.query<Record<'repeat' | 'flagged' | 'both' | 'bothFlagged', number>>(
    REPEAT,
    computing.bound([REPEATEDLY_REFERRED]),
  );
  const { incidentsLeast, withinMonths } = computing.catalogue.settings.repeat;
  return computing.definition.table('Repeat', [
    {
      repeat_definition: `${incidentsLeast}-incidents-in-${withinMonths}-months`,
      ...{ persons_repeat: found!.repeat, persons_supported: found!.both },
    },
    {
      ...{ repeat_definition: 'flag-of-the-police', persons_repeat: found!.flagged },
      persons_supported: found!.bothFlagged,
    },
  ]);
}

/** The service asks no question with a score: what people said in words is counted. */
export async function feedbackSheet(computing: Computing): Promise<Table> {
  const [given] = await computing.tx.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM (${FEEDBACK.rows}) given`,
    computing.bound([]),
  );
  return computing.definition.table('Feedback', [
    { question_code: 'in-own-words', asked: '[x]', answered: given!.n, satisfied: '[x]' },
  ]);
}

type CaseloadCounts = Record<
  'opening' | 'new' | 'reopened' | 'closed' | 'transferred_out' | 'closing',
  number
>;

const CASELOAD_COUNTS = `
  SELECT has_plan,
         count(*) FILTER (WHERE ${CASELOAD.measures['caseload.opening']!})::int AS opening,
         count(*) FILTER (WHERE ${CASELOAD.measures['caseload.new']!})::int AS new,
         count(*) FILTER (WHERE ${CASELOAD.measures['caseload.reopened']!})::int AS reopened,
         count(*) FILTER (WHERE ${CASELOAD.measures['caseload.closed']!})::int AS closed,
         count(*) FILTER (WHERE ${CASELOAD.measures['caseload.transferred-out']!})::int AS transferred_out,
         count(*) FILTER (WHERE ${CASELOAD.measures['caseload.closing']!})::int AS closing
    FROM (${CASELOAD.rows}) caseload GROUP BY has_plan`;

const NEEDS = `
  SELECT n.category AS need, count(*)::int AS identified, count(*) FILTER (WHERE met)::int AS addressed,
         count(*) FILTER (WHERE unmet AND NOT met)::int AS unmet
    FROM (SELECT DISTINCT ON (case_id) id, case_id FROM (${NEEDS_ASSESSMENTS.rows}) a
           ORDER BY case_id, completed_at DESC, id DESC) latest
    JOIN assessed_need n ON n.assessment_id = latest.id AND n.is_identified
    LEFT JOIN LATERAL (
      SELECT coalesce(bool_or(g.state IN ('met', 'partly-met')), false) AS met,
             coalesce(bool_or(g.state IN ('not-met', 'given-up')), false) AS unmet
        FROM support_plan p JOIN plan_goal g ON g.plan_id = p.id
       WHERE p.case_id = latest.case_id AND g.category = n.category) goals ON true
   GROUP BY n.category`;

const CLOSURES = `
  SELECT x.reason, count(*)::int AS episodes,
         count(*) FILTER (WHERE EXISTS (
           SELECT FROM outcome_assessment o WHERE o.case_id = x.case_id AND o.moment = 'exit'
              AND NOT EXISTS (SELECT FROM outcome_assessment l WHERE l.supersedes = o.id)))::int AS with_exit
    FROM case_closure x WHERE x.closed_at >= $1 AND x.closed_at < $2 GROUP BY x.reason`;

const ONWARD = `
  SELECT agency_code AS agency, count(*)::int AS referrals, count(*) FILTER (WHERE answer = 'accepted')::int AS accepted,
         count(*) FILTER (WHERE answer = 'declined')::int AS declined,
         count(*) FILTER (WHERE answer = 'pending')::int AS pending, count(DISTINCT person_id)::int AS persons
    FROM (${AGENCY_REFERRALS.rows}) a GROUP BY agency_code ORDER BY agency_code`;

const REPEAT = `
  SELECT count(*) FILTER (WHERE r.is_repeat)::int AS repeat, count(*) FILTER (WHERE r.has_flag)::int AS flagged,
         count(s.id) FILTER (WHERE r.is_repeat)::int AS both, count(s.id) FILTER (WHERE r.has_flag)::int AS "bothFlagged"
    FROM (${REPEATEDLY_REFERRED.rows}) r LEFT JOIN (${SUPPORTED.rows}) s ON s.id = r.id`;
