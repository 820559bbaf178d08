import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ActionsOfCase } from '../../cases/actions-of-case.js';
import type { AvailableAction } from '../../cases/available-actions.js';
import { caseSeen } from '../../cases/seen-case.js';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { CaseActionsResponse } from './actions-response.js';
import { type Against, JOURNEY_ACTIONS, type JourneyFacts } from './journey-actions.js';
import { JourneyFactsOf } from './journey-facts.js';

/** What can be done in a case now, over all rooms, with the reason where something cannot. */
@Injectable()
export class CaseActions implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly facts: JourneyFactsOf,
    private readonly actions: ActionsOfCase,
  ) {}

  onModuleInit(): void {
    this.actions.add(async (tx, caseId) => journeyActions(await this.facts.read(tx, caseId)));
  }

  /** @throws NotFound where there is no such case or the actor may not see it */
  list(actor: Actor, caseId: string): Promise<CaseActionsResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseSeen(tx, caseId);
      const { personId, version } = supportCase;
      const items = await this.actions.list(tx, supportCase);
      await tx.audit({
        action: 'case.actions',
        targetType: 'case',
        targetIds: [caseId],
        personIds: [personId],
      });
      return { caseId, items, version };
    });
  }
}

/** Every verb of the journey with its answer, in a fixed order. */
export function journeyActions(facts: JourneyFacts): AvailableAction[] {
  return Object.entries(JOURNEY_ACTIONS).map(([action, { operation, against }]) => {
    const found: Against | null = against(facts);
    return {
      ...{ action, operation, isAvailable: found === null },
      ...{ reasonCode: found?.code ?? null, reason: found?.reason ?? null },
    };
  });
}
