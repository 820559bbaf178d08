import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import type { Row, Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { StaleEdit } from '../platform/problems/problem.js';
import { CodeLists } from '../reference-data/code-lists.js';
import type { CorrectVictimRequest } from './correct-victim-request.js';
import { CORRECTABLE_FIELDS, type CorrectableField } from './correctable-fields.js';
import { type HeldIdentity, mustBePossible } from './possible-correction.js';
import { aboutPerson, personToChange, safetyChanged } from './seen-person.js';
import { VictimRecord } from './victim-record.js';
import type { VictimResponse } from './victim-responses.js';

/** A person decides what is right of somebody: what senders say later no longer changes those fields. */
@Injectable()
export class CorrectVictim {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly codeLists: CodeLists,
    private readonly record: VictimRecord,
  ) {}

  /**
   * Who somebody is and how old bears on matching and on safety: both are looked at anew. Of another birth date the case
   * hears by `birth-date.changed`.
   * @throws NotFound; StaleEdit; Invalid naming each field that cannot be so
   */
  correct(actor: Actor, id: string, version: number, request: CorrectVictimRequest): Promise<VictimResponse> {
    const fields = CORRECTABLE_FIELDS.filter((field) => request[field] !== undefined);
    return this.database.inTransaction(actor, async (tx) => {
      const person = await personToChange(tx, id);
      const held = (await tx.queryOne<HeldIdentity & { version: number }>(HELD, [id]))!;
      if (held.version !== version) throw new StaleEdit();
      mustBePossible(held, request, fields, { now: tx.now, codeLists: this.codeLists });
      const columns = Object.fromEntries(fields.flatMap((field) => this.columnsOf(id, field, request)));
      await tx.update('person', ['id'], [{ id, ...columns, version: version + 1, updated_at: tx.now }]);
      const { reasonCode } = request;
      const decisions = fields.map((field) => ({ id: newId(), field, reason_code: reasonCode }));
      await remember(
        tx,
        decisions.map((decision) => ({ ...aboutPerson(person), ...decision })),
      );
      const birth = decisions.find(({ field }) => field === 'dateOfBirth');
      if (birth) await tx.announce('birth-date.changed', { personId: id, correctionId: birth.id });
      await safetyChanged(tx, person, { kind: 'person.corrected', details: { fields, reasonCode } });
      const about = { targetType: 'person', targetIds: [id], personIds: [id] };
      await tx.audit({ action: 'victim.correct', ...about, fields, reasonCode });
      return this.record.shown(tx, id);
    });
  }

  private columnsOf(
    id: string,
    field: CorrectableField,
    request: CorrectVictimRequest,
  ): [string, Row[string]][] {
    if (field === 'communicationNeeds') {
      const place = { table: 'person', column: 'communication_needs_sealed', rowId: id };
      const needs = request.communicationNeeds ?? null;
      return [['communication_needs_sealed', needs && this.encryption.seal(needs, place)]];
    }
    const column: [string, Row[string]] = [COLUMN[field], request[field] ?? null];
    return field === 'dateOfBirth' ? [column, ['birth_date_doubt', null]] : [column];
  }
}

async function remember(tx: Transaction, decisions: Row[]): Promise<void> {
  const by = { decided_by: tx.actor.subject, decided_at: tx.now };
  await tx.insert(
    'person_correction',
    decisions.map((decision) => ({ ...decision, ...by })),
  );
}

const COLUMN: Record<Exclude<CorrectableField, 'communicationNeeds'>, string> = {
  givenName: 'given_name',
  middleName: 'middle_name',
  surname: 'surname',
  alias: 'alias',
  organisationName: 'organisation_name',
  namedContact: 'named_contact',
  dateOfBirth: 'date_of_birth',
  preferredLanguage: 'preferred_language',
  isInterpreterRequired: 'interpreter_required',
};

const HELD = `
  SELECT kind, given_name AS "givenName", surname, version FROM person WHERE id = $1`;
