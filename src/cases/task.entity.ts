import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Conflict, StaleEdit } from '../platform/problems/problem.js';
import type { TaskKind } from './case-opening.js';

/** How a task ended. */
export const TASK_OUTCOMES = [
  'done',
  'not-needed',
  'person-reached',
  'person-not-reached',
  'passed-on',
  'done-elsewhere',
] as const;
export type TaskOutcome = (typeof TASK_OUTCOMES)[number];

/** Tasks that end with the thing that they ask for, never by being ticked off. */
export const ENDED_BY_THEIR_SUBJECT: Partial<Record<TaskKind, string>> = {
  'settle-message': 'The task ends with the settlement of the message.',
  'make-safeguarding-referral': 'The task ends with the safeguarding referral.',
  'escalate-safeguarding': 'The task ends with the decision of the authority.',
  'review-break-glass': 'The task ends with the review of the access.',
  'break-glass-unreviewed': 'The task ends with the review of the access.',
  'answer-complaint': 'The task ends with the answer to the complaint, as a justice event.',
  'ask-communication-needs': 'The task ends with the answer, in a needs assessment or as a justice event.',
  'plan-check-in': 'The task ends with the check-in.',
  'plan-review': 'The task ends with the review of the plan.',
  'plan-action': 'The task ends with the completion of the action.',
  'chase-agency-referral': 'The task ends with the answer of the agency, or the closure of the referral.',
  'ask-after-agency-referral': 'The task ends with the closure of the referral.',
};

/** Something to be done for a case by an instant. */
@Entity('task')
export class Task {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'case_id' })
  caseId!: string;

  @Column('uuid', { name: 'person_id' })
  personId!: string;

  @Column('boolean')
  restricted!: boolean;

  @Column('text')
  kind!: TaskKind;

  @Column('text', { nullable: true })
  owner!: string | null;

  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt!: Date | null;

  @Column('text', { name: 'completed_by', nullable: true })
  completedBy!: string | null;

  @Column('timestamptz', { name: 'cancelled_at', nullable: true })
  cancelledAt!: Date | null;

  @Column('text', { name: 'outcome_code', nullable: true })
  outcomeCode!: string | null;

  @Column('integer')
  version!: number;

  /** @throws Conflict `task-not-open`, `already-taken`; StaleEdit */
  take(by: string, version: number): void {
    this.mustBeOpen();
    if (this.owner !== null && this.owner !== by) {
      throw new Conflict('already-taken', 'A colleague has the task.');
    }
    this.mustBe(version);
    this.owner = by;
    this.version += 1;
  }

  /** @throws Conflict `task-not-open`, `ends-elsewhere`; StaleEdit */
  complete(by: string, outcome: TaskOutcome, version: number, at: Date): void {
    this.mustBeOpen();
    const elsewhere = ENDED_BY_THEIR_SUBJECT[this.kind];
    if (elsewhere) throw new Conflict('ends-elsewhere', elsewhere);
    this.mustBe(version);
    this.completedAt = at;
    this.completedBy = by;
    this.outcomeCode = outcome;
    this.version += 1;
  }

  private mustBeOpen(): void {
    if (this.completedAt ?? this.cancelledAt) throw new Conflict('task-not-open', 'The task has ended.');
  }

  private mustBe(version: number): void {
    if (this.version !== version) throw new StaleEdit();
  }
}
