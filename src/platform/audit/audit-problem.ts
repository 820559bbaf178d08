/** What can be wrong with the audit, and what it means. */
export const AUDIT_PROBLEMS = {
  'entry-missing': 'an entry that was sealed is gone',
  'entry-inserted': 'an entry stands among sealed ones that was not there when they were sealed',
  'entries-reordered': 'the entries of a seal are not in the order in which they were written',
  'seal-broken': 'an entry of the seal, or the seal itself, was changed',
  'seal-missing': 'a seal is gone',
  'link-broken': 'a seal does not follow from the one before it',
  'key-missing': 'the key of a seal is not among the keys of the service: it cannot be checked',
  'tail-cut': 'the anchor file knows a later seal than the database',
  'anchor-missing': 'there is no anchor file although entries were sealed',
  'anchor-gap': 'the anchor file lacks this seal',
  'anchor-differs': 'the anchor file has another hash for this seal',
  'anchor-unreadable': 'the anchor file has a line that is none',
} as const;
export type AuditProblemCode = keyof typeof AUDIT_PROBLEMS;

export interface AuditProblem {
  code: AuditProblemCode;
  sealNumber?: number;
  entryId?: string;
}

/** Collects problems; the first two hundred say enough. */
export class AuditProblems {
  readonly list: AuditProblem[] = [];
  private static readonly most = 200;

  get found(): boolean {
    return this.list.length > 0;
  }

  add(code: AuditProblemCode, where: Omit<AuditProblem, 'code'> = {}): void {
    if (this.list.length < AuditProblems.most) this.list.push({ code, ...where });
  }
}
