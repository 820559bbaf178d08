import type { Transaction } from '../platform/database/transaction.js';
import { Conflict, type FieldProblem, Invalid, Unprocessable } from '../platform/problems/problem.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import type { AssessmentRequest } from './assessment-requests.js';
import type { Facts, FormCode, FormVersion } from './forms/form-definition.js';
import type { Forms } from './forms/forms.js';

const REFUSALS_OF_THEIR_OWN = /^(consent|duty-to-notify)-not-asked-of-/;

/** The refusal of one field, with the same code for the whole and for the field. */
export function refusedField(field: string, code: string, message: string): Unprocessable {
  return new Unprocessable(code, message, [{ field, code, message }]);
}

/**
 * When something that is written down now was done.
 * @throws Unprocessable `in-the-future`, `before-the-case`
 */
export function doneAt(tx: Transaction, given: string | undefined, openedAt: Date, field: string): Date {
  if (given === undefined) return tx.now;
  const at = new Date(given);
  if (at > tx.now) throw refusedField(field, 'in-the-future', 'It has not happened yet.');
  if (at < openedAt) throw refusedField(field, 'before-the-case', 'The case was opened later.');
  return at;
}

/** @throws Unprocessable `review-date-missing`, `review-date-past` */
export function reviewDayOf(tx: Transaction, { reviewDueOn }: AssessmentRequest): string {
  if (reviewDueOn === undefined)
    throw refusedField('reviewDueOn', 'review-date-missing', 'Say when it is to be looked at again.');
  if (reviewDueOn < londonDayOf(tx.now))
    throw refusedField('reviewDueOn', 'review-date-past', 'The day of the review has passed.');
  return reviewDueOn;
}

/** @throws Unprocessable `form-not-of-kind`, `form-version-unknown` */
export function formFor(
  forms: Forms,
  kind: FormCode,
  request: AssessmentRequest & { formCode?: FormCode },
  completedAt: Date,
): FormVersion {
  const { formCode = kind, formVersion } = request;
  if (formCode !== kind)
    throw refusedField('formCode', 'form-not-of-kind', `The form of this assessment is ${kind}.`);
  const held = forms.currentOn(kind, completedAt);
  if (held && (formVersion === undefined || held.version === formVersion)) return held;
  throw refusedField('formVersion', 'form-version-unknown', 'No such version of the form held on that day.');
}

/** @throws Conflict `not-for-organisation`, `needs-assessment-missing` */
export async function mustBePossible(
  tx: Transaction,
  kind: FormCode,
  caseId: string,
  facts: Facts,
): Promise<void> {
  if (facts.personKind === 'organisation' && (kind === 'msht' || kind === 'cse'))
    throw new Conflict('not-for-organisation', 'An organisation is no victim of this.');
  if (kind === 'needs') return;
  const rows = await tx.query(`SELECT id FROM assessment WHERE case_id = $1 AND kind = 'needs' LIMIT 1`, [
    caseId,
  ]);
  if (rows.length === 0)
    throw new Conflict('needs-assessment-missing', 'The case needs a completed needs assessment first.');
}

/** @throws Invalid `unknown-assessment`; Conflict `already-superseded` */
export async function mustBeCurrent(
  tx: Transaction,
  kind: FormCode,
  caseId: string,
  id: string,
): Promise<void> {
  const found = await tx.queryOne<{ isCorrected: boolean }>(
    `SELECT EXISTS (SELECT FROM assessment l WHERE l.supersedes = a.id) AS "isCorrected"
       FROM assessment a WHERE a.id = $1 AND a.case_id = $2 AND a.kind = $3`,
    [id, caseId, kind],
  );
  if (!found)
    throw Invalid.field('supersedes', 'unknown-assessment', 'The case has no such assessment of this kind.');
  if (found.isCorrected)
    throw new Conflict('already-superseded', 'The assessment was corrected already: correct its correction.');
}

/** The refusal of answers; one that no child may be asked stands for the whole. */
export function answersRefused(problems: FieldProblem[]): Unprocessable {
  const grave = problems.find(({ code }) => REFUSALS_OF_THEIR_OWN.test(code));
  return new Unprocessable(grave?.code ?? 'answers-invalid', 'The answers do not fit the form.', problems);
}
