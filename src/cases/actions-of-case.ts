import { Injectable } from '@nestjs/common';
import { mayDo } from '../platform/access/permissions.js';
import type { Transaction } from '../platform/database/transaction.js';
import { type AvailableAction, availableActions } from './available-actions.js';
import { isMember } from './membership.js';
import type { SupportCase } from './support-case.entity.js';

/** A room above tells what it allows in a case that the transaction sees. */
export type ActionSource = (tx: Transaction, caseId: string) => Promise<AvailableAction[]>;

/** The one list of what can be done in a case now: with the case itself, then what rooms above have added. */
@Injectable()
export class ActionsOfCase {
  private readonly sources: ActionSource[] = [];

  add(source: ActionSource): void {
    this.sources.push(source);
  }

  async list(tx: Transaction, supportCase: SupportCase): Promise<AvailableAction[]> {
    const { id, personId, restricted: isRestricted, allocatedTo, closedAt } = supportCase;
    const { roles, subject } = tx.actor;
    const own = availableActions({
      ...{ isClosed: closedAt !== null, isRestricted, allocatedTo, subject },
      mayEdit: mayDo(roles, 'case:edit'),
      isTeamLeader: roles.includes('team-leader'),
      isMember: isRestricted && (await isMember(tx, personId, subject)),
    });
    const added: AvailableAction[] = [];
    for (const source of this.sources) added.push(...(await source(tx, id)));
    return [...own, ...added];
  }
}
