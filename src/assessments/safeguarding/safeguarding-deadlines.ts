import { Injectable } from '@nestjs/common';
import type { TaskKind } from '../../cases/case-opening.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import type { ThresholdName } from '../../reference-data/thresholds.js';
import type { WantedDeadline } from '../case-deadlines.js';
import { DeadlineClock } from '../deadline-clock.js';

interface ClockRule {
  code: string;
  label: string;
  count: ThresholdName;
  task: TaskKind;
  forSupervisor: boolean;
  source: string;
  factStatus: string;
}

const CLOCKS: readonly ClockRule[] = [
  {
    code: 'acknowledgement',
    label: 'Ask the authority for its acknowledgement and decision',
    count: 'safeguardingAcknowledgementWorkingDays',
    task: 'chase-safeguarding',
    forSupervisor: false,
    source: 'Working Together to Safeguard Children (CSE-4)',
    factStatus: 'certain',
  },
  {
    code: 'escalation',
    label: 'A supervisor takes it up with the authority',
    count: 'safeguardingEscalationWorkingDays',
    task: 'escalate-safeguarding',
    forSupervisor: true,
    source: 'proposed (CSE-4)',
    factStatus: 'ours',
  },
];

/** What is due where an authority does not answer a safeguarding referral. */
@Injectable()
export class SafeguardingDeadlines {
  constructor(private readonly clock: DeadlineClock) {}

  follow(madeAt: Date, now: Date): WantedDeadline[] {
    const [from, today] = [londonDayOf(madeAt), londonDayOf(now)];
    return CLOCKS.map(({ code, label, count, task, forSupervisor, source, factStatus }) => {
      const counted = this.clock.count(from, count);
      const dueAt = counted.dueOn < today ? this.clock.count(today).dueAt : counted.dueAt;
      return {
        ...{ code, label, counted, source, factStatus, forSupervisor },
        trigger: `madeAt: ${from}`,
        rule: `safeguarding referral: ${code}`,
        task: { kind: task, dueAt },
      };
    });
  }
}
