import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { BlindIndex } from '../platform/crypto/blind-index.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { Conflict, NotFound, StaleEdit } from '../platform/problems/problem.js';
import type { AddContactPointRequest, ConfirmContactPointRequest } from './contact-point-requests.js';
import type {
  ContactPointChanged,
  ContactPointList,
  ContactPointResponse,
} from './contact-point-responses.js';
import { contactPointValue } from './contact-point-value.js';
import { aboutPerson, personAsRead, personSeen, personToChange, safetyChanged } from './seen-person.js';

type Moment = 'confirmedAt' | 'failedAt' | 'thirdPartyAnsweredAt' | 'supersededAt';
type PointRow = Omit<ContactPointResponse, 'value' | 'address' | Moment> &
  Record<Moment, Date | null> & { valueSealed: string };

/** The ways to reach a person, and whether they are safe. */
@Injectable()
export class ContactPoints {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly index: BlindIndex,
  ) {}

  /** Every contact point with its opened value. @throws NotFound */
  list(actor: Actor, personId: string): Promise<ContactPointList> {
    return this.database.inTransaction(actor, async (tx) => {
      const { safetyVersion } = await personSeen(tx, personId);
      const rows = await tx.query<PointRow>(LIST, [personId]);
      await noted(
        tx,
        'contact-point.read',
        personId,
        rows.map(({ id }) => id),
      );
      return { items: rows.map((row) => this.shown(row)), safetyVersion };
    });
  }

  /** @throws NotFound; Invalid naming `value` or `address`; Conflict `already-held` */
  add(actor: Actor, personId: string, request: AddContactPointRequest): Promise<ContactPointChanged> {
    const { value, blindIndex } = contactPointValue(request, this.index);
    return this.database.inTransaction(actor, async (tx) => {
      const person = await personToChange(tx, personId);
      await mustBeNew(tx, personId, request.kind, blindIndex);
      const id = newId();
      const { kind, safe, belongsTo, belongsToRelationship } = request;
      const isAnswered = safe !== 'unknown';
      await tx.insert('contact_point', [
        {
          id,
          ...aboutPerson(person),
          ...{ kind, safe, belongs_to: belongsTo, belongs_to_relationship: belongsToRelationship ?? null },
          value_sealed: this.encryption.seal(value, placeOf(id)),
          blind_index: blindIndex,
          source: 'coordinator',
          confirmed_at: isAnswered ? tx.now : null,
          confirmed_by: isAnswered ? actor.subject : null,
          created_at: tx.now,
          updated_at: tx.now,
        },
      ]);
      const details = { contactPointId: id, kind, safe, belongsTo };
      const safetyVersion = await safetyChanged(tx, person, { kind: 'contact-point.added', details });
      await noted(tx, 'contact-point.add', personId, [id]);
      return { id, safe, belongsTo, safetyVersion, version: 1 };
    });
  }

  /** A coordinator's word on a contact point. @throws NotFound; StaleEdit; Conflict `not-usable`, `superseded` */
  confirm(
    actor: Actor,
    personId: string,
    id: string,
    request: ConfirmContactPointRequest,
    version: number,
  ): Promise<ContactPointChanged> {
    return this.database.inTransaction(actor, async (tx) => {
      const person = await personAsRead(tx, personId, request.safetyVersion);
      await mustBeConfirmable(tx, personId, id, request, version);
      const { safe, belongsTo, reasonCode } = request;
      await tx.query(CONFIRM, [id, safe, belongsTo, tx.now, actor.subject]);
      const details = { contactPointId: id, safe, belongsTo, reasonCode };
      const safetyVersion = await safetyChanged(tx, person, { kind: 'contact-point.confirmed', details });
      await noted(tx, 'contact-point.confirm', personId, [id], reasonCode);
      return { id, safe, belongsTo, safetyVersion, version: version + 1 };
    });
  }

  private shown({ valueSealed, ...row }: PointRow): ContactPointResponse {
    const opened = this.encryption.open(valueSealed, placeOf(row.id));
    const isPost = row.kind === 'post';
    return {
      ...row,
      value: isPost ? null : opened,
      address: isPost ? (JSON.parse(opened) as Record<string, string>) : null,
      confirmedAt: row.confirmedAt?.toISOString() ?? null,
      failedAt: row.failedAt?.toISOString() ?? null,
      thirdPartyAnsweredAt: row.thirdPartyAnsweredAt?.toISOString() ?? null,
      supersededAt: row.supersededAt?.toISOString() ?? null,
    };
  }
}

async function mustBeNew(tx: Transaction, personId: string, kind: string, blindIndex: string): Promise<void> {
  const held = await tx.queryOne(
    `SELECT id FROM contact_point WHERE person_id = $1 AND kind = $2 AND blind_index = $3 AND superseded_at IS NULL`,
    [personId, kind, blindIndex],
  );
  if (held)
    throw new Conflict('already-held', 'The person has this contact point already: confirm it instead.');
}

async function mustBeConfirmable(
  tx: Transaction,
  personId: string,
  id: string,
  { safe }: ConfirmContactPointRequest,
  version: number,
): Promise<void> {
  const point = await tx.queryOne<{ version: number; isInvalid: boolean; isSuperseded: boolean }>(
    `SELECT version, blind_index IS NULL AS "isInvalid", superseded_at IS NOT NULL AS "isSuperseded"
       FROM contact_point WHERE id = $1 AND person_id = $2 FOR UPDATE`,
    [id, personId],
  );
  if (!point) throw new NotFound('contact point');
  if (point.version !== version) throw new StaleEdit();
  if (point.isSuperseded) throw new Conflict('superseded', 'A newer contact point has taken its place.');
  if (point.isInvalid && safe === 'yes')
    throw new Conflict('not-usable', 'It cannot be used as it came: add it correctly.');
}

function noted(
  tx: Transaction,
  action: string,
  personId: string,
  ids: string[],
  reasonCode?: string,
): Promise<void> {
  return tx.audit({
    action,
    targetType: 'contact-point',
    targetIds: ids,
    personIds: [personId],
    fields: ['value', 'safe'],
    reasonCode,
  });
}

function placeOf(rowId: string) {
  return { table: 'contact_point', column: 'value_sealed', rowId };
}

const LIST = `
  SELECT id, kind, value_sealed AS "valueSealed", invalid_code AS "invalidCode", source, belongs_to AS "belongsTo",
         belongs_to_relationship AS "belongsToRelationship", safe, confirmed_at AS "confirmedAt",
         confirmed_by AS "confirmedBy", failed_at AS "failedAt", third_party_answered_at AS "thirdPartyAnsweredAt",
         superseded_at AS "supersededAt", version
    FROM contact_point WHERE person_id = $1 ORDER BY superseded_at IS NOT NULL, created_at, id`;

const CONFIRM = `
  UPDATE contact_point
     -- what came back once can be used again on somebody's word
     SET invalid_code = CASE WHEN $2 = 'yes' AND blind_index IS NOT NULL THEN NULL ELSE invalid_code END, safe = $2, belongs_to = $3, confirmed_at = $4, confirmed_by = $5, updated_at = $4, version = version + 1
   WHERE id = $1`;
