import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { ENTITIES } from './app-entities.js';
import { createApplication } from './create-application.js';
import { DevelopmentIssuer } from './platform/access/development-issuer.js';
import { Clock, SettableClock } from './platform/clock.js';
import { prepareRuntime } from './platform/runtime.js';
import { Settings } from './platform/settings.js';
import { embeddedDatabaseOf } from './start-options.js';
import { publishReferenceData } from './publish-reference-data.js';
import type { PanelFigures } from './reporting/panel/panel-figures.js';
import { panelPage } from './reporting/panel/panel-page.js';
import { demoSettings } from './demo/demo-settings.js';
import { emptyDatabase } from './demo/empty-database.js';
import { PUBLISHED_2019 } from './demo/published-2019.js';
import { Replay } from './demo/replay.js';
import { beginReplay, endReplay } from './demo/replayed-mark.js';
import { differences, reportText } from './demo/report-text.js';
import { namesInDirectReferrals, Scenario, type ScenarioDay } from './demo/scenario/scenario.js';
import { ServiceClient } from './demo/service-client.js';

const SEED = 2019;
const { from, to } = PUBLISHED_2019;
/** How many referrals come by each way is the scenario's to decide; the report counts what arrived. */
const SCENARIO = { seed: SEED, from, to, athena: 25_561, internal: 959, self: 159, other: 16 };

/** Rebuilds the demonstration's database, lives through the period, and prints the report. Answers whether it is as published. */
export async function rehearse(options: string[]): Promise<boolean> {
  const asJson = options.includes('--json');
  const started = performance.now();
  const base = new Settings();
  const settings = demoSettings(base).with({ LOG_LEVEL: 'error' });
  await beginReplay(settings);
  await emptyDatabase(join(settings.dataDir, 'postgres'));
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
  const replay = new Replay(app, address, clock, { seed: SEED, from, days: days.length, referredDirectly });
  await liveThrough(replay, days);
  await endReplay(settings);
  const client = new ServiceClient(address, app.get(DevelopmentIssuer), app.get(Clock));
  const report = await client.get<PanelFigures>('returns-officer', `/reports/panel?from=${from}&to=${to}`);
  await app.close();
  await runtime.stop();
  const pageFile = join(settings.dataDir, 'panel-report.html');
  await writeFile(pageFile, panelPage(report));
  const wrong = differences(report);
  if (asJson) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else {
    console.info(`${stagesText(replay, performance.now() - started)}\n${reportText(report)}\n`);
    console.info(`As a page with charts: ${pageFile}`);
  }
  wrong.forEach((line) => console.error(`DIFFERS  ${line}`));
  return wrong.length === 0;
}

async function liveThrough(replay: Replay, days: readonly ScenarioDay[]): Promise<void> {
  const bar = new SingleBar({
    format: 'Replaying {day} |{bar}| {percentage} % | {value} of {total} days | {eta_formatted} to go',
    stream: process.stderr,
    hideCursor: true,
  });
  bar.start(days.length, 0, { day: from });
  for (const day of days) {
    await replay.live(day);
    bar.increment({ day: day.on });
  }
  bar.stop();
}

function stagesText({ seconds }: Replay, milliseconds: number): string {
  const line = (name: string, value: number) => `  ${name.padEnd(50)}${value.toFixed(1).padStart(10)} s`;
  return [
    'What each stage took',
    line('Daily extracts: upload to receipt', seconds.extracts),
    line('Direct referrals', seconds.directReferrals),
    line('Collision checks, decisions and messages still to do', seconds.contact),
    line('Calls, assessments, plans, agencies, closures', seconds.casework),
    line('Everything', milliseconds / 1000),
    '',
  ].join('\n');
}
