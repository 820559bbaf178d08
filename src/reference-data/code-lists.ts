import { Injectable } from '@nestjs/common';
import type { Day } from '../platform/working-days/calendar-days.js';
import { dayOf, holdsOn } from './policy/dated.js';
import { ReferencePolicy } from './policy/reference-policy.js';
import type { ReferenceCode, ReferenceList } from './policy/reference-code.js';

type ByCode = ReadonlyMap<string, readonly ReferenceCode[]>;

/** The dated code lists of `config/reference-data`. A code that a list does not know is unknown: never "other". */
@Injectable()
export class CodeLists {
  private readonly lists = new Map<string, ByCode>();

  constructor(private readonly policy: ReferencePolicy) {
    for (const [name, { codes }] of policy.lists) this.lists.set(name, byCode(codes));
  }

  /** Every list, by name. */
  all(): ReferenceList[] {
    return [...this.policy.lists.values()];
  }

  /** The list of that name, or null. */
  find(list: string): ReferenceList | null {
    return this.policy.lists.get(list) ?? null;
  }

  /** The codes of a list that hold on a day. @throws RangeError where there is no such list */
  codesOn(list: string, on: Day | Date): ReferenceCode[] {
    const day = dayOf(on);
    return this.policy.codesOf(list).filter((code) => holdsOn(code, day));
  }

  /** Whether the list knows the code on that day. @throws RangeError where there is no such list */
  has(list: string, code: string, on: Day | Date): boolean {
    return this.entry(list, code, on) !== null;
  }

  /** What people read for a code on that day, or null where the list does not know it. */
  label(list: string, code: string, on: Day | Date): string | null {
    return this.entry(list, code, on)?.label ?? null;
  }

  /** The whole row of a code on that day, or null. @throws RangeError where there is no such list */
  entry(list: string, code: string, on: Day | Date): ReferenceCode | null {
    const codes = this.lists.get(list);
    if (!codes) throw new RangeError(`There is no code list ${list}`);
    const day = dayOf(on);
    return codes.get(code)?.find((row) => holdsOn(row, day)) ?? null;
  }
}

function byCode(codes: readonly ReferenceCode[]): ByCode {
  const rows = new Map<string, ReferenceCode[]>();
  for (const code of codes) rows.set(code.code, [...(rows.get(code.code) ?? []), code]);
  return rows;
}
