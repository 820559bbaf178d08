import type { Transaction } from '../platform/database/transaction.js';
import { Invalid } from '../platform/problems/problem.js';

/** A colleague to whom casework can be given. */
export interface Colleague {
  subject: string;
  displayName: string;
  team: string | null;
}

const COLLEAGUES = `
  SELECT subject, display_name AS "displayName", team FROM staff_member
   WHERE subject = ANY ($1) AND roles && ARRAY['coordinator', 'team-leader']`;

/** The colleague with this subject. @throws Invalid `unknown-staff`, naming the field */
export async function colleagueNamed(tx: Transaction, subject: string, field: string): Promise<Colleague> {
  const [found] = await colleaguesNamed(tx, [subject], () => field);
  return found!;
}

/** All of them, each once. @throws Invalid `unknown-staff`, naming the field of each who is not known */
export async function colleaguesNamed(
  tx: Transaction,
  subjects: readonly string[],
  fieldOf: (index: number) => string,
): Promise<Colleague[]> {
  const found = await tx.query<Colleague>(COLLEAGUES, [subjects]);
  const known = new Set(found.map(({ subject }) => subject));
  const unknown = subjects.flatMap((subject, index) => (known.has(subject) ? [] : [fieldOf(index)]));
  if (unknown.length > 0) {
    const message = 'Nobody with casework roles and this subject has signed in.';
    throw new Invalid(unknown.map((field) => ({ field, code: 'unknown-staff', message })));
  }
  return found;
}
