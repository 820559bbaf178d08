import { newId } from '../platform/ids.js';
import type { Row } from '../platform/database/transaction.js';
import { newCaseReference } from './case-reference.js';
import type { Priority } from './priority.js';

/** What a new case is opened with. */
export interface CaseOpening {
  personId: string;
  restricted: boolean;
  at: Date;
  priority: Priority;
  cohorts: readonly string[];
  /** Code of the team whose queue it joins. */
  team: string;
  /** Whether the first step is a call; else the automatic contact, or a look by a coordinator where there is none. */
  isToBeCalled: boolean;
  firstStepDueAt: Date;
  retentionClass: string;
  actorKind: string;
  subject: string;
}

/** The rows of a new case: the case, its place in a team's queue, and a first task, so that nobody is forgotten. */
export interface OpenedCase {
  caseId: string;
  supportCase: Row;
  allocation: Row;
  task: Row;
}

export function openCase(opening: CaseOpening): OpenedCase {
  const caseId = newId();
  const person = { person_id: opening.personId, restricted: opening.restricted };
  return {
    caseId,
    supportCase: {
      id: caseId,
      reference: newCaseReference(),
      ...person,
      opened_at: opening.at,
      priority: opening.priority.points,
      priority_reasons: opening.priority.reasons,
      cohorts: [...opening.cohorts],
      allocated_team: opening.team,
      next_action_due_at: opening.firstStepDueAt,
      retention_class: opening.retentionClass,
      updated_at: opening.at,
    },
    allocation: {
      id: newId(),
      case_id: caseId,
      ...person,
      to_team: opening.team,
      allocated_by: opening.subject,
      allocated_at: opening.at,
    },
    task: taskRow({
      caseId,
      ...person,
      kind: opening.isToBeCalled ? 'call-person' : 'first-contact',
      source: 'intake',
      sourceId: null,
      team: opening.team,
      dueAt: opening.firstStepDueAt,
      at: opening.at,
      by: opening.subject,
    }),
  };
}

export interface TaskOpening {
  /** A new one where not given. */
  id?: string;
  caseId: string;
  person_id: string;
  restricted: boolean;
  kind: TaskKind;
  source:
    | 'intake'
    | 'contact'
    | 'access'
    | 'casework'
    | 'support-plan'
    | 'agency-referral'
    | 'assessments'
    | 'entitlements'
    | 'person';
  sourceId: string | null;
  team: string;
  dueAt: Date;
  at: Date;
  by: string;
}

/** What a task may be about; the words that a coordinator reads are in the API description. */
export const TASK_KINDS = [
  'first-contact',
  'call-person',
  'look-at-joined-referral',
  'look-at-changed-referral',
  'look-at-age',
  'settle-message',
  'message-left-before-change',
  'review-break-glass',
  'break-glass-unreviewed',
  'call-back',
  'find-contact-point',
  'decide-safe-contact',
  'decide-unreached',
  'assess-needs',
  'decide-closure',
  'plan-check-in',
  'plan-review',
  'plan-action',
  'chase-agency-referral',
  'ask-after-agency-referral',
  'look-at-withdrawn-consent',
  'review-assessment',
  'ask-about-nrm-again',
  'ask-first-responder',
  'chase-reasonable-grounds',
  'check-recovery-support',
  'request-reconsideration',
  'plan-move-on',
  'check-risk-after-exit',
  'review-risk-tool',
  'plan-transition',
  'review-transition',
  'retake-consent',
  'refer-to-marac',
  'make-safeguarding-referral',
  'notify-of-child-abuse',
  'chase-safeguarding',
  'escalate-safeguarding',
  'tell-bank',
  'claim-reimbursement',
  'chase-reimbursement',
  'complain-to-bank',
  'go-to-ombudsman',
  'call-repeat-victim',
  'plan-support-exit',
  'find-accommodation',
  'answer-complaint',
  'ask-communication-needs',
  'remind-of-compensation',
  'follow-up-review',
  'other',
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export function taskRow(opening: TaskOpening): Row {
  return {
    id: opening.id ?? newId(),
    case_id: opening.caseId,
    person_id: opening.person_id,
    restricted: opening.restricted,
    kind: opening.kind,
    source: opening.source,
    source_id: opening.sourceId,
    team: opening.team,
    due_at: opening.dueAt,
    created_at: opening.at,
    created_by: opening.by,
  };
}

/** A case event's row: ids, codes and names of fields only. */
export function eventRow(event: {
  caseId: string;
  personId: string;
  restricted: boolean;
  kind: string;
  at: Date;
  recordedAt?: Date;
  actorKind: string;
  subject: string;
  details: Record<string, string | number | boolean | string[] | null>;
}): Row {
  return {
    id: newId(),
    case_id: event.caseId,
    person_id: event.personId,
    restricted: event.restricted,
    kind: event.kind,
    occurred_at: event.at,
    recorded_at: event.recordedAt ?? event.at,
    actor_kind: event.actorKind,
    subject: event.subject,
    details: event.details,
  };
}
