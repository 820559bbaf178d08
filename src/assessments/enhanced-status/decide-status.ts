import { Injectable } from '@nestjs/common';
import { caseSeen, caseToChange } from '../../cases/seen-case.js';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Conflict } from '../../platform/problems/problem.js';
import { doneAt, refusedField } from '../assessment-rules.js';
import { EnhancedStatus } from './enhanced-status.js';
import type { DecideEnhancedStatusRequest } from './status-requests.js';
import type { EnhancedStatusResponse } from './status-responses.js';

/** Reads enhanced status, and takes down what a person decided. */
@Injectable()
export class DecideStatus {
  constructor(
    private readonly database: Database,
    private readonly status: EnhancedStatus,
  ) {}

  /** @throws NotFound where there is no such case or the actor may not see it */
  read(actor: Actor, caseId: string): Promise<EnhancedStatusResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseSeen(tx, caseId);
      await noted(tx, 'enhanced-status.read', supportCase);
      return this.status.shown(tx, supportCase);
    });
  }

  /**
   * @throws NotFound; Conflict `case-closed`, `automatic-basis`, `not-for-organisation`; Unprocessable `basis-missing`,
   * `basis-given`, `in-the-future`, `before-the-case`
   */
  decide(
    actor: Actor,
    caseId: string,
    request: DecideEnhancedStatusRequest,
  ): Promise<EnhancedStatusResponse> {
    mustFit(request);
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      supportCase.mustBeOpen();
      const decidedAt = doneAt(tx, request.decidedAt, supportCase.openedAt, 'decidedAt');
      await mustBePerson(tx, supportCase.personId);
      const automatic = await this.status.automatic(tx, supportCase);
      if (request.status === 'no' && automatic.length > 0)
        throw new Conflict('automatic-basis', 'The record itself gives enhanced rights.');
      const { status, bases = [], note = null } = request;
      const word = { status, bases: [...new Set(bases)], isAutomatic: false, decidedAt, note };
      await this.status.write(tx, supportCase, word);
      await noted(tx, 'enhanced-status.decide', supportCase);
      return this.status.shown(tx, supportCase);
    });
  }
}

function mustFit({ status, bases = [] }: DecideEnhancedStatusRequest): void {
  if (status === 'yes' && bases.length === 0)
    throw refusedField('bases', 'basis-missing', 'Say what the enhanced rights rest on.');
  if (status === 'no' && bases.length > 0)
    throw refusedField('bases', 'basis-given', 'Without enhanced rights there is no basis.');
}

async function mustBePerson(tx: Transaction, personId: string): Promise<void> {
  const person = await tx.queryOne<{ kind: string }>('SELECT kind FROM person WHERE id = $1', [personId]);
  if (person?.kind === 'organisation')
    throw new Conflict('not-for-organisation', 'An organisation has no enhanced rights.');
}

async function noted(tx: Transaction, action: string, { id, personId }: { id: string; personId: string }) {
  await tx.audit({ action, targetType: 'case', targetIds: [id], personIds: [personId] });
}
