import { Injectable } from '@nestjs/common';
import { eventRow } from '../../cases/case-opening.js';
import type { Row, Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids.js';
import { Metrics } from '../../platform/health/metrics.js';
import type { Day } from '../../platform/working-days/calendar-days.js';
import type { LoadedFacts } from '../../victims/contact-safety/load-facts.js';
import type { SafetyDecision } from '../../victims/contact-safety/safety-decision.js';
import type { SafetyReasonCode } from '../../victims/contact-safety/safety-reasons.js';
import { type ContactTask, ContactTasks } from '../contact-tasks.js';
import { MessageContent } from '../messages/message-content.js';
import { type MessageMove, moveMessages } from '../messages/move-messages.js';
import type { ContactState, ReferralContact } from './contact-state.js';
import type { PersonPlan } from './person-plan.js';
import { TellOfSuspects } from './suspect-after.js';

/** One person's plan, with what it was made from. */
export interface DecidedPlan {
  facts: LoadedFacts;
  decision: SafetyDecision;
  decisionId: string;
  plan: PersonPlan;
}

/** What a batch of plans writes, gathered so that each table is written once. */
class PlannedRows {
  readonly messages: Row[] = [];
  readonly newPlans: Row[] = [];
  readonly changedPlans: Row[] = [];
  readonly moves: MessageMove[] = [];
  readonly events: Row[] = [];
  readonly queued: { messageId: string }[] = [];
}

const NO_TEMPLATE = 'TEMPLATE_MISSING';
const UNREADABLE: SafetyReasonCode = 'RECORD_UNREADABLE';

/** Writes the plans of people: messages, contact plans, events, tasks and announcements, in a handful of statements. */
@Injectable()
export class PlanWriter {
  constructor(
    private readonly content: MessageContent,
    private readonly tasks: ContactTasks,
    private readonly suspects: TellOfSuspects,
    private readonly metrics: Metrics,
  ) {}

  async write(
    tx: Transaction,
    state: ContactState,
    plans: readonly DecidedPlan[],
    today: Day,
  ): Promise<void> {
    const rows = new PlannedRows();
    for (const decided of plans) {
      this.stop(tx, rows, decided);
      decided.plan.email.forEach((email) => this.email(tx, rows, state, decided, email, today));
      decided.plan.alreadyContacted.forEach(({ referral, messageId }) =>
        planned(tx, rows, decided, referral, {
          result: 'already-contacted',
          reasons: [],
          message_id: messageId,
        }),
      );
      decided.plan.held.forEach(({ referral, reasons }) => hold(tx, rows, decided, referral, reasons));
    }
    await moveMessages(tx, rows.moves);
    await tx.insert('message', rows.messages);
    await tx.insert('contact_plan', rows.newPlans);
    await tx.update('contact_plan', ['referral_id'], rows.changedPlans);
    await tx.insert('case_event', rows.events);
    await this.addTasks(tx, plans);
    await this.suspects.tell(
      tx,
      plans.flatMap(({ plan }) => plan.suspectsAfter),
    );
    await tx.announce('message.queued', ...rows.queued);
    this.count(rows);
  }

  private stop(tx: Transaction, rows: PlannedRows, { facts, plan }: DecidedPlan): void {
    for (const { message, state, reasons } of plan.stop) {
      rows.moves.push({ messageId: message.messageId, state, reasons });
      const details = { messageId: message.messageId, reasons };
      rows.events.push(event(tx, facts, message.caseId, `message.${state}`, details));
    }
    for (const { messageId, caseId } of plan.resume) {
      rows.moves.push({ messageId, state: 'queued', reasons: [] });
      rows.events.push(event(tx, facts, caseId, 'message.queued', { messageId }));
      rows.queued.push({ messageId });
    }
  }

  private email(
    tx: Transaction,
    rows: PlannedRows,
    state: ContactState,
    decided: DecidedPlan,
    { lead, others }: PersonPlan['email'][number],
    today: Day,
  ): void {
    const message = this.message(tx, state, decided, lead, today);
    if (!message) {
      [lead, ...others].forEach((referral) => hold(tx, rows, decided, referral, [NO_TEMPLATE]));
      return;
    }
    const { id: messageId } = message;
    rows.messages.push(message);
    const outcome = { reasons: [], message_id: messageId };
    planned(tx, rows, decided, lead, { result: 'email', ...outcome });
    others.forEach((referral) =>
      planned(tx, rows, decided, referral, { result: 'already-contacted', ...outcome }),
    );
    rows.events.push(event(tx, decided.facts, lead.caseId, 'message.queued', { messageId }));
    rows.queued.push({ messageId });
  }

  /** The message's row with its text as it will leave; null where no text is in force. */
  private message(
    tx: Transaction,
    state: ContactState,
    { facts, decision, decisionId }: DecidedPlan,
    { caseId, referralId }: ReferralContact,
    today: Day,
  ): (Row & { id: string }) | null {
    const personId = facts.person.id;
    const template = this.content.templateFor(state.languages.get(personId) ?? null, today);
    const contactPointId = decision.chosenEmailContactPointId;
    const addressIndex = state.addressIndexes.get(contactPointId ?? '');
    if (!template || !contactPointId || !addressIndex) return null;
    const messageId = newId();
    const { code: templateCode, language, version: templateVersion } = template;
    const where = { messageId, personId, caseId, contactPointId, addressIndex };
    return {
      id: messageId,
      ...ofPerson(facts),
      case_id: caseId,
      referral_id: referralId,
      origin: 'automatic',
      channel: 'email',
      template_code: templateCode,
      template_version: templateVersion,
      language,
      contact_point_id: contactPointId,
      decision_id: decisionId,
      safety_version: facts.safetyVersion,
      state: 'queued',
      ...this.content.seal({ ...where, templateCode, language, templateVersion }, template),
      planned_at: tx.now,
      queued_at: tx.now,
      updated_at: tx.now,
    };
  }

  /** Who is held for the usual reasons has the case's first task; what stops a message, or is damaged, gets its own. */
  private async addTasks(tx: Transaction, plans: readonly DecidedPlan[]): Promise<void> {
    const stopped = plans.flatMap(({ plan }) => plan.stop.map(({ message }) => message));
    const left = plans.flatMap(({ plan }) => plan.reportLeft);
    const unreadable = plans.flatMap(({ plan }) =>
      plan.held.filter(({ reasons }) => reasons.includes(UNREADABLE)).map(({ referral }) => referral),
    );
    const task = (kind: ContactTask['kind'], caseId: string, aboutId: string) => ({ kind, caseId, aboutId });
    await this.tasks.add(tx, [
      ...stopped.map(({ caseId, messageId }) => task('look-at-changed-referral', caseId, messageId)),
      ...unreadable.map(({ caseId, referralId }) => task('look-at-changed-referral', caseId, referralId)),
      ...left.map(({ caseId, messageId }) => task('message-left-before-change', caseId, messageId)),
    ]);
  }

  private count({ moves, messages }: PlannedRows): void {
    moves.forEach(({ state }) => this.metrics.messages.inc({ channel: 'email', state }));
    this.metrics.messages.inc({ channel: 'email', state: 'queued' }, messages.length);
  }
}

/** The plan of one referral: a first one, or what follows one that was held or whose message was recalled. */
function planned(
  tx: Transaction,
  rows: PlannedRows,
  { facts, decisionId }: DecidedPlan,
  referral: ReferralContact,
  outcome: { result: string; reasons: string[]; message_id: string | null },
): void {
  const columns = { decision_id: decisionId, ...outcome, planned_at: tx.now };
  if (referral.result !== null) {
    rows.changedPlans.push({ referral_id: referral.referralId, ...columns });
    return;
  }
  rows.newPlans.push({
    referral_id: referral.referralId,
    ...ofPerson(facts),
    case_id: referral.caseId,
    ...columns,
  });
}

function hold(
  tx: Transaction,
  rows: PlannedRows,
  decided: DecidedPlan,
  referral: ReferralContact,
  reasons: string[],
): void {
  planned(tx, rows, decided, referral, { result: 'held', reasons, message_id: null });
  const details = { referralId: referral.referralId, reasons };
  rows.events.push(event(tx, decided.facts, referral.caseId, 'contact.held', details));
}

function ofPerson({ person }: LoadedFacts) {
  return { person_id: person.id, restricted: person.isRestricted };
}

function event(
  tx: Transaction,
  { person }: LoadedFacts,
  caseId: string,
  kind: string,
  details: Parameters<typeof eventRow>[0]['details'],
): Row {
  const { kind: actorKind, subject } = tx.actor;
  const about = { caseId, personId: person.id, restricted: person.isRestricted };
  return eventRow({ ...about, kind, at: tx.now, actorKind, subject, details });
}
