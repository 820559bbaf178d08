import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { goldenDifferences, writeGolden } from '../../src/demo/figures/golden-files.js';
import type { PeriodFigures } from '../../src/demo/figures/period-figures.js';
import { funnelOf } from '../../src/demo/quarter-return.js';
import { linesOf, type PanelFigures } from '../../src/reporting/panel/panel-figures.js';
import { forbiddenStates } from '../support/forbidden-states.js';
import { JourneyService } from '../support/journey-service.js';
import { liveThroughShortPeriod, SHORT, SHORT_CHOICES } from '../support/short-period.js';

let service: JourneyService;
let figures: PeriodFigures & { panel: PanelFigures };

beforeAll(async () => {
  service = await JourneyService.open(`${SHORT.from}T05:00:00Z`);
  figures = await liveThroughShortPeriod(service);
  // A deliberate change of what comes out is written down by whoever made it.
  if (process.env.WRITE_GOLDEN) await writeGolden('short', figures);
}, 300_000);
afterAll(() => service.close());

const cohorts = (status: string) =>
  figures.code.sections
    .find((section) => section.status === status)!
    .tables.find(({ dimension }) => dimension === 'cohort')!;

describe('Four weeks of the demonstration', () => {
  it('comes to the figures that are expected, of every duty, for the Board and in the return', async () => {
    expect(await goldenDifferences('short', figures)).toEqual([]);
  });

  it('counts in the Panel report what people did, and in the quarter’s return the same', () => {
    const lines = Object.fromEntries(linesOf(figures.panel).map(({ code, value }) => [code, value]));
    const { direct, proactive, wantSupport, needPlan, ongoing } = SHORT_CHOICES;
    expect(lines).toMatchObject({
      ...{ 'referrals.total': 880, phoned: direct + proactive, supported: wantSupport },
      ...{ 'supported.specialist-plan': needPlan, ongoing },
    });
    expect(figures.quarter.disagreements).toEqual([]);
    expect(funnelOf(figures.quarter.draft)['referrals.total']).toBeGreaterThan(600);
  });

  it('blocks the quarter over codes on no list, and submits it once somebody has explained them', async () => {
    const { draft, refusedAs, submitted } = figures.quarter;
    expect(draft.unmapped.length).toBeGreaterThan(0);
    expect(draft.unmapped.some(({ isExplained }) => isExplained)).toBe(false);
    expect(refusedAs).toBe('answered 409 integrity-failed rules.CODES: rule-failed');
    expect(submitted).toMatchObject({
      ...{ state: 'submitted', preparedBy: 'dev-returns-officer-1', approvedBy: 'dev-returns-officer-2' },
      ...{ workbookSha256: expect.stringMatching(/^[0-9a-f]{64}$/), versionNo: 1 },
    });
    expect(submitted.unmapped).toEqual(
      draft.unmapped.map(({ list, code, count }) => ({ list, code, count, isExplained: true })),
    );
    expect(funnelOf(submitted)).toEqual(funnelOf(draft));
    const failed = submitted.rules.filter(
      ({ severity, result }) => severity === 'block' && result === 'failed',
    );
    expect(failed).toEqual([]);
  });

  it.each([
    ['msht', 'yes'],
    ['cse', 'yes'],
    ['fraud', 'not-assessed'],
    ['other', 'yes'],
    ['other', 'not-assessed'],
  ])('has duties towards victims of %s whose rights are %s', (cohort, status) => {
    const line = cohorts(status).lines.find(({ key }) => key === cohort);
    expect(line?.counts['fellDue']).toBeGreaterThan(0);
  });

  it('counts organisations, and whom nobody gave enhanced rights, by the standard service', () => {
    const line = cohorts('no').lines.find(({ key }) => key === 'other');
    expect(line?.counts['total']).toBeGreaterThan(0);
  });

  it('ends with duties in every state, and with every word of victims', () => {
    const all: Record<string, number> = {};
    for (const { total } of figures.code.sections)
      for (const [column, count] of Object.entries(total.counts)) all[column] = (all[column] ?? 0) + count;
    const parts = /^(quality\.|notTold.*Recorded$)/;
    const never = Object.keys(all).filter((column) => !parts.test(column) && all[column] === 0);
    expect(never).toEqual([]);
  });

  it('leaves out of the count what victims declined or chose otherwise, and what was unsafe', async () => {
    const rows = await service.rows<{ reason: string }>(
      `SELECT DISTINCT excluded_reason AS reason FROM entitlement_clock
        WHERE excluded_reason IS NOT NULL AND is_counted ORDER BY 1`,
    );
    expect(rows.map(({ reason }) => reason)).toEqual(['declined', 'tailored', 'unsafe-to-contact']);
  });

  it('gives each row of the agencies’ files its disposition, also where it is repeated, corrected or unknown', async () => {
    const rows = await service.rows<{ disposition: string }>(
      `SELECT DISTINCT r.disposition FROM intake_row r JOIN intake_file f ON f.id = r.file_id
        WHERE f.feed = 'justice-events' ORDER BY 1`,
    );
    expect(rows.map(({ disposition }) => disposition)).toEqual([
      ...['created', 'quarantined', 'rejected', 'unchanged', 'updated'],
    ]);
    const unread = await service.rows(`SELECT FROM intake_row WHERE disposition IS NULL`);
    expect(unread).toEqual([]);
  });

  it('leaves no case in a state that the rules forbid', async () => {
    expect(await forbiddenStates((sql, ...parameters) => service.rows(sql, ...parameters))).toEqual([]);
  });

  it('hides small counts from the Board', () => {
    expect(JSON.stringify(figures.board.sections)).toContain('[c]');
    expect(JSON.stringify(figures.code.sections)).not.toContain('[c]');
  });
});
