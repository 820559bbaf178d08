import { Injectable } from '@nestjs/common';
import { Invalid } from '../platform/problems/problem.js';
import type { Day } from '../platform/working-days/calendar-days.js';
import { CodeLists } from '../reference-data/code-lists.js';
import { AgencyDirectory } from './agency-directory.js';

/** The pairs of an agency and a purpose that consent is asked for. */
@Injectable()
export class AgencyPurposes {
  constructor(
    private readonly directory: AgencyDirectory,
    private readonly codeLists: CodeLists,
  ) {}

  /** Answers what people read for the agency. @throws Invalid `unknown-agency`, `unknown-purpose` */
  mustBeKnown({ agencyCode, purpose }: { agencyCode: string; purpose: string }, day: Day): string {
    this.directory.known(agencyCode, day);
    if (!this.codeLists.has('agency-purposes', purpose, day))
      throw Invalid.field('purpose', 'unknown-purpose', 'The list `agency-purposes` has no such code.');
    return this.directory.label(agencyCode, day);
  }
}
