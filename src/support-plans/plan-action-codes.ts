import { Injectable } from '@nestjs/common';
import { Invalid } from '../platform/problems/problem.js';
import { CodeLists } from '../reference-data/code-lists.js';
import type { AgreeActionRequest } from './goal-requests.js';

/** The catalogue of actions, and the directory of agencies that do some of them. */
@Injectable()
export class PlanActionCodes {
  constructor(private readonly codeLists: CodeLists) {}

  /** @throws Invalid `unknown-action`, `unknown-agency`, `only-of-agency` */
  mustBeKnown({ actionCode, agencyCode, ownerKind }: AgreeActionRequest, on: Date): void {
    if (!this.codeLists.has('plan-actions', actionCode, on))
      throw Invalid.field('actionCode', 'unknown-action', 'The list `plan-actions` has no such code.');
    if (agencyCode === undefined) return;
    if (ownerKind !== 'agency')
      throw Invalid.field('agencyCode', 'only-of-agency', 'Only an agency’s action names one.');
    if (!this.codeLists.has('agencies', agencyCode, on))
      throw Invalid.field('agencyCode', 'unknown-agency', 'The directory has no such agency on this day.');
  }
}
