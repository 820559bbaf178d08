import { CaseCalendar } from '../../src/demo/criminal-case/case-calendar.js';
import { type PeriodFigures, periodFigures } from '../../src/demo/figures/period-figures.js';
import type { Choices } from '../../src/demo/journey/choices-2019.js';
import { Replay } from '../../src/demo/replay.js';
import { offenceOf, offenceWithCode } from '../../src/demo/scenario/offences.js';
import { Random } from '../../src/demo/scenario/random.js';
import { namesInDirectReferrals, type ScenarioDay } from '../../src/demo/scenario/scenario.js';
import { dailySchedule } from '../../src/demo/scenario/schedule.js';
import { ServicePeriod } from '../../src/demo/scenario/service-period.js';
import { ServiceClient } from '../../src/demo/service-client.js';
import { DevelopmentIssuer } from '../../src/platform/access/development-issuer.js';
import type { PanelFigures } from '../../src/reporting/panel/panel-figures.js';
import type { JourneyService } from './journey-service.js';

const SEED = 2019;
/** Of what becomes of the crimes: one by which so few of them come to every end. */
const CASES_SEED = 2037;

/** The last weeks of a quarter and the first days of the next: the demonstration in small. */
export const SHORT = { from: '2019-06-10', to: '2019-07-05' } as const;
const TOTALS = { athena: 850, internal: 24, self: 5, other: 1 };

/** What the people of the short period choose. */
export const SHORT_CHOICES: Choices = {
  direct: 30,
  proactive: 20,
  wantSupport: 44,
  needPlan: 15,
  agencies: [
    [0, 1],
    [1, 13],
    [2, 1],
  ],
  ongoing: 8,
  amongTheLatest: 20,
  improved: { M1_HEALTH: 4, M2_COPE: 6, M3_SAFETY: 6, M4_INFORMED: 30 },
  rights: [
    ['yes', 20],
    ['no', 70],
    [null, 10],
  ],
};

/** So small a period would have too few of these by chance. */
const WISHES = [
  ...several(7, { offence: offenceOf('modern-slavery'), victim: 'adult' as const }),
  ...several(7, { offence: offenceWithCode('SX03048'), victim: 'child' as const }),
  ...several(14, { offence: offenceOf('fraud'), victim: 'adult' as const }),
];

function several<T>(count: number, wish: T): T[] {
  return Array.from({ length: count }, () => wish);
}

/** Lives through the short period. Answers what the service says of it. */
export async function liveThroughShortPeriod(
  service: JourneyService,
): Promise<PeriodFigures & { panel: PanelFigures }> {
  const { app, address, clock } = service.driven;
  const schedule = dailySchedule(SHORT.from, SHORT.to, TOTALS, Random.stream(SEED, 'schedule'));
  const days = [...new ServicePeriod(SEED, schedule, WISHES).days()] as ScenarioDay[];
  const period = {
    ...{ seed: SEED, from: SHORT.from, days: days.length, choices: SHORT_CHOICES },
    referredDirectly: namesInDirectReferrals(days),
  };
  const replay = new Replay(app, address, clock, period, new CaseCalendar(CASES_SEED, days));
  for (const day of days) await replay.live(day);
  const client = new ServiceClient(address, app.get(DevelopmentIssuer), clock);
  // What the first extract brought was reported before its day.
  const figures = await periodFigures(app, client, clock, { from: '2019-06-01', to: SHORT.to });
  const path = `/reports/panel?from=${SHORT.from}&to=${SHORT.to}`;
  const panel = await client.get<PanelFigures>('returns-officer', path);
  client.close();
  return { ...figures, panel };
}
