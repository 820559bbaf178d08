import { type FieldProblem, Invalid } from '../platform/problems/problem.js';
import { parseBirthDate } from '../platform/validation/birth-date.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import type { CodeLists } from '../reference-data/code-lists.js';
import type { CorrectVictimRequest } from './correct-victim-request.js';
import type { CorrectableField } from './correctable-fields.js';

/** What is held of the person and decides what can be said of them. */
export interface HeldIdentity {
  kind: 'individual' | 'organisation';
  givenName: string | null;
  surname: string | null;
}

const OF_INDIVIDUALS: readonly CorrectableField[] = ['givenName', 'middleName', 'surname', 'dateOfBirth'];
const OF_ORGANISATIONS: readonly CorrectableField[] = ['organisationName', 'namedContact'];

/** @throws Invalid naming each field that the person cannot have, or cannot be without */
export function mustBePossible(
  held: HeldIdentity,
  request: CorrectVictimRequest,
  fields: readonly CorrectableField[],
  { now, codeLists }: { now: Date; codeLists: CodeLists },
): void {
  const others = held.kind === 'individual' ? OF_ORGANISATIONS : OF_INDIVIDUALS;
  const problems: FieldProblem[] = fields
    .filter((field) => others.includes(field))
    .map((field) => ({ field, code: `not-for-${held.kind}`, message: `An ${held.kind} has no such field.` }));
  if (fields.length === 0) problems.push(needed('dateOfBirth', 'Give at least one field to correct.'));
  problems.push(...withoutName(held, request), ...ofValues(request, now, codeLists));
  if (problems.length > 0) throw new Invalid(problems);
}

function withoutName(held: HeldIdentity, request: CorrectVictimRequest): FieldProblem[] {
  if (held.kind === 'organisation') {
    const isWiped = request.organisationName === null;
    return isWiped ? [needed('organisationName', 'An organisation needs its name.')] : [];
  }
  const { givenName = held.givenName, surname = held.surname } = request;
  return givenName === null && surname === null ? [needed('surname', 'An individual needs a name.')] : [];
}

function ofValues(
  { dateOfBirth, preferredLanguage }: CorrectVictimRequest,
  now: Date,
  codeLists: CodeLists,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const birth = typeof dateOfBirth === 'string' ? parseBirthDate(dateOfBirth, londonDayOf(now)) : null;
  if (birth && !birth.ok) problems.push({ field: 'dateOfBirth', code: birth.code, message: birth.message });
  if (typeof preferredLanguage === 'string' && !codeLists.has('languages', preferredLanguage, now)) {
    const message = 'The list `languages` has no such code.';
    problems.push({ field: 'preferredLanguage', code: 'code-unknown', message });
  }
  return problems;
}

function needed(field: CorrectableField, message: string): FieldProblem {
  return { field, code: 'required', message };
}
