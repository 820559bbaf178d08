import { Injectable } from '@nestjs/common';
import { eventRow, type TaskKind } from '../cases/case-opening.js';
import { NextActions } from '../cases/next-action.js';
import { caseToChange } from '../cases/seen-case.js';
import type { Row, Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import type { Day } from '../platform/working-days/calendar-days.js';
import { endOfDayLondon, londonDayOf } from '../platform/working-days/london-days.js';
import type { WorkingDays } from '../platform/working-days/working-days.js';
import { BankHolidays } from '../reference-data/bank-holidays.js';
import { type ThresholdName, Thresholds } from '../reference-data/thresholds.js';
import { addMonths, earliest, latest } from './clocks/clock-days.js';
import {
  ADD_TASKS,
  CASES_OF_INCIDENTS,
  END_TASKS,
  HOLD_CASES,
  HOLD_PEOPLE,
  MOVE_TASKS,
  OPEN_DUTIES,
  OPEN_TASKS,
  SETTLE_CASES,
} from './own-duties-sql.js';

interface Duty {
  clockId: string;
  caseId: string;
  kind: TaskKind;
  /** Null where the Code has no limit for it. */
  dueOn: Day | null;
  within: ThresholdName | null;
  /** Of a time in which the victim may act: how many months before its end they are reminded. */
  ahead: ThresholdName | null;
  /** From when a threshold runs: the start, or when support was wanted. */
  runsFrom: Date;
  openedAt: Date;
  /** End of another time for the same, which comes no later and of which they are reminded. */
  soonerOn: Day | null;
}

interface DatedDuty extends Duty {
  /** Before it nothing is to be done. */
  fromOn: Day | null;
  dueAt: Date;
}

interface OpenTask {
  id: string;
  caseId: string;
  kind: TaskKind;
  clockId: string;
  dueAt: Date;
  isDone: boolean;
}

/** A task to be added, moved or ended. */
interface Step extends Pick<OpenTask, 'id' | 'caseId' | 'kind' | 'clockId' | 'dueAt'> {
  event: 'task.added' | 'task.moved' | 'task.completed' | 'task.cancelled';
}

interface Written {
  id: string;
}
const NOTHING: Promise<Written[]> = Promise.resolve([]);

interface HeldCase {
  id: string;
  personId: string;
  restricted: boolean;
}

/**
 * Turns what the Victim Advice Line itself owes under the Code into tasks, moves them with the duty's last day and ends
 * them with the duty. Which duties are tasks, of what kind and by when, say the files of `config/victims-code`.
 */
@Injectable()
export class OwnDuties {
  constructor(
    private readonly nextActions: NextActions,
    private readonly holidays: BankHolidays,
    private readonly thresholds: Thresholds,
  ) {}

  /** Doing it again changes nothing. @throws CalendarRunsOut */
  async follow(tx: Transaction, incidentIds: readonly string[]): Promise<void> {
    const cases = await tx.query<{ id: string }>(CASES_OF_INCIDENTS, [incidentIds]);
    const caseIds = cases.map(({ id }) => id);
    const today = londonDayOf(tx.now);
    const duties = await tx.query<Duty>(OPEN_DUTIES, [caseIds, tx.actor.subject, today]);
    const open = await tx.query<OpenTask>(OPEN_TASKS, [caseIds]);
    if (duties.length + open.length === 0) return;
    const { workingDays } = await this.holidays.readIn(tx);
    const dated = duties.map((duty) => this.dated(duty, today, workingDays)).filter(isOfItsOwn);
    const steps = stepsOf(dated, open, today);
    if (steps.length > 0) await this.carryOut(tx, steps);
  }

  private dated(duty: Duty, today: Day, calendar: WorkingDays): DatedDuty {
    const { dueOn, within, ahead, openedAt } = duty;
    if (ahead === null || dueOn === null) {
      const from = londonDayOf(duty.runsFrom);
      return {
        ...duty,
        fromOn: null,
        dueAt: endOfDayLondon(dueOn ?? this.daysAfter(from, within!, calendar)),
      };
    }
    const remindOn = addMonths(dueOn, -this.thresholds.at(ahead, today));
    if (remindOn > today) return { ...duty, fromOn: remindOn, dueAt: endOfDayLondon(dueOn) };
    const from = latest(remindOn, londonDayOf(openedAt));
    const byOn = this.daysAfter(from, within!, calendar);
    return { ...duty, fromOn: remindOn, dueAt: endOfDayLondon(earliest(byOn, dueOn)) };
  }

  private daysAfter(from: Day, within: ThresholdName, calendar: WorkingDays): Day {
    return calendar.addWorkingDays(from, this.thresholds.at(within, from));
  }

  private async carryOut(tx: Transaction, steps: readonly Step[]): Promise<void> {
    const caseIds = [...new Set(steps.map(({ caseId }) => caseId))];
    await tx.query(HOLD_PEOPLE, [caseIds]);
    const held = await tx.query<HeldCase>(HOLD_CASES, [caseIds]);
    const written = [
      ...(await this.add(tx, ofKind(steps, 'task.added'))),
      ...(await this.move(tx, ofKind(steps, 'task.moved'))),
      ...(await this.end(tx, ofKind(steps, 'task.completed', 'task.cancelled'))),
    ];
    const done = new Set(written.map(({ id }) => id));
    const events = steps
      .filter(({ id }) => done.has(id))
      .map((step) =>
        eventOf(
          step,
          held.find(({ id }) => id === step.caseId)!,
          tx,
        ),
      );
    await tx.insert('case_event', events);
    const without = await tx.query<{ id: string }>(SETTLE_CASES, [held.map(({ id }) => id)]);
    for (const { id } of without) await this.nextActions.settle(tx, await caseToChange(tx, id));
  }

  private add(tx: Transaction, steps: readonly Step[]): Promise<Written[]> {
    if (steps.length === 0) return NOTHING;
    return tx.query<Written>(ADD_TASKS, [
      idsOf(steps),
      steps.map(({ caseId }) => caseId),
      steps.map(({ kind }) => kind),
      steps.map(({ clockId }) => clockId),
      steps.map(({ dueAt }) => dueAt),
      tx.now,
      tx.actor.subject,
    ]);
  }

  private move(tx: Transaction, steps: readonly Step[]): Promise<Written[]> {
    if (steps.length === 0) return NOTHING;
    return tx.query<Written>(MOVE_TASKS, [idsOf(steps), steps.map(({ dueAt }) => dueAt)]);
  }

  private end(tx: Transaction, steps: readonly Step[]): Promise<Written[]> {
    if (steps.length === 0) return NOTHING;
    const isDone = steps.map(({ event }) => event === 'task.completed');
    return tx.query<Written>(END_TASKS, [idsOf(steps), isDone, tx.now, tx.actor.subject]);
  }
}

/** Who is reminded of one time while another of the same ends soon after is told of both. */
function isOfItsOwn({ fromOn, soonerOn }: DatedDuty): boolean {
  return fromOn === null || soonerOn === null || soonerOn < fromOn;
}

/** What has to change, so that each duty has its task and no task is without its duty. */
function stepsOf(duties: readonly DatedDuty[], open: readonly OpenTask[], today: Day): Step[] {
  const wanted = new Map(
    duties.filter(({ fromOn }) => !fromOn || fromOn <= today).map((one) => [keyOf(one), one]),
  );
  const held = new Set(open.map(keyOf));
  const added = [...wanted.values()]
    .filter((duty) => !held.has(keyOf(duty)) && !isOver(duty, today))
    .map((duty): Step => ({ ...duty, id: newId(), event: 'task.added' }));
  const changed = open.flatMap((task): Step[] => {
    const duty = wanted.get(keyOf(task));
    if (duty?.dueAt.getTime() === task.dueAt.getTime()) return [];
    if (duty) return [{ ...task, dueAt: duty.dueAt, event: 'task.moved' }];
    return [{ ...task, event: task.isDone ? 'task.completed' : 'task.cancelled' }];
  });
  return [...added, ...changed];
}

function keyOf({ caseId, kind, clockId }: Pick<Step, 'caseId' | 'kind' | 'clockId'>): string {
  return [caseId, kind, clockId].join();
}

/** Nobody is reminded anew of a time that has passed. */
function isOver({ ahead, dueOn }: Duty, today: Day): boolean {
  return ahead !== null && dueOn !== null && dueOn < today;
}

function ofKind(steps: readonly Step[], ...events: Step['event'][]): Step[] {
  return steps.filter(({ event }) => events.includes(event));
}

function idsOf(steps: readonly Step[]): string[] {
  return steps.map(({ id }) => id);
}

function eventOf({ id: taskId, kind, event }: Step, of: HeldCase, tx: Transaction): Row {
  const { kind: actorKind, subject } = tx.actor;
  const { id: caseId, personId, restricted } = of;
  return eventRow({
    ...{ caseId, personId, restricted, kind: event, at: tx.now, actorKind, subject },
    details: { taskId, kind },
  });
}
