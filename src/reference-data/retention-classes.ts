import { Injectable } from '@nestjs/common';
import type { RetentionRow } from './policy/policy-files.js';
import { ReferencePolicy } from './policy/reference-policy.js';

/** By which class people and cases are kept (config/policy/retention.yaml). Nothing is deleted by a machine. */
@Injectable()
export class RetentionClasses {
  constructor(private readonly policy: ReferencePolicy) {}

  /**
   * The first class that fits.
   *
   * @param isChild null where the age is not known; the class of adults would be a guess, so it counts as a child
   */
  classFor(cohorts: readonly string[], isChild: boolean | null): RetentionRow {
    return this.policy.retention.find((row) => fits(row, cohorts, isChild !== false))!;
  }

  /** Null where there is no such class. */
  describe(code: string): RetentionRow | null {
    return this.policy.retention.find((row) => row.code === code) ?? null;
  }

  /** Codes of the classes that keep less: shorter, or without the hold that this one has. */
  weakerThan({ legalHold, reviewAfterMonths }: RetentionRow): string[] {
    const isWeaker = (row: RetentionRow) =>
      row.legalHold === legalHold ? row.reviewAfterMonths < reviewAfterMonths : legalHold;
    return this.policy.retention.filter(isWeaker).map(({ code }) => code);
  }
}

/** Whether a class asks for nothing, and so takes everyone that no other class took. */
export function takesEveryone(row: RetentionRow): boolean {
  return row.cohorts === undefined && row.children !== true;
}

function fits(row: RetentionRow, cohorts: readonly string[], mayBeChild: boolean): boolean {
  if (takesEveryone(row)) return true;
  return (
    (row.cohorts?.some((cohort) => cohorts.includes(cohort)) ?? false) ||
    (row.children === true && mayBeChild)
  );
}
