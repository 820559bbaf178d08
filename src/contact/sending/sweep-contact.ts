import { Injectable } from '@nestjs/common';
import { eventRow } from '../../cases/case-opening.js';
import { serviceActor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Metrics } from '../../platform/health/metrics.js';
import { Log } from '../../platform/logging/log.js';
import { Job } from '../../platform/queues/job.decorator.js';
import type { MessageKind } from '../channels/channel.js';
import { ContactTasks } from '../contact-tasks.js';

const MINUTE_MS = 60_000;
/** What a queue job should long have worked on. */
const FORGOTTEN_AFTER_MS = MINUTE_MS;
/** Longer than any channel takes: whoever claimed the message is gone. */
const CLAIM_LOST_AFTER_MS = 5 * MINUTE_MS;
/** Longer than planning takes to catch up: a message that is held still is for a person. */
const HELD_UNTOLD_MS = 60 * MINUTE_MS;
/** A referral's person stays unchecked until it is planned; this look is a second one, and need not go far back. */
const LOOK_BACK_MS = 7 * 24 * 60 * MINUTE_MS;
const PEOPLE_AT_ONCE = 500;
const MESSAGES_AT_ONCE = 1000;

interface LostClaim {
  messageId: string;
  personId: string;
  caseId: string;
  restricted: boolean;
  channel: MessageKind;
  attempt: number;
}

/**
 * Finds in PostgreSQL alone what no job is working on: people to plan for, messages to send, claims whose worker is
 * gone. A queue that lost everything loses nothing of it.
 */
@Injectable()
export class SweepContact {
  constructor(
    private readonly database: Database,
    private readonly tasks: ContactTasks,
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {}

  @Job('sweep-contact')
  async sweepContact(): Promise<void> {
    const found = await this.database.inTransaction(serviceActor('worker', 'sweep'), async (tx) => ({
      people: await announceUnplanned(tx),
      messages: await announceForgotten(tx),
      claims: await this.giveUpClaims(tx),
      held: await this.tellOfHeld(tx),
    }));
    if (Object.values(found).some((count) => count > 0)) this.log.info('contact.swept', found);
  }

  /** Whatever held a message: somebody is told, once for each time that it was held. */
  private async tellOfHeld(tx: Transaction): Promise<number> {
    const before = new Date(tx.now.getTime() - HELD_UNTOLD_MS);
    const held = await tx.query<{ caseId: string; messageId: string }>(HELD_UNTOLD, [
      before,
      MESSAGES_AT_ONCE,
    ]);
    const kind = 'look-at-changed-referral' as const;
    await this.tasks.add(
      tx,
      held.map(({ caseId, messageId }) => ({ kind, caseId, aboutId: messageId })),
    );
    return held.length;
  }

  /** Nobody knows whether these left: a person finds out. They are never sent again by themselves. */
  private async giveUpClaims(tx: Transaction): Promise<number> {
    const before = new Date(tx.now.getTime() - CLAIM_LOST_AFTER_MS);
    await tx.query(
      `SELECT id FROM person WHERE id IN (
         SELECT person_id FROM message WHERE state = 'claimed' AND claimed_at < $1 ORDER BY claimed_at LIMIT $2)
       ORDER BY id FOR UPDATE`,
      [before, MESSAGES_AT_ONCE],
    );
    const lost = await tx.query<LostClaim>(GIVE_UP, [before, MESSAGES_AT_ONCE, tx.now]);
    const { kind: actorKind, subject } = tx.actor;
    await tx.insert(
      'case_event',
      lost.map(({ messageId, attempt, caseId, personId, restricted }) => {
        const about = { caseId, personId, restricted };
        const details = { messageId, attempt, code: 'no-outcome' };
        return eventRow({ ...about, kind: 'message.unknown', at: tx.now, actorKind, subject, details });
      }),
    );
    await this.tasks.add(
      tx,
      lost.map(({ caseId, messageId }) => ({ kind: 'settle-message', caseId, aboutId: messageId })),
    );
    lost.forEach(({ channel }) => this.metrics.messages.inc({ channel, state: 'unknown' }));
    return lost.length;
  }
}

/** Whoever has waited longest comes first: however many wait, everybody's turn comes. */
async function announceUnplanned(tx: Transaction): Promise<number> {
  const people = await tx.query<{ id: string }>(
    `(SELECT id FROM person WHERE checked_version < safety_version AND updated_at < $1
       ORDER BY updated_at, id LIMIT $3)
     UNION
     (SELECT r.person_id FROM referral r
       WHERE r.first_accepted_at > $2 AND r.first_accepted_at < $1
         AND NOT EXISTS (SELECT 1 FROM contact_plan p WHERE p.referral_id = r.id)
       ORDER BY r.first_accepted_at, r.id LIMIT $3)`,
    [
      new Date(tx.now.getTime() - FORGOTTEN_AFTER_MS),
      new Date(tx.now.getTime() - LOOK_BACK_MS),
      PEOPLE_AT_ONCE,
    ],
  );
  if (people.length > 0) await tx.announce('referrals.accepted', { personIds: people.map(({ id }) => id) });
  return people.length;
}

/** A new announcement makes a new job, whatever the queue remembers of the first one. */
async function announceForgotten(tx: Transaction): Promise<number> {
  const messages = await tx.query<{ id: string }>(
    `UPDATE message SET updated_at = $2, next_try_at = NULL
      WHERE id IN (
        SELECT id FROM message
         WHERE state = 'queued' AND ((next_try_at IS NULL AND updated_at < $1) OR next_try_at <= $2)
         ORDER BY updated_at LIMIT $3 FOR UPDATE SKIP LOCKED)
      RETURNING id`,
    [new Date(tx.now.getTime() - FORGOTTEN_AFTER_MS), tx.now, MESSAGES_AT_ONCE],
  );
  await tx.announce('message.queued', ...messages.map(({ id }) => ({ messageId: id })));
  return messages.length;
}

const HELD_UNTOLD = `
  SELECT m.case_id AS "caseId", m.id AS "messageId" FROM message m
   WHERE m.state = 'held' AND m.updated_at <= $1
     AND NOT EXISTS (
       SELECT 1 FROM task t
        WHERE t.case_id = m.case_id AND t.source_id = m.id AND t.kind = 'look-at-changed-referral'
          AND (t.created_at >= m.updated_at OR (t.completed_at IS NULL AND t.cancelled_at IS NULL)))
   ORDER BY m.updated_at, m.id LIMIT $2`;

const GIVE_UP = `
  WITH moved AS (
    UPDATE message SET state = 'unknown', state_reason = 'no-outcome', version = version + 1, updated_at = $3
     WHERE id IN (SELECT id FROM message WHERE state = 'claimed' AND claimed_at < $1 ORDER BY claimed_at LIMIT $2)
     RETURNING id, person_id, case_id, restricted, channel, tries),
  attempt AS (
    UPDATE message_attempt a SET finished_at = $3, result = 'unknown', result_code = 'no-outcome'
      FROM moved WHERE a.message_id = moved.id AND a.number = moved.tries AND a.finished_at IS NULL)
  SELECT id AS "messageId", person_id AS "personId", case_id AS "caseId", restricted, channel,
         tries AS attempt FROM moved`;
