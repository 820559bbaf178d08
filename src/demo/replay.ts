import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DevelopmentIssuer } from '../platform/access/development-issuer.js';
import type { SettableClock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { startOfDayLondon } from '../platform/working-days/london-days.js';
import type { CaseCalendar } from './criminal-case/case-calendar.js';
import { CriminalCases } from './criminal-case/criminal-cases.js';
import { untilIdle } from './idle.js';
import type { DirectReferral } from './scenario/direct-referral.js';
import type { ScenarioDay } from './scenario/scenario.js';
import { Journey, type JourneyPeriod } from './journey/journey.js';
import { ServiceClient } from './service-client.js';

/** Seconds that each stage of the replay took. */
export interface StageTimes {
  extracts: number;
  directReferrals: number;
  contact: number;
  casework: number;
  justiceEvents: number;
}

/** Lives through the days of a scenario with the service's clock set to each. */
export class Replay {
  readonly seconds: StageTimes = {
    extracts: 0,
    directReferrals: 0,
    contact: 0,
    casework: 0,
    justiceEvents: 0,
  };
  private readonly client: ServiceClient;
  private readonly journey: Journey;
  private day = 0;
  private readonly database: Database;
  private readonly criminalCases: CriminalCases;

  constructor(
    app: NestFastifyApplication,
    address: string,
    private readonly clock: SettableClock,
    private readonly period: JourneyPeriod,
    calendar: CaseCalendar,
  ) {
    this.client = new ServiceClient(address, app.get(DevelopmentIssuer), clock);
    this.journey = new Journey(this.client, clock, period);
    this.database = app.get(Database);
    this.criminalCases = new CriminalCases(this.client, this.database, clock, calendar);
  }

  /** One day: the extract in the morning, referrals as they are made, whatever contact follows, and the work on cases. */
  async live(day: ScenarioDay): Promise<void> {
    if (this.day === 0) await this.criminalCases.begin(this.period.from);
    this.clock.set(day.athenaFile.at);
    await this.timed('extracts', async () => {
      await this.client.upload(day.athenaFile.name, day.athenaFile.csv);
      await untilIdle(this.database, startOfDayLondon(day.on), ['files']);
    });
    await this.timed('contact', () => untilIdle(this.database, startOfDayLondon(day.on)));
    await this.timed('justiceEvents', async () => {
      await this.criminalCases.receiveFile(day.on);
      await untilIdle(this.database, startOfDayLondon(day.on), ['files']);
    });
    const referrals = await this.timed('directReferrals', () => this.referDirectly(day));
    await this.timed('contact', () => untilIdle(this.database, startOfDayLondon(day.on)));
    await this.timed('casework', () => this.journey.live(this.day, referrals));
    await this.timed('justiceEvents', () => this.criminalCases.hearVictims(day.on));
    this.day += 1;
  }

  /**
   * The ids of the day's direct referrals, in the order in which they were made: hour by hour, at the last instant of
   * those of an hour.
   */
  private async referDirectly({ on, directReferrals }: ScenarioDay): Promise<string[]> {
    const ids: string[] = [];
    for (const [last, made] of byHour(directReferrals)) {
      // A message that is just leaving would look hours late to a clock that jumps.
      await untilIdle(this.database, startOfDayLondon(on), ['messages']);
      this.clock.set(last);
      for (const { senderRole, body } of made)
        ids.push((await this.client.post<{ id: string }>(senderRole, '/referrals', body)).id);
    }
    return ids;
  }

  private async timed<T>(stage: keyof StageTimes, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    const result = await work();
    this.seconds[stage] += (performance.now() - started) / 1000;
    return result;
  }
}

function byHour(referrals: readonly DirectReferral[]): [last: Date, made: DirectReferral[]][] {
  const hours = new Map<number, DirectReferral[]>();
  for (const referral of referrals.toSorted((one, other) => one.at.getTime() - other.at.getTime())) {
    const hour = Math.floor(referral.at.getTime() / 3_600_000);
    hours.set(hour, [...(hours.get(hour) ?? []), referral]);
  }
  return [...hours.values()].map((made) => [made.at(-1)!.at, made]);
}
