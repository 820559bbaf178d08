import { Injectable } from '@nestjs/common';
import { ReachingSteps } from '../../cases/calls/reaching-steps.js';
import type { TaskKind } from '../../cases/case-opening.js';
import { ContinueStay } from '../../cases/continue-stay.js';
import { FollowUps } from '../../cases/follow-ups.js';
import { caseToChange } from '../../cases/seen-case.js';
import type { SupportCase } from '../../cases/support-case.entity.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { decideAboutPerson } from '../../victims/contact-safety/decide.js';
import { SafetyFactsLoader } from '../../victims/contact-safety/load-facts.js';
import type { ReturnReason } from './return-requests.js';

/** Code of the list `reopening-reasons`. */
const CAME_BACK = 'letter-came-back';
/** Code of the list `closure-reasons`. */
const DECLINED = 'support-declined';

/** Has somebody find a safe way to a person whose letter came back, in their open case or in a new one. */
@Injectable()
export class FindSafeWay {
  constructor(
    private readonly followUps: FollowUps,
    private readonly steps: ReachingSteps,
    private readonly stays: ContinueStay,
    private readonly safety: SafetyFactsLoader,
  ) {}

  /**
   * Somebody at the address may have refused it: then it is asked first whether any way is safe. Nobody looks for a way
   * to somebody whom nobody may contact (who died, has a marker against contact, or objected), nor to a person with no
   * open case who wants no support.
   */
  async begin(
    tx: Transaction,
    ofLetter: SupportCase,
    messageId: string,
    reason: ReturnReason,
  ): Promise<void> {
    const decision = await this.decision(tx, ofLetter.personId);
    if (decision === 'DO_NOT_CONTACT') return;
    const kind: TaskKind = reason === 'refused' ? 'decide-safe-contact' : 'find-contact-point';
    const openCase = await this.openCase(tx, ofLetter);
    if (!openCase) {
      if (await isLeftAlone(tx, ofLetter.personId)) return;
      const task = { kind, sourceId: messageId };
      await this.stays.begin(tx, ofLetter.personId, { cohorts: [], task, reason: CAME_BACK });
      return;
    }
    const { dueAt } = this.followUps.workingDaysAfter(tx.now, 'decideContactWorkingDays');
    const step = { kind, source: 'contact', sourceId: messageId, dueAt } as const;
    await this.steps.add(tx, openCase, step, decision);
    await this.followUps.settle(tx, openCase);
  }

  /** By all that is known now: the last decision may be older than what the letter met. */
  private async decision(tx: Transaction, personId: string): Promise<string | null> {
    const facts = (await this.safety.load(tx, [personId])).get(personId);
    return facts ? decideAboutPerson(facts).decision : null;
  }

  private async openCase(tx: Transaction, ofLetter: SupportCase): Promise<SupportCase | null> {
    if (!ofLetter.closedAt) return ofLetter;
    const open = await tx.queryOne<{ id: string }>(
      'SELECT id FROM support_case WHERE person_id = $1 AND closed_at IS NULL',
      [ofLetter.personId],
    );
    return open && caseToChange(tx, open.id);
  }
}

/** Whether the person said to the police or to us last that they want no support. */
async function isLeftAlone(tx: Transaction, personId: string): Promise<boolean> {
  const person = await tx.queryOne<{ isLeftAlone: boolean }>(LEFT_ALONE, [personId, DECLINED]);
  return person?.isLeftAlone === true;
}

const LEFT_ALONE = `
  SELECT EXISTS (SELECT FROM referral r WHERE r.person_id = p.id AND r.victim_support = false)
         OR coalesce((SELECT c.closure_reason = $2 FROM support_case c WHERE c.person_id = p.id
                       ORDER BY c.closed_at DESC, c.id DESC LIMIT 1), false) AS "isLeftAlone"
    FROM person p WHERE p.id = $1`;
