import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChannelOutcome } from '../../src/contact/channels/channel.js';
import { ContactApplication } from '../support/contact-application.js';
import type { Contactable } from '../support/contactable-people.js';
import { RecordingChannel } from '../support/recording-channel.js';

let contact: ContactApplication;

beforeAll(async () => {
  contact = await ContactApplication.open();
});

afterAll(() => contact.close());

/** What may happen to one of the people, in any order and at the same time as anything else. */
const EVENT = fc.record({
  kind: fc.constantFrom('endanger', 'endanger', 'make-safe', 'plan', 'send', 'send', 'sweep', 'join'),
  who: fc.nat({ max: 1 }),
});
/** Each group happens at once, one group after the other. */
const COURSE = fc.array(fc.array(EVENT, { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 8 });
const ANSWERS: ChannelOutcome[] = [
  { result: 'accepted' },
  { result: 'accepted' },
  { result: 'refused', code: 'smtp-5.1.1', isAboutRecipient: true },
  { result: 'not-sent', code: 'smtp-econnrefused' },
  { result: 'unknown', code: 'smtp-econnection' },
];

/** Plays a course of events and keeps what was safe in which version of whose record. */
class Play {
  readonly marks: { personId: string; version: number; answer: string }[] = [];
  readonly broken: string[] = [];
  readonly channel: RecordingChannel;
  private calls = 0;

  constructor(
    readonly people: Contactable[],
    answers: number[],
  ) {
    this.channel = new RecordingChannel(async ({ messageId, attempt, personId }) => {
      const version = await claimedVersion(messageId, attempt);
      if (this.wasInDanger(personId, version)) this.broken.push(`unsafe: ${messageId}`);
      this.calls += 1;
      return ANSWERS[answers[this.calls % answers.length]! % ANSWERS.length]!;
    });
  }

  async happen({ kind, who }: { kind: string; who: number }): Promise<void> {
    const person = this.people[who]!;
    if (kind === 'endanger') await this.mark(person, 'yes');
    if (kind === 'make-safe') await this.mark(person, 'no');
    if (kind === 'plan') await contact.plan(person.personId);
    if (kind === 'join') await contact.people.joined(person);
    if (kind === 'sweep') await contact.sweep();
    if (kind === 'send') await this.sendAll(person);
  }

  async sendAll({ personId }: Contactable): Promise<void> {
    const waiting = await contact.query<{ id: string }>(
      `SELECT id FROM message WHERE person_id = $1 AND state IN ('queued', 'claimed')`,
      personId,
    );
    const sender = contact.sender(this.channel);
    await Promise.all(waiting.flatMap(({ id }) => [1, 2].map(() => sender.sendMessage({ messageId: id }))));
  }

  /** By the last mark that the version has seen. */
  private wasInDanger(personId: string, version: number): boolean {
    const seen = this.marks.filter((mark) => mark.personId === personId && mark.version <= version);
    return seen.sort((one, other) => one.version - other.version).at(-1)?.answer === 'yes';
  }

  /** The version that the change makes is known to be unsafe before anybody can claim on it. */
  private async mark({ personId }: Contactable, answer: 'yes' | 'no'): Promise<void> {
    await contact.inTransaction(async (tx) => {
      const [row] = await tx.query<{ version: number }>(
        `UPDATE person SET safety_version = safety_version + 1 WHERE id = $1 RETURNING safety_version AS version`,
        [personId],
      );
      await tx.query(
        `UPDATE referral SET markers = markers || jsonb_build_object('intimidated', $2::text) WHERE person_id = $1`,
        [personId, answer],
      );
      this.marks.push({ personId, version: row!.version, answer });
    });
  }
}

async function claimedVersion(messageId: string, attempt: number): Promise<number> {
  const [row] = await contact.query<{ version: number }>(
    `SELECT d.safety_version AS version FROM message_attempt a JOIN contact_decision d ON d.id = a.decision_id
      WHERE a.message_id = $1 AND a.number = $2`,
    messageId,
    attempt,
  );
  return row!.version;
}

async function settle(play: Play): Promise<void> {
  const ids = play.people.map(({ personId }) => personId);
  for (let round = 0; round < 12; round += 1) {
    await contact.plan(...ids);
    contact.later(3_700_000);
    await contact.sweep();
    for (const person of play.people) await play.sendAll(person);
  }
}

async function lost(play: Play): Promise<unknown[]> {
  const ids = play.people.map(({ personId }) => personId);
  return contact.query(
    `SELECT m.state, 'message' AS what FROM message m
      WHERE m.person_id = ANY ($1) AND m.state IN ('planned', 'held', 'claimed')
     UNION ALL
     SELECT r.id::text, 'referral' FROM referral r
      WHERE r.person_id = ANY ($1) AND NOT EXISTS (SELECT 1 FROM contact_plan p WHERE p.referral_id = r.id)
     UNION ALL
     SELECT c.reference, 'case without a next step' FROM support_case c
      WHERE c.person_id = ANY ($1) AND NOT EXISTS (
        SELECT 1 FROM task t WHERE t.case_id = c.id AND t.completed_at IS NULL AND t.cancelled_at IS NULL)
     UNION ALL
     SELECT m.id::text, 'unknown without a task' FROM message m
      WHERE m.person_id = ANY ($1) AND m.state = 'unknown' AND NOT EXISTS (
        SELECT 1 FROM task t WHERE t.source_id = m.id AND t.kind = 'settle-message' AND t.completed_at IS NULL)`,
    ids,
  );
}

describe('Whatever happens to people while their messages wait', () => {
  it('nothing unsafe leaves, nothing leaves twice, and nothing is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        COURSE,
        fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 5 }),
        async (course, answers) => {
          const play = new Play(await contact.people.addMany(2), answers);
          await contact.plan(...play.people.map(({ personId }) => personId));
          for (const group of course) await Promise.all(group.map((event) => play.happen(event)));
          await settle(play);
          expect(play.broken).toEqual([]);
          expect(await takenTwice(play)).toEqual([]);
          expect(await lost(play)).toEqual([]);
        },
      ),
      { numRuns: Number(process.env.CONTACT_RUNS ?? 12) },
    );
  }, 120_000);
});

/** Messages that the provider had more than once, save after its own word that it had not. */
async function takenTwice(play: Play): Promise<string[]> {
  const twice: string[] = [];
  for (const messageId of new Set(play.channel.calls.map((call) => call.messageId))) {
    const attempts = await contact.query<{ result: string | null }>(
      `SELECT result FROM message_attempt WHERE message_id = $1 ORDER BY number`,
      messageId,
    );
    const calls = play.channel.callsFor(messageId);
    const had = attempts.filter(({ result }) => result !== 'not-sent');
    if (calls.length !== attempts.length || had.length > 1) twice.push(messageId);
  }
  return twice;
}
