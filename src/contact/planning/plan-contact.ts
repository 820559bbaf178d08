import { Injectable } from '@nestjs/common';
import { serviceActor } from '../../platform/access/actor.js';
import { isKeyMissing } from '../../platform/crypto/field-encryption.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Log } from '../../platform/logging/log.js';
import { Job, type JobIds } from '../../platform/queues/job.decorator.js';
import { addDays } from '../../platform/working-days/calendar-days.js';
import { londonDayOf, startOfDayLondon } from '../../platform/working-days/london-days.js';
import { checkCollisions } from '../../victims/contact-safety/collision-checks.js';
import { decideAbout, decideAboutPerson, SafetyDecisions } from '../../victims/contact-safety/decide.js';
import { type LoadedFacts, SafetyFactsLoader } from '../../victims/contact-safety/load-facts.js';
import type { SafetyDecision } from '../../victims/contact-safety/safety-decision.js';
import { type ContactState, loadContactState } from './contact-state.js';
import { type PersonPlan, planFor } from './person-plan.js';
import { PlanWriter } from './plan-writer.js';

/** Days for which somebody is told that a message had left before a change of safety. */
const REPORT_LEFT_DAYS = 14;

/**
 * Finishes the collision checks of people, decides on each whether a machine may write, and plans what follows: an
 * email, or a held referral with its reasons. A change that spreads to others has them decided anew in the same
 * transaction. Planning again changes nothing where nothing changed.
 */
@Injectable()
export class PlanContact {
  constructor(
    private readonly database: Database,
    private readonly loader: SafetyFactsLoader,
    private readonly decisions: SafetyDecisions,
    private readonly writer: PlanWriter,
    private readonly log: Log,
  ) {}

  @Job('plan-contact')
  async planContact({ personIds }: JobIds): Promise<void> {
    await this.plan([personIds ?? []].flat());
  }

  @Job('replan-contact')
  async replanContact({ personId }: JobIds): Promise<void> {
    await this.plan([personId ?? []].flat());
  }

  /**
   * Plans for these people in one transaction. Somebody whose record is damaged is held for a person to look at. Where
   * the transaction fails each has one of their own, so that what stops one stops nobody else; theirs is tried again.
   */
  async plan(personIds: readonly string[]): Promise<void> {
    try {
      const planned = await this.database.inTransaction(serviceActor('worker', 'contact'), (tx) =>
        this.planIn(tx, personIds),
      );
      planned.forEach((facts) => this.tellIfUnreadable(facts));
    } catch (error) {
      if (isKeyMissing(error)) {
        const { keyId, place } = error;
        this.log.error('crypto.key-missing', { keyId, table: place.table, column: place.column });
        throw error;
      }
      if (personIds.length < 2) throw error;
      await this.planEach(personIds);
    }
  }

  private async planEach(personIds: readonly string[]): Promise<void> {
    const failures: unknown[] = [];
    for (const personId of personIds) {
      await this.plan([personId]).catch((error: unknown) => {
        this.log.error('contact.not-planned', { personId, ...this.log.describe(error) });
        failures.push(error);
      });
    }
    if (failures.length > 0) throw failures[0];
  }

  private tellIfUnreadable({ person, unreadable }: LoadedFacts): void {
    if (unreadable === null) return;
    this.log.error('contact.record-unreadable', { personId: person.id, ...this.log.describe(unreadable) });
  }

  private async planIn(tx: Transaction, personIds: readonly string[]): Promise<LoadedFacts[]> {
    const changed = await checkCollisions(tx, personIds);
    const people = [...new Set([...personIds, ...changed])];
    const facts = [...(await this.loader.load(tx, people)).values()];
    const state = await loadContactState(tx, people);
    const decided = facts.map((known) => ({ facts: known, decision: decideAboutPerson(known) }));
    const ids = await this.decisions.record(tx, decided);
    const plans = decided.map(({ facts: known, decision }, index) => ({
      ...{ facts: known, decision, decisionId: ids[index]! },
      plan: planOf(tx, state, known, decision),
    }));
    await this.writer.write(tx, state, plans, londonDayOf(tx.now));
    return facts;
  }
}

function planOf(
  tx: Transaction,
  state: ContactState,
  facts: LoadedFacts,
  decision: SafetyDecision,
): PersonPlan {
  const { id } = facts.person;
  return planFor({
    decision,
    decideAbout: (referralId) => decideAbout(facts, referralId),
    safetyVersion: facts.safetyVersion,
    referrals: state.referrals.get(id) ?? [],
    messages: state.messages.get(id) ?? [],
    reportLeftSince: startOfDayLondon(addDays(londonDayOf(tx.now), -REPORT_LEFT_DAYS)),
  });
}
