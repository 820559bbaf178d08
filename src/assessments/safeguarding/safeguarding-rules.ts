import type { SupportCase } from '../../cases/support-case.entity.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Conflict, StaleEdit } from '../../platform/problems/problem.js';
import { doneAt, refusedField } from '../assessment-rules.js';
import type { AgeBand } from '../forms/form-definition.js';
import { type About, type Decision, DECISIONS } from './safeguarding-codes.js';
import type {
  AcknowledgeSafeguardingRequest,
  MakeSafeguardingReferralRequest,
} from './safeguarding-requests.js';
import type { SafeguardingRow } from './safeguarding-store.js';

/** @throws Unprocessable `basis-missing`, `basis-not-asked-of-child`, `not-phoned` */
export function mustFitTogether(request: MakeSafeguardingReferralRequest): void {
  const { about, basis, takenBy, phonedAt, writtenAt } = request;
  if (about === 'adult' && basis === undefined)
    throw refusedField('basis', 'basis-missing', 'Say whether the adult consents, or why it goes without.');
  if (about === 'child' && basis !== undefined)
    throw refusedField('basis', 'basis-not-asked-of-child', 'A child is referred without being asked.');
  if (takenBy !== undefined && writtenAt !== undefined && phonedAt === undefined)
    throw refusedField('takenBy', 'not-phoned', 'A form was sent: say when the authority was told by phone.');
}

/** An unknown age is never adult. @throws Conflict `not-a-child`, `not-an-adult`, `age-unknown`, `not-for-organisation` */
export function mustBeOfThatAge(about: About, ageBand: AgeBand, isOrganisation: boolean): void {
  if (isOrganisation) throw new Conflict('not-for-organisation', 'An organisation is nobody to safeguard.');
  if (about === 'child' && ageBand === 'adult') throw new Conflict('not-a-child', 'The person is an adult.');
  if (about === 'adult' && ageBand === 'child') throw new Conflict('not-an-adult', 'The person is a child.');
  if (about === 'adult' && ageBand === 'unknown')
    throw new Conflict('age-unknown', 'The age is not known: refer as a child.');
}

/** When the authority was told; by phone now unless something is given. @throws Unprocessable `in-the-future`, `before-the-case` */
export function toldAt(
  tx: Transaction,
  { openedAt }: SupportCase,
  { phonedAt, writtenAt }: MakeSafeguardingReferralRequest,
): { madeAt: Date; phonedAt: Date | null; writtenAt: Date | null } {
  if (phonedAt === undefined && writtenAt === undefined)
    return { madeAt: tx.now, phonedAt: tx.now, writtenAt: null };
  const phoned = phonedAt === undefined ? null : doneAt(tx, phonedAt, openedAt, 'phonedAt');
  const written = writtenAt === undefined ? null : doneAt(tx, writtenAt, openedAt, 'writtenAt');
  const earliest = Math.min(phoned?.getTime() ?? Infinity, written?.getTime() ?? Infinity);
  return { madeAt: new Date(earliest), phonedAt: phoned, writtenAt: written };
}

/** @throws StaleEdit; Conflict `already-decided`, `already-acknowledged`; Unprocessable `decision-does-not-fit` */
export function mustBeOpenFor(row: SafeguardingRow, version: number, decision: Decision | undefined): void {
  if (row.version !== version) throw new StaleEdit();
  if (row.decision !== null)
    throw new Conflict('already-decided', 'The decision of the authority is recorded.');
  if (row.acknowledgedAt !== null && decision === undefined)
    throw new Conflict(
      'already-acknowledged',
      'The acknowledgement is recorded; only the decision is missing.',
    );
  const fitting: readonly About[] = decision === undefined ? [row.about] : DECISIONS[decision];
  if (!fitting.includes(row.about))
    throw refusedField(
      'decision',
      'decision-does-not-fit',
      `That is no decision about a person of age: ${row.about}.`,
    );
}

/** @throws Unprocessable `in-the-future`, `before-the-referral` */
export function answeredAt(
  tx: Transaction,
  row: SafeguardingRow,
  request: AcknowledgeSafeguardingRequest,
): Date {
  if (request.occurredAt === undefined) return tx.now;
  const at = new Date(request.occurredAt);
  if (at > tx.now) throw refusedField('occurredAt', 'in-the-future', 'It has not happened yet.');
  if (at < row.madeAt)
    throw refusedField('occurredAt', 'before-the-referral', 'The referral was made later.');
  return at;
}
