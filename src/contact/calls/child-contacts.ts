import { Injectable } from '@nestjs/common';
import { callPointsOf } from '../../cases/calls/call-points.js';
import { NOT_A_CHILD } from '../../cases/calls/child-contact-rule.js';
import { happenedAt } from '../../cases/happened-at.js';
import { belongingTo, caseSeen, caseToChange, recordEvent } from '../../cases/seen-case.js';
import type { SupportCase } from '../../cases/support-case.entity.js';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids.js';
import { Conflict, Invalid } from '../../platform/problems/problem.js';
import { Thresholds } from '../../reference-data/thresholds.js';
import type { RecordChildContactRequest, SafeNumberRequest } from './child-contact-requests.js';
import type { ChildContactList, ChildContactResponse } from './child-contact-responses.js';
import { attemptsSoFar } from './call-rules.js';

type ChildContactRow = Omit<ChildContactResponse, 'checkedAt' | 'recordedAt'> & {
  checkedAt: Date;
  recordedAt: Date;
};

/** Who is safe to contact about a child, as an officer or a social worker said (VAL safe-contact rule CSE-8). */
@Injectable()
export class ChildContacts {
  constructor(
    private readonly database: Database,
    private readonly thresholds: Thresholds,
  ) {}

  /** @throws NotFound where there is no such case or the actor may not see it */
  list(actor: Actor, caseId: string): Promise<ChildContactList> {
    return this.database.inTransaction(actor, async (tx) => {
      const { personId } = await caseSeen(tx, caseId);
      const rows = await tx.query<ChildContactRow>(OF_PERSON, [personId]);
      await noted(
        tx,
        'child-contact.read',
        personId,
        rows.map(({ id }) => id),
      );
      return { items: rows.map(shown) };
    });
  }

  /** @throws NotFound; Invalid naming the field; Conflict `case-closed`, `not-a-child` */
  record(actor: Actor, caseId: string, request: RecordChildContactRequest): Promise<ChildContactResponse> {
    mustBeSafe(request);
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      supportCase.mustBeOpen();
      const { mayBeChild } = await attemptsSoFar(tx, caseId, this.thresholds);
      if (!mayBeChild) throw new Conflict('not-a-child', NOT_A_CHILD);
      const row = rowOf(tx, supportCase, request);
      const { id, who, checkedWith, safeNumbers } = row;
      await mustBeTheirs(tx, supportCase.personId, row);
      await tx.insert('child_contact_check', [
        {
          ...{ id, ...belongingTo(supportCase), who, checked_with: checkedWith },
          ...{ is_no_suspect: row.isNoSuspect, is_looked_after: row.isLookedAfter },
          has_parental_responsibility: row.hasParentalResponsibility,
          ...{ does_child_know: row.doesChildKnow, checked_at: row.checkedAt },
          ...{ recorded_at: row.recordedAt, recorded_by: row.recordedBy },
        },
      ]);
      await this.insertNumbers(tx, supportCase, row);
      const contactPointIds = safeNumbers.map(({ contactPointId }) => contactPointId);
      const details = { checkId: id, who, checkedWith, contactPointIds };
      await recordEvent(tx, supportCase, 'child-contact.checked', details);
      await noted(tx, 'child-contact.record', supportCase.personId, [id]);
      return shown(row);
    });
  }

  private insertNumbers(
    tx: Transaction,
    { personId, restricted }: SupportCase,
    { id, safeNumbers }: ChildContactRow,
  ): Promise<void> {
    const about = { check_id: id, person_id: personId, restricted };
    return tx.insert(
      'child_contact_number',
      safeNumbers.map(({ contactPointId, whose }) => ({ ...about, contact_point_id: contactPointId, whose })),
    );
  }
}

function rowOf(
  tx: Transaction,
  { id: caseId, openedAt }: SupportCase,
  request: RecordChildContactRequest,
): ChildContactRow {
  const { who, checkedWith, isNoSuspect = null, isLookedAfter = null } = request;
  const { hasParentalResponsibility = null, doesChildKnow = null, safeNumbers = [] } = request;
  return {
    ...{ id: newId(), caseId, who, checkedWith, isNoSuspect, isLookedAfter },
    ...{ hasParentalResponsibility, doesChildKnow, recordedAt: tx.now, recordedBy: tx.actor.subject },
    safeNumbers: distinct(safeNumbers),
    checkedAt: happenedAt(tx, request.checkedAt, 'checkedAt', { at: openedAt, code: 'before-the-case' }),
  };
}

/** Each number once, by the id that the record has. */
function distinct(numbers: readonly SafeNumberRequest[]): SafeNumberRequest[] {
  const byId = new Map(
    numbers.map(({ contactPointId, whose }) => [contactPointId.toLowerCase(), whose] as const),
  );
  return [...byId].map(([contactPointId, whose]) => ({ contactPointId, whose }));
}

/**
 * Whoever is safe was named; a number of anybody else is not safe for it.
 * @throws Invalid `somebody-elses`, `unknown-contact-point`
 */
async function mustBeTheirs(tx: Transaction, personId: string, { who, safeNumbers }: ChildContactRow) {
  const points = await callPointsOf(
    tx,
    personId,
    safeNumbers.map(({ contactPointId }) => contactPointId),
  );
  safeNumbers.forEach(({ contactPointId, whose }, index) => {
    const point = points.find(({ id }) => id === contactPointId);
    const field = `safeNumbers[${index}]`;
    if (!point)
      throw Invalid.field(
        `${field}.contactPointId`,
        'unknown-contact-point',
        'The person has no such number.',
      );
    if (whose !== who)
      throw Invalid.field(`${field}.whose`, 'somebody-elses', 'Somebody else was named as safe to contact.');
    if (point.isOwn !== (whose === 'child'))
      throw Invalid.field(
        `${field}.whose`,
        'somebody-elses',
        'By the record the number is not theirs: put that right first.',
      );
  });
}

function mustBeSafe({ who, isNoSuspect, isLookedAfter }: RecordChildContactRequest): void {
  if (who !== 'parent' && who !== 'other-carer') return;
  if (isNoSuspect !== true)
    throw Invalid.field(
      'isNoSuspect',
      'suspect-not-ruled-out',
      'Nobody confirmed that this person is no suspect.',
    );
  if (who === 'parent' && isLookedAfter === true)
    throw Invalid.field('who', 'looked-after-by-authority', 'The local authority is the contact.');
}

function shown({ checkedAt, recordedAt, ...row }: ChildContactRow): ChildContactResponse {
  return { ...row, checkedAt: checkedAt.toISOString(), recordedAt: recordedAt.toISOString() };
}

function noted(tx: Transaction, action: string, personId: string, targetIds: string[]): Promise<void> {
  return tx.audit({ action, targetType: 'child-contact', targetIds, personIds: [personId] });
}

const OF_PERSON = `
  SELECT id, case_id AS "caseId", who, checked_with AS "checkedWith", is_no_suspect AS "isNoSuspect",
         is_looked_after AS "isLookedAfter", has_parental_responsibility AS "hasParentalResponsibility",
         does_child_know AS "doesChildKnow", checked_at AS "checkedAt", recorded_at AS "recordedAt",
         recorded_by AS "recordedBy",
         (SELECT coalesce(jsonb_agg(jsonb_build_object('contactPointId', n.contact_point_id, 'whose', n.whose)
                                    ORDER BY n.contact_point_id), '[]')
            FROM child_contact_number n WHERE n.check_id = k.id) AS "safeNumbers"
    FROM child_contact_check k WHERE person_id = $1 ORDER BY recorded_at DESC, id DESC LIMIT 200`;
