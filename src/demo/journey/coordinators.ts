import { CALLS } from './choices-2019.js';
import type { Diary } from './diary.js';
import type { Choice, PeopleChoices } from './people-choices.js';
import type { Supporting } from './supporting.js';
import type { WorkedCase } from './worked-case.js';

const UNANSWERED = ['no-answer', 'engaged', 'voicemail-not-left'] as const;
const ATTEMPTS_MOST = 3;

/** Calls people over the days. */
export class Coordinators {
  constructor(
    private readonly choices: PeopleChoices,
    private readonly diary: Diary,
    private readonly supporting: Supporting,
  ) {}

  /** Plans the calls to somebody who will be reached. */
  planCalls(worked: WorkedCase, day: number): void {
    const room = Math.floor((this.diary.lastDay - day) / CALLS.daysBetweenCalls);
    const unanswered = Math.min(this.choices.unansweredCalls(), room);
    for (let call = 0; call < unanswered; call += 1) this.planUnanswered(worked, day, call);
    const reachedOn = day + unanswered * CALLS.daysBetweenCalls;
    const choice = this.choices.choose();
    this.diary.put(reachedOn, worked.id, () => this.reach(worked, reachedOn, choice));
  }

  /** Plans the three calls to somebody who is never reached. */
  planCallsInVain(worked: WorkedCase, day: number): void {
    if (day + CALLS.daysBetweenCalls * (ATTEMPTS_MOST - 1) > this.diary.lastDay) return;
    for (let call = 0; call < ATTEMPTS_MOST; call += 1) this.planUnanswered(worked, day, call);
  }

  private planUnanswered(worked: WorkedCase, day: number, call: number): void {
    const result = this.choices.random.pick(UNANSWERED);
    const attempt = { purpose: 'first-contact', safeToTalk: 'not-asked-no-answer', result };
    this.diary.put(day + call * CALLS.daysBetweenCalls, worked.id, async () => {
      await worked.call(attempt);
    });
  }

  private async reach(worked: WorkedCase, day: number, choice: Choice): Promise<void> {
    await worked.call({
      purpose: 'first-contact',
      safeToTalk: 'yes',
      result: 'answered-victim',
      wantsSupport: choice.wantsSupport,
    });
    if (choice.wantsSupport) await this.supporting.begin(worked, day, choice);
    else this.diary.put(day + 1, worked.id, () => this.supporting.closeDeclined(worked));
  }
}
