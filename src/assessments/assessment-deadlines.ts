import { Injectable } from '@nestjs/common';
import { londonDayOf } from '../platform/working-days/london-days.js';
import type { Day } from '../platform/working-days/calendar-days.js';
import type { WantedDeadline } from './case-deadlines.js';
import { type CountedDay, DeadlineClock } from './deadline-clock.js';
import { allHold, answerTo, type Known } from './forms/conditions.js';
import type { DeadlineRule, FormVersion } from './forms/form-definition.js';

/** When an assessment was completed, when it is to be looked at again, and the day on which it is written down. */
export interface AssessmentDays {
  completedAt: Date;
  reviewDueOn: Day;
  today: Day;
}

/** What is due because of the answers to a form. */
@Injectable()
export class AssessmentDeadlines {
  constructor(private readonly clock: DeadlineClock) {}

  follow(form: FormVersion, known: Known, days: AssessmentDays): WantedDeadline[] {
    const ruled = form.deadlines.flatMap((rule) => {
      const from = this.startOf(rule, known, days);
      return from !== null && allHold(rule.when, known) ? [this.wanted(form, rule, from, days.today)] : [];
    });
    return [...ruled, this.review(form, days)];
  }

  private startOf({ from }: DeadlineRule, { answers }: Known, { completedAt }: AssessmentDays): Day | null {
    if (from === 'completed-on') return londonDayOf(completedAt);
    const answer = answerTo(answers, from);
    return typeof answer === 'string' ? answer : null;
  }

  private wanted(form: FormVersion, rule: DeadlineRule, from: Day, today: Day): WantedDeadline {
    const counted = this.clock.count(from, rule.count);
    const { code, label, source, factStatus } = rule;
    return {
      ...{ code, label, source, factStatus, counted },
      trigger: `${rule.from}: ${from}`,
      rule: `${form.code} version ${form.version}: ${code}`,
      task: this.taskOf(rule, counted, today),
      forSupervisor: rule.forSupervisor === true,
    };
  }

  private taskOf(rule: DeadlineRule, { dueOn, dueAt }: CountedDay, today: Day): WantedDeadline['task'] {
    if (dueOn >= today) return { kind: rule.task, dueAt };
    return rule.whenPast === 'no-task' ? null : { kind: rule.task, dueAt: this.clock.count(today).dueAt };
  }

  private review(form: FormVersion, { reviewDueOn }: AssessmentDays): WantedDeadline {
    const counted = this.clock.count(reviewDueOn);
    return {
      code: 'review',
      label: 'Look at the assessment again',
      counted,
      trigger: `reviewDueOn: ${reviewDueOn}`,
      rule: `${form.code} version ${form.version}: review`,
      source: 'Supporting Justice, Victims Choice Quality Mark (NA-2)',
      factStatus: 'certain',
      task: { kind: 'review-assessment', dueAt: counted.dueAt },
      forSupervisor: false,
    };
  }
}
