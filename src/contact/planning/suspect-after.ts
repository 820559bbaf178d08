import { Injectable } from '@nestjs/common';
import { ContinueStay } from '../../cases/continue-stay.js';
import { recordEvent } from '../../cases/seen-case.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { ContactTasks } from '../contact-tasks.js';
import type { MessageContact } from './contact-state.js';

const MAY_HAVE_LEFT = ['claimed', 'sent', 'delivered', 'unknown'];

/**
 * Messages that may have reached a suspect, as it turned out after they left, however long ago: of each contact point the
 * newest, until somebody was told since the suspect was found. Pure.
 * @param told messages of which somebody is told now for other reasons
 */
export function suspectsAfter(
  messages: readonly MessageContact[],
  told: readonly MessageContact[],
): MessageContact[] {
  const isTold = (pointId: string) =>
    told.some(({ contactPointId }) => contactPointId === pointId) ||
    messages.some(
      ({ contactPointId, suspectFoundAt, toldAt }) =>
        contactPointId === pointId && suspectFoundAt !== null && toldAt !== null && toldAt >= suspectFoundAt,
    );
  const newest = new Map<string, MessageContact>();
  for (const message of messages) {
    const { contactPointId, state, claimedAt, suspectFoundAt } = message;
    if (!MAY_HAVE_LEFT.includes(state) || claimedAt === null || suspectFoundAt === null) continue;
    const before = newest.get(contactPointId)?.claimedAt;
    if (claimedAt <= suspectFoundAt && !(before && before > claimedAt)) newest.set(contactPointId, message);
  }
  return [...newest.values()].filter(({ contactPointId }) => !isTold(contactPointId));
}

/** Has somebody look at a message that left to what turned out to be a suspect's, whatever became of its case. */
@Injectable()
export class TellOfSuspects {
  constructor(
    private readonly tasks: ContactTasks,
    private readonly stays: ContinueStay,
  ) {}

  /** The people are held. Where somebody has no open case, a new one continues the last. */
  async tell(tx: Transaction, messages: readonly MessageContact[]): Promise<void> {
    const openCases = new Map(messages.map(({ personId, openCaseId }) => [personId, openCaseId]));
    const known = await alreadyRecorded(tx, messages);
    for (const { messageId, personId } of messages) {
      if (known.has(messageId)) continue;
      const kind = 'look-at-changed-referral';
      let caseId = openCases.get(personId) ?? null;
      if (caseId) await this.tasks.add(tx, [{ kind, caseId, aboutId: messageId }]);
      else {
        const begun = await this.stays.begin(tx, personId, {
          cohorts: [],
          task: { kind, sourceId: messageId },
        });
        if (!begun) continue;
        caseId = begun.id;
        openCases.set(personId, caseId);
      }
      await this.record(tx, caseId, messageId);
    }
  }

  private async record(tx: Transaction, caseId: string, messageId: string): Promise<void> {
    const about = await tx.queryOne<{ id: string; personId: string; restricted: boolean }>(CHANGED, [
      caseId,
      tx.now,
    ]);
    if (about) await recordEvent(tx, about, 'danger.raised', { messageId, names: ['suspect'] });
  }
}

/**
 * Of which the case has told since the suspect was found: a task that was open by then for another reason stays the one
 * there is, and keeps its older time.
 */
async function alreadyRecorded(tx: Transaction, messages: readonly MessageContact[]): Promise<Set<string>> {
  if (messages.length === 0) return new Set();
  const rows = await tx.query<{ id: string }>(RECORDED, [
    messages.map(({ messageId }) => messageId),
    messages.map(({ suspectFoundAt }) => suspectFoundAt),
  ]);
  return new Set(rows.map(({ id }) => id));
}

/** One telling is for the contact point, whichever of its messages it named. */
const RECORDED = `
  SELECT g.id FROM unnest($1::uuid[], $2::timestamptz[]) AS g(id, found_at)
    JOIN message m ON m.id = g.id
   WHERE EXISTS (SELECT FROM case_event e JOIN message told ON told.id::text = e.details ->> 'messageId'
                  WHERE e.person_id = m.person_id AND e.kind = 'danger.raised' AND e.occurred_at >= g.found_at
                    AND told.person_id = m.person_id AND told.contact_point_id = m.contact_point_id)`;

/** Whoever read the case before does not know of it. */
const CHANGED = `
  UPDATE support_case SET version = version + 1, updated_at = $2 WHERE id = $1
  RETURNING id, person_id AS "personId", restricted`;
