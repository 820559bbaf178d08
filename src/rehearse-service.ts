import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { ENTITIES } from './app-entities.js';
import { createApplication } from './create-application.js';
import { DevelopmentIssuer } from './platform/access/development-issuer.js';
import { SettableClock } from './platform/clock.js';
import { prepareRuntime } from './platform/runtime.js';
import { Settings } from './platform/settings.js';
import { embeddedDatabaseOf } from './start-options.js';
import { publishReferenceData } from './publish-reference-data.js';
import type { PanelFigures } from './reporting/panel/panel-figures.js';
import { panelPage } from './reporting/panel/panel-page.js';
import { CaseCalendar } from './demo/criminal-case/case-calendar.js';
import { demoSettings } from './demo/demo-settings.js';
import { emptyDatabase, lookAtTables } from './demo/demo-database.js';
import { codeText } from './demo/figures/code-text.js';
import { goldenDifferences, writeGolden } from './demo/figures/golden-files.js';
import { type PeriodFigures, periodFigures } from './demo/figures/period-figures.js';
import { CHOICES_2019 } from './demo/journey/choices-2019.js';
import { PUBLISHED_2019 } from './demo/published-2019.js';
import { quarterReturnText } from './demo/quarter-return.js';
import { Replay } from './demo/replay.js';
import { beginReplay, endReplay } from './demo/replayed-mark.js';
import { differences, reportText } from './demo/report-text.js';
import { namesInDirectReferrals, Scenario, type ScenarioDay } from './demo/scenario/scenario.js';
import { ServiceClient } from './demo/service-client.js';

const SEED = 2019;
const { from, to } = PUBLISHED_2019;
/** How many referrals come by each way is the scenario's to decide; the report counts what arrived. */
const SCENARIO = { seed: SEED, from, to, athena: 25_561, internal: 959, self: 159, other: 16 };

/** Names of the files in `test/golden` with what the whole period comes to. */
const GOLDEN = '2019';
const OPTIONS = ['--json', '--json=code', '--write-golden'];

interface Outcome {
  report: PanelFigures;
  figures: PeriodFigures;
  stages: string;
}

/**
 * Rebuilds the demonstration's database, lives through the period, and prints what the service says of it. Answers
 * whether the Panel report is as published, and everything else as expected.
 * @throws Error naming an option that there is not
 */
export async function rehearse(options: string[]): Promise<boolean> {
  const unknown = options.find((option) => !OPTIONS.includes(option));
  if (unknown) throw new Error(`There is no option ${unknown}; there are ${OPTIONS.join(', ')}`);
  const settings = demoSettings(new Settings()).with({ LOG_LEVEL: 'error' });
  const outcome = await liveThroughPeriod(settings);
  const { report, figures } = outcome;
  if (options.includes('--write-golden')) await writeGolden(GOLDEN, figures);
  const pageFile = join(settings.dataDir, 'panel-report.html');
  await writeFile(pageFile, panelPage(report));
  if (options.includes('--json')) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else if (options.includes('--json=code'))
    process.stdout.write(`${JSON.stringify(figures.code, null, 2)}\n`);
  else console.info(`${textOf(outcome)}\nAs a page with charts: ${pageFile}`);
  const wrong = [
    ...differences(report),
    ...figures.quarter.disagreements,
    ...(await goldenDifferences(GOLDEN, figures)),
  ];
  wrong.forEach((line) => console.error(`DIFFERS  ${line}`));
  return wrong.length === 0;
}

async function liveThroughPeriod(settings: Settings): Promise<Outcome> {
  const started = performance.now();
  await beginReplay(settings);
  const server = await emptyDatabase(join(settings.dataDir, 'postgres'));
  // The anchor of a trail that is gone would call the new one tampered with.
  await rm(settings.auditAnchorFile, { force: true });
  const clock = new SettableClock(new Date(`${from}T05:00:00Z`));
  const runtime = await prepareRuntime(settings, {
    entities: ENTITIES,
    clock,
    embedded: embeddedDatabaseOf(settings),
  });
  const app = await createApplication(runtime);
  await publishReferenceData(app);
  await app.listen(0, '127.0.0.1');
  const address = await app.getUrl();
  const days = [...new Scenario(SCENARIO).days()];
  const referredDirectly = namesInDirectReferrals(days);
  const period = { seed: SEED, from, days: days.length, choices: CHOICES_2019, referredDirectly };
  const replay = new Replay(app, address, clock, period, new CaseCalendar(SEED, days));
  await liveThrough(replay, days, () => lookAtTables(server));
  const client = new ServiceClient(address, app.get(DevelopmentIssuer), clock);
  const report = await client.get<PanelFigures>('returns-officer', `/reports/panel?from=${from}&to=${to}`);
  const beforeFigures = performance.now();
  const figures = await periodFigures(app, client, clock, PUBLISHED_2019);
  await endReplay(settings);
  client.close();
  await app.close();
  await runtime.stop();
  const ended = performance.now();
  return { report, figures, stages: stagesText(replay, ended - beforeFigures, ended - started) };
}

function textOf({ stages, report, figures }: Outcome): string {
  const { code, quarter } = figures;
  return [stages, reportText(report), codeText(code), quarterReturnText(quarter)].join('\n\n');
}

/** @param lookAtTables called when they have about twice the rows that they had the last time */
async function liveThrough(
  replay: Replay,
  days: readonly ScenarioDay[],
  lookAtTables: () => Promise<void>,
): Promise<void> {
  const bar = new SingleBar({
    format: 'Replaying {day} |{bar}| {percentage} % | {value} of {total} days | {eta_formatted} to go',
    stream: process.stderr,
    hideCursor: true,
  });
  bar.start(days.length, 0, { day: from });
  for (const [index, day] of days.entries()) {
    await replay.live(day);
    if (Number.isInteger(Math.log2(index + 1))) await lookAtTables();
    bar.increment({ day: day.on });
  }
  bar.stop();
}

function stagesText({ seconds }: Replay, figures: number, whole: number): string {
  const line = (name: string, value: number) => `  ${name.padEnd(50)}${value.toFixed(1).padStart(10)} s`;
  return [
    'What each stage took',
    line('Daily extracts: upload to receipt', seconds.extracts),
    line('Direct referrals', seconds.directReferrals),
    line('Collision checks, decisions and messages still to do', seconds.contact),
    line('Calls, assessments, plans, agencies, closures', seconds.casework),
    line('Justice events, and what victims say', seconds.justiceEvents),
    line('Clocks still to count, the Victims’ Code and the quarter', figures / 1000),
    line('Everything', whole / 1000),
  ].join('\n');
}
