import { Injectable } from '@nestjs/common';
import type { Day } from '../../platform/working-days/calendar-days.js';
import { CodeLists } from '../../reference-data/code-lists.js';
import type { EventKindAttributes } from '../../reference-data/policy/policy-files.js';
import { EVENT_LISTS } from '../../reference-data/policy/read-event-kinds.js';

/** The kinds of justice events and the codes that they may carry (config/victims-code/event-kinds.yaml). */
@Injectable()
export class EventKinds {
  private readonly rules: ReadonlySet<string>;

  constructor(private readonly lists: CodeLists) {
    const kinds = lists.find(EVENT_LISTS.kinds)?.codes ?? [];
    this.rules = new Set(
      kinds.flatMap(({ attributes }) => {
        const { starts, satisfies } = attributes as unknown as EventKindAttributes;
        return [...starts, ...satisfies];
      }),
    );
  }

  /** What a kind may say on a day; null where there is no such kind then. */
  find(code: string, on: Day): EventKindAttributes | null {
    const entry = this.lists.entry(EVENT_LISTS.kinds, code, on);
    return entry ? (entry.attributes as unknown as EventKindAttributes) : null;
  }

  /** Whether the list of what a telling may say knows a code on a day. */
  knows(list: 'victimAnswers' | 'channels' | 'quality', code: string, on: Day): boolean {
    return this.lists.has(EVENT_LISTS[list], code, on);
  }

  /** Whether any kind names a rule of the Victims' Codes. */
  isRule(id: string): boolean {
    return this.rules.has(id);
  }
}
