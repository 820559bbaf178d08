import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Invalid, StaleEdit } from '../platform/problems/problem.js';
import type { PreferencesRequest } from './safety-requests.js';
import type { PreferencesResponse } from './safety-responses.js';
import { aboutPerson, personSeen, personToChange, safetyChanged } from './seen-person.js';

type PreferenceRow = Omit<PreferencesResponse, 'details' | 'updatedAt'> & {
  detailsSealed: string | null;
  updatedAt: Date;
};

/** Until somebody asked, nothing is allowed that needs asking. */
const NOBODY_ASKED: Readonly<PreferencesResponse> = {
  channelOrder: [],
  safeWindows: [],
  voicemail: 'never',
  sms: 'never',
  write: 'never',
  details: null,
  updatedBy: null,
  updatedAt: null,
  version: 0,
};
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** How and when a person wants to be reached. */
@Injectable()
export class ContactPreferences {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  /** @throws NotFound */
  read(actor: Actor, personId: string): Promise<PreferencesResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      await personSeen(tx, personId);
      await noted(tx, 'contact-preferences.read', personId);
      return this.held(tx, personId);
    });
  }

  /** Replaces all of them. @throws NotFound; StaleEdit; Invalid for times that are none */
  replace(
    actor: Actor,
    personId: string,
    request: PreferencesRequest,
    version: number,
  ): Promise<PreferencesResponse> {
    mustMakeSense(request);
    return this.database.inTransaction(actor, async (tx) => {
      const person = await personToChange(tx, personId);
      const held = await this.held(tx, personId);
      if (held.version !== version) throw new StaleEdit();
      const { details } = request;
      const row = {
        ...aboutPerson(person),
        channel_order: request.channelOrder,
        safe_windows: JSON.stringify(request.safeWindows),
        voicemail: request.voicemail,
        sms: request.sms,
        write: request.write,
        details_sealed: details === undefined ? null : this.encryption.seal(details, placeOf(personId)),
        version: version + 1,
        updated_by: actor.subject,
        updated_at: tx.now,
      };
      if (held.version === 0) await tx.insert('contact_preference', [row]);
      else await tx.update('contact_preference', ['person_id'], [row]);
      await safetyChanged(tx, person, {
        kind: 'contact-preferences.replaced',
        details: { version: version + 1 },
      });
      await noted(tx, 'contact-preferences.replace', personId);
      return this.held(tx, personId);
    });
  }

  private async held(tx: Transaction, personId: string): Promise<PreferencesResponse> {
    const row = await tx.queryOne<PreferenceRow>(HELD, [personId]);
    if (!row) return NOBODY_ASKED;
    const { detailsSealed, updatedAt, ...held } = row;
    const details = detailsSealed && this.encryption.open(detailsSealed, placeOf(personId));
    return { ...held, details, updatedAt: updatedAt.toISOString() };
  }
}

function mustMakeSense({ channelOrder, safeWindows }: PreferencesRequest): void {
  if (new Set(channelOrder).size < channelOrder.length) {
    throw Invalid.field('channelOrder', 'named-twice', 'Each channel stands once.');
  }
  const faults = safeWindows.flatMap(({ from, to, days }, index) => {
    const at = (field: string) => `safeWindows[${index}].${field}`;
    const wrong = [
      ...(days.length === 0 ? [{ field: at('days'), code: 'list-too-short', message: 'Name a day.' }] : []),
      ...[
        { field: at('from'), time: from },
        { field: at('to'), time: to },
      ]
        .filter(({ time }) => !TIME.test(time))
        .map(({ field }) => ({ field, code: 'time-format', message: 'A time is written 18:00.' })),
    ];
    if (wrong.length > 0 || from < to) return wrong;
    return [{ field: at('to'), code: 'not-after-from', message: 'The window ends before it begins.' }];
  });
  if (faults.length > 0) throw new Invalid(faults);
}

function noted(tx: Transaction, action: string, personId: string): Promise<void> {
  return tx.audit({ action, targetType: 'person', targetIds: [personId], personIds: [personId] });
}

function placeOf(rowId: string) {
  return { table: 'contact_preference', column: 'details_sealed', rowId };
}

const HELD = `
  SELECT channel_order AS "channelOrder", safe_windows AS "safeWindows", voicemail, sms, write,
         details_sealed AS "detailsSealed", updated_by AS "updatedBy", updated_at AS "updatedAt", version
    FROM contact_preference WHERE person_id = $1`;
