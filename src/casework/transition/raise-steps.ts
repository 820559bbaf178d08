import { Injectable } from '@nestjs/common';
import { FollowUps } from '../../cases/follow-ups.js';
import { belongingTo, caseToChange } from '../../cases/seen-case.js';
import type { SupportCase } from '../../cases/support-case.entity.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids.js';
import { endOfDayLondon, londonDayOf } from '../../platform/working-days/london-days.js';
import { STEP_TASKS, type TransitionDay } from './transition-days.js';
import { type RaisedStep, toEnd, toRaise, toRaiseAgain, TransitionPath } from './transition-path.js';

/**
 * Makes tasks of what is due on the way to adulthood, each once in a case, and ends those of a birth date that turned
 * out wrong, until that date holds again. Where the birth date is not known there is no date: somebody is asked to
 * establish the age, and what was raised waits.
 */
@Injectable()
export class RaiseSteps {
  constructor(
    private readonly path: TransitionPath,
    private readonly followUps: FollowUps,
  ) {}

  /** Doing it again changes nothing. */
  async settle(tx: Transaction, caseId: string): Promise<void> {
    await tx.query(HOLD_PERSON, [caseId]);
    const supportCase = await caseToChange(tx, caseId);
    if (supportCase.closedAt) return;
    const transition = await this.path.of(tx, caseId);
    const [ended, raised, again] = [toEnd(transition), toRaise(transition), toRaiseAgain(transition)];
    if (ended.length + again.length === 0 && raised === null) return;
    for (const step of ended) await this.end(tx, supportCase, step);
    if (raised === 'age-unknown') await this.askForAge(tx, supportCase);
    else for (const day of raised ? [...again, raised] : again) await this.raise(tx, supportCase, day);
    await this.followUps.settle(tx, supportCase);
    const about = { targetType: 'case', targetIds: [caseId], personIds: [supportCase.personId] };
    await tx.audit({ action: 'case.transition', ...about });
  }

  /** What asked for the age is done once it is known. */
  private async end(tx: Transaction, supportCase: SupportCase, { id, step }: RaisedStep): Promise<void> {
    const [kind, outcome] =
      step === 'age-unknown'
        ? (['look-at-age', 'done'] as const)
        : ([STEP_TASKS[step], 'not-needed'] as const);
    await this.followUps.end(tx, supportCase, [kind], outcome, id);
    await tx.query('UPDATE transition_step SET ended_at = $2 WHERE id = $1', [id, tx.now]);
  }

  private async askForAge(tx: Transaction, supportCase: SupportCase): Promise<void> {
    const sourceId = await keepStep(tx, supportCase, 'age-unknown', null);
    const { dueAt } = this.followUps.workingDaysAfter(tx.now, 'callPersonWorkingDays');
    await this.followUps.add(tx, supportCase, { kind: 'look-at-age', source: 'casework', sourceId, dueAt });
  }

  private async raise(tx: Transaction, supportCase: SupportCase, day: TransitionDay): Promise<void> {
    const { step, dueOn, taskKind: kind } = day;
    const sourceId = await keepStep(tx, supportCase, step, dueOn);
    const today = londonDayOf(tx.now);
    const dueAt = endOfDayLondon(dueOn < today ? today : dueOn);
    await this.followUps.add(tx, supportCase, { kind, source: 'casework', sourceId, dueAt });
    if (step === 'of-age') await this.lookAtReferrals(tx, supportCase);
  }

  /** What rests on somebody else's consent rests on none from the birthday on. */
  private async lookAtReferrals(tx: Transaction, supportCase: SupportCase): Promise<void> {
    const { dueAt } = this.followUps.workingDaysAfter(tx.now, 'withdrawnConsentWorkingDays');
    const about = { kind: 'look-at-withdrawn-consent', source: 'agency-referral', dueAt } as const;
    const referrals = await tx.query<{ id: string }>(BY_OTHERS, [supportCase.id]);
    await this.followUps.add(tx, supportCase, ...referrals.map(({ id }) => ({ ...about, sourceId: id })));
  }
}

/** The step's id, the same where it is raised again. */
async function keepStep(
  tx: Transaction,
  supportCase: SupportCase,
  step: RaisedStep['step'],
  dueOn: string | null,
): Promise<string> {
  const again = await tx.queryOne<{ id: string }>(RAISE_AGAIN, [supportCase.id, step, dueOn]);
  if (again) return again.id;
  const id = newId();
  const row = { id, ...belongingTo(supportCase), step, due_on: dueOn, raised_at: tx.now };
  await tx.insert('transition_step', [row]);
  return id;
}

const HOLD_PERSON = `
  SELECT p.id FROM person p JOIN support_case c ON c.person_id = p.id WHERE c.id = $1 FOR UPDATE OF p`;

const RAISE_AGAIN = `
  UPDATE transition_step SET ended_at = NULL
   WHERE case_id = $1 AND step = $2 AND due_on IS NOT DISTINCT FROM $3::date AND ended_at IS NOT NULL RETURNING id`;

const BY_OTHERS = `
  SELECT r.id FROM agency_referral r JOIN agency_consent k ON k.id = r.consent_id
   WHERE r.case_id = $1 AND r.state IN ('sent', 'acknowledged', 'accepted') AND k.given_by <> 'self' ORDER BY r.id`;
