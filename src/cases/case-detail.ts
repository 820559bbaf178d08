import { Injectable } from '@nestjs/common';
import { type Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { NotFound } from '../platform/problems/problem.js';
import { ActionsOfCase } from './actions-of-case.js';
import type { CaseResponse } from './case-responses.js';
import { caseSeen } from './seen-case.js';
import { toWorklistItem } from './worklist.js';
import { WORKLIST_COLUMNS, WORKLIST_SOURCE, type WorklistRow } from './worklist-query.js';

interface CaseRow extends WorklistRow {
  version: number;
  reopenedFrom: string | null;
  closureReason: string | null;
  kind: string;
  dateOfBirth: string | null;
  deceased: boolean;
  preferredLanguage: string | null;
  interpreterRequired: boolean | null;
}

interface RestrictionRow {
  reasonCode: string;
  imposedAt: Date;
  isMember: boolean;
  seenUntil: Date | null;
}

/** One case with what a coordinator needs to go on with it. */
@Injectable()
export class CaseDetail {
  constructor(
    private readonly database: Database,
    private readonly actions: ActionsOfCase,
  ) {}

  /** @throws NotFound where there is no such case or the actor may not see it */
  read(actor: Actor, id: string): Promise<CaseResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const row = await tx.queryOne<CaseRow>(ONE_CASE, [id]);
      if (!row) throw new NotFound('case');
      const restriction = row.restricted
        ? await tx.queryOne<RestrictionRow>(RESTRICTION, [row.personId, actor.subject, tx.now])
        : null;
      await tx.audit({ action: 'case.read', targetType: 'case', targetIds: [id], personIds: [row.personId] });
      return {
        ...toWorklistItem(row),
        person: personOf(row),
        ...(await listsOf(tx, id)),
        restriction: restriction && shownRestriction(restriction),
        reopenedFrom: row.reopenedFrom,
        closureReason: row.closureReason,
        availableActions: await this.actions.list(tx, await caseSeen(tx, id)),
        version: row.version,
      };
    });
  }
}

function personOf(row: CaseRow): CaseResponse['person'] {
  return {
    id: row.personId,
    kind: row.kind,
    displayName: row.personName,
    dateOfBirth: row.dateOfBirth,
    isDeceased: row.deceased,
    preferredLanguage: row.preferredLanguage,
    isInterpreterRequired: row.interpreterRequired,
  };
}

async function listsOf(tx: Transaction, id: string): Promise<Pick<CaseResponse, 'referrals' | 'tasks'>> {
  const referrals = await tx.query<CaseResponse['referrals'][number] & { firstAcceptedAt: Date | string }>(
    REFERRALS,
    [id],
  );
  const tasks = await tx.query<CaseResponse['tasks'][number] & { dueAt: Date | string }>(OPEN_TASKS, [id]);
  return { referrals, tasks };
}

function shownRestriction({
  reasonCode,
  imposedAt,
  isMember,
  seenUntil,
}: RestrictionRow): CaseResponse['restriction'] {
  const seenAs = isMember ? 'member' : seenUntil ? 'break-glass' : 'office';
  return {
    reasonCode,
    imposedAt: imposedAt.toISOString(),
    seenAs,
    seenUntil: isMember ? null : (seenUntil?.toISOString() ?? null),
  };
}

const ONE_CASE = `
  SELECT ${WORKLIST_COLUMNS}, c.version, c.reopened_from AS "reopenedFrom", c.closure_reason AS "closureReason", p.kind,
         p.date_of_birth AS "dateOfBirth", p.deceased, p.preferred_language AS "preferredLanguage",
         p.interpreter_required AS "interpreterRequired"
    FROM ${WORKLIST_SOURCE} WHERE c.id = $1`;

const REFERRALS = `
  SELECT r.id, r.pathway, y.role, r.incident_id AS "incidentId", i.crime_reference AS "crimeReference",
         i.offence_title AS "offenceTitle", r.first_accepted_at AS "firstAcceptedAt", r.latest_version AS "latestVersion"
    FROM referral r JOIN party y ON y.id = r.party_id JOIN incident i ON i.id = r.incident_id
   WHERE r.case_id = $1 ORDER BY r.first_accepted_at, r.id LIMIT 200`;

const OPEN_TASKS = `
  SELECT id, kind, due_at AS "dueAt", owner, team FROM task
   WHERE case_id = $1 AND completed_at IS NULL AND cancelled_at IS NULL ORDER BY due_at, id LIMIT 200`;

const RESTRICTION = `
  SELECT r.reason_code AS "reasonCode", r.imposed_at AS "imposedAt",
         EXISTS (SELECT FROM access_grant g WHERE g.person_id = $1 AND g.subject = $2 AND g.kind = 'member'
                    AND g.withdrawn_at IS NULL) AS "isMember",
         (SELECT max(g.expires_at) FROM access_grant g WHERE g.person_id = $1 AND g.subject = $2
             AND g.kind = 'break-glass' AND g.withdrawn_at IS NULL AND g.expires_at > $3) AS "seenUntil"
    FROM case_restriction r WHERE r.person_id = $1 AND r.lifted_at IS NULL`;
