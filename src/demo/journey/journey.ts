import type { SettableClock } from '../../platform/clock.js';
import type { Day } from '../../platform/working-days/calendar-days.js';
import { dayNumber, londonInstant } from '../scenario/calendar.js';
import { shareOut } from '../scenario/quotas.js';
import type { Seed } from '../scenario/random.js';
import type { ServiceClient } from '../service-client.js';
import type { Choices } from './choices-2019.js';
import { Coordinators } from './coordinators.js';
import { type Act, Diary } from './diary.js';
import { PeopleChoices } from './people-choices.js';
import { ProactiveList } from './proactive-list.js';
import { Supporting } from './supporting.js';
import { WorkedCase } from './worked-case.js';

/** Coordinators do their work of the day when its last referral has come. */
const WORK_BEGINS = 18 * 60 + 10;
const AT_ONCE = 8;
const MILLISECONDS_AN_ACT = 15_000;

/** The period whose people are called and supported. */
export interface JourneyPeriod {
  seed: Seed;
  from: Day;
  days: number;
  choices: Choices;
  /** Police ids and crime references by which direct referrals of the period name people. */
  referredDirectly: ReadonlySet<string>;
}

/** What coordinators do, day after day: calls, assessments, plans, referrals to agencies, closures. */
export class Journey {
  private readonly diary: Diary;
  private readonly choices: PeopleChoices;
  private readonly coordinators: Coordinators;
  private readonly list: ProactiveList;
  private readonly proactive: number[];
  private readonly firstDay: number;

  constructor(
    private readonly client: ServiceClient,
    private readonly clock: SettableClock,
    { seed, from, days, choices, referredDirectly }: JourneyPeriod,
  ) {
    this.firstDay = dayNumber(from);
    this.diary = new Diary(days - 1);
    this.choices = new PeopleChoices(seed, choices);
    const supporting = new Supporting(this.diary, from);
    this.coordinators = new Coordinators(this.choices, this.diary, supporting);
    this.list = new ProactiveList(client, referredDirectly);
    // On the first day nobody has been taken in who could be called without a referral.
    this.proactive = shareOut(choices.proactive, [0, ...Array<number>(days - 1).fill(1)]);
  }

  /** One day. @param referrals ids of the referrals that were made directly that day */
  async live(day: number, referrals: readonly string[]): Promise<void> {
    this.clock.set(londonInstant(this.firstDay + day, WORK_BEGINS));
    const referred = await Promise.all(referrals.map((id) => this.caseOf(id)));
    for (const worked of referred) this.coordinators.planCalls(worked, day);
    await this.callProactively(day);
    for (let acts = this.diary.take(day); acts.length > 0; acts = this.diary.take(day)) await this.work(acts);
  }

  private async callProactively(day: number): Promise<void> {
    const wanted = this.proactive[day] ?? 0;
    const inVain = Array.from({ length: wanted }).filter(() => this.choices.somebodyIsNeverReached()).length;
    if (wanted === 0) return;
    const cases = await this.list.next(wanted + inVain);
    cases.forEach((worked, index) =>
      index < wanted
        ? this.coordinators.planCalls(worked, day)
        : this.coordinators.planCallsInVain(worked, day),
    );
  }

  private async caseOf(referralId: string): Promise<WorkedCase> {
    const path = `/referrals/${referralId}`;
    const asked = await this.client.get<{ details: { caseId: string } | null }>('team-leader', path);
    if (!asked.details) throw new Error('a direct referral is hidden from team leaders');
    return WorkedCase.open(this.client, asked.details.caseId);
  }

  /** The acts of different cases side by side, those of one case in their order. */
  private async work(cases: readonly Act[][]): Promise<void> {
    const waiting = [...cases];
    const coordinator = async (): Promise<void> => {
      for (let acts = waiting.shift(); acts; acts = waiting.shift()) {
        for (const act of acts) await this.do(act);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, coordinator));
  }

  private async do(act: Act): Promise<void> {
    this.clock.set(new Date(this.clock.now().getTime() + MILLISECONDS_AN_ACT));
    await act();
  }
}
