/** Why a row must be refused by whoever takes it in. */
export type RejectKind =
  | 'no-name'
  | 'no-crime-reference'
  | 'no-key'
  | 'no-force'
  | 'no-last-updated'
  | 'unreadable-last-updated'
  | 'last-updated-30-february'
  | 'too-few-columns'
  | 'too-many-columns'
  | 'nul-byte';

/** Why a person must look at a row. */
export type QuarantineKind = 'bad-crime-reference' | 'two-people-under-one-key' | 'person-id-contradicts';

/** What is counted in the notebook of a run: kinds of mess, and totals. */
export class Ledger {
  private readonly counts = new Map<string, number>();

  note(kind: string, times = 1): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + times);
  }

  /** Every kind with how often it was planted, in alphabetical order. */
  planted(): Record<string, number> {
    return Object.fromEntries([...this.counts].sort(([one], [other]) => (one < other ? -1 : 1)));
  }
}

/** What ought to become of a row; `first` is the row that opens its key (a created or a joined case). */
export type Disposition = 'first' | 'updated' | 'unchanged' | 'quarantined' | 'rejected';
