import { Injectable } from '@nestjs/common';
import { ofChildhood } from '../../cases/calls/call-points.js';
import { caseSeen } from '../../cases/seen-case.js';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { FULL_AGE } from '../../victims/contact-safety/full-age.js';
import type { Day } from '../../platform/working-days/calendar-days.js';
import type { TransitionDay } from './transition-days.js';
import { type Transition, TransitionPath } from './transition-path.js';
import type { TransitionResponse, TransitionStepResponse } from './transition-responses.js';

interface OfOthers {
  consentIds: string[];
  pointIds: string[];
}

/** Where somebody stands on the way to adulthood. */
@Injectable()
export class ReadTransition {
  constructor(
    private readonly database: Database,
    private readonly path: TransitionPath,
  ) {}

  /** @throws NotFound where there is no such case or the actor may not see it */
  read(actor: Actor, caseId: string): Promise<TransitionResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const { personId } = await caseSeen(tx, caseId);
      const transition = await this.path.of(tx, caseId);
      const ofOthers = (await tx.queryOne<OfOthers>(OF_OTHERS, [caseId, personId, FULL_AGE]))!;
      const about = { targetType: 'case', targetIds: [caseId], personIds: [personId] };
      await tx.audit({ action: 'case.transition-read', ...about, fields: ['dateOfBirth'] });
      const { state, days } = transition;
      const isFollowed = state === 'followed';
      return {
        ...{ caseId, state, steps: days.map((day) => stepOf(day, transition, londonDayOf(tx.now))) },
        othersConsentIds: isFollowed ? ofOthers.consentIds : [],
        othersContactPointIds: isFollowed ? ofOthers.pointIds : [],
      };
    });
  }
}

function stepOf(day: TransitionDay, { raised }: Transition, today: Day): TransitionStepResponse {
  const known = raised.find(({ step, dueOn }) => step === day.step && dueOn === day.dueOn);
  const unraised = day.dueOn > today ? 'to-come' : 'not-raised';
  const taskState = known ? (known.isOpen ? 'open' : 'ended') : unraised;
  return { ...day, taskState, taskId: known?.taskId ?? null };
}

const OF_OTHERS = `
  SELECT ARRAY(SELECT k.id FROM agency_consent k
                WHERE k.case_id = $1 AND k.given_by <> 'self' AND k.is_given AND k.withdrawn_at IS NULL
                ORDER BY k.id) AS "consentIds",
         ARRAY(SELECT t.id FROM contact_point t JOIN person p ON p.id = t.person_id
                WHERE t.person_id = $2 AND t.superseded_at IS NULL AND ${ofChildhood('$3')}
                ORDER BY t.id) AS "pointIds"`;
