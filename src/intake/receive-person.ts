import type { CorrectableField } from '../victims/correctable-fields.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import type { Row } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import type { KnownPerson, KnownWorld } from './known-world.js';
import type { PendingRows } from './pending-rows.js';
import { isOlderThan, sourceInstantOf } from './newness.js';
import type { Arrival, ReceivedContactPoint, ReceivedPerson, ReferralRecord } from './referral-record.js';
import { sha256 } from './content-hash.js';

/** Writes the person of an arrival: new, or with what a newer version says of one who is held. */
export class PersonWriter {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly world: KnownWorld,
    private readonly rows: PendingRows,
    private readonly now: Date,
  ) {}

  create(record: ReferralRecord, retentionClass: string): KnownPerson {
    const [id, received, restricted] = [newId(), record.person, false];
    const sourceUpdatedAt = sourceInstantOf(record);
    this.rows.insert('person', {
      id,
      restricted,
      kind: received.kind,
      ...this.columns(id, received),
      date_of_birth: received.dateOfBirth,
      birth_date_doubt: received.birthDateDoubt,
      source_updated_at: sourceUpdatedAt,
      deceased: received.deceased,
      safety_version: 1,
      retention_class: retentionClass,
      created_at: this.now,
      updated_at: this.now,
    });
    const { dateOfBirth, birthDateDoubt } = received;
    const birth = { dateOfBirth, birthDateDoubt, sourceUpdatedAt, settledFields: [] };
    const { postcode } = received;
    const person = { id, restricted, openCaseId: null, ...identityOf(received), ...birth, postcode };
    this.world.people.set(id, person);
    return person;
  }

  /**
   * Takes over what is given; a blank never wipes what is held, and what is older than what is held fills blanks only.
   * What a colleague decided stays.
   * @param before what the version before of the same referral said; null of another referral
   */
  update(person: KnownPerson, record: ReferralRecord, before: ReceivedPerson | null): void {
    const received = withoutSettled(record.person, person.settledFields);
    const isOlder = isOlderThan(person.sourceUpdatedAt, record);
    const columns = this.columns(person.id, received);
    if (isOlder) {
      this.rows.fill('person', person.id, columns);
      const dead = received.deceased ? { deceased: true } : {};
      this.rows.update('person', person.id, { ...dead, updated_at: this.now });
      Object.assign(person, { ...withoutNulls(identityOf(received)), ...withoutNulls(person) });
    } else {
      const at = sourceInstantOf(record);
      const rest = { deceased: received.deceased || null, source_updated_at: at, updated_at: this.now };
      this.rows.merge('person', person.id, { ...columns, ...rest });
      Object.assign(person, withoutNulls({ ...identityOf(received), sourceUpdatedAt: at }));
    }
    const birth = birthAfter(person, received, isOlder, before);
    if (birth.dateOfBirth === person.dateOfBirth && birth.birthDateDoubt === person.birthDateDoubt) return;
    Object.assign(person, birth);
    this.rows.update('person', person.id, {
      date_of_birth: birth.dateOfBirth,
      birth_date_doubt: birth.birthDateDoubt,
    });
  }

  /** Remembers the source's id as an alias of the person. */
  identify(person: KnownPerson, received: ReceivedPerson): void {
    const identifier = received.identifier;
    if (!identifier || this.world.identifiers.has(`${identifier.source} ${identifier.value}`)) return;
    this.world.rememberIdentifier(identifier, person.id);
    this.rows.insert('person_identifier', {
      id: newId(),
      person_id: person.id,
      restricted: person.restricted,
      source: identifier.source,
      value: identifier.value,
      first_seen_at: this.now,
    });
  }

  /** Adds the ways to reach the person that are not held yet. */
  reachBy(person: KnownPerson, { record }: Arrival): void {
    const held = this.world.contactPoints.get(person.id) ?? [];
    for (const point of record.contactPoints) {
      const isHeld = held.some((other) => other.kind === point.kind && other.blindIndex === point.blindIndex);
      if (isHeld) continue;
      const id = newId();
      held.push({
        id,
        personId: person.id,
        kind: point.kind,
        blindIndex: point.blindIndex,
        isConfirmed: false,
      });
      this.rows.insert('contact_point', {
        id,
        person_id: person.id,
        restricted: person.restricted,
        kind: point.kind,
        value_sealed: this.encryption.seal(point.value, {
          table: 'contact_point',
          column: 'value_sealed',
          rowId: id,
        }),
        blind_index: point.blindIndex,
        invalid_code: point.invalidCode,
        source: record.feed,
        superseded_at: null,
        created_at: this.now,
        updated_at: this.now,
      });
    }
    this.world.contactPoints.set(person.id, held);
  }

  /**
   * Sets aside points that the version before named and this one replaced by another of the same kind; a blank replaces
   * nothing, and what a coordinator confirmed stays.
   */
  replacePoints(person: KnownPerson, before: readonly ReceivedContactPoint[], { record }: Arrival): void {
    const kindsGiven = new Set(record.contactPoints.map((point) => point.kind));
    const named = new Set(before.map((point) => `${point.kind} ${point.blindIndex}`));
    const still = new Set(record.contactPoints.map((point) => `${point.kind} ${point.blindIndex}`));
    const held = this.world.contactPoints.get(person.id) ?? [];
    const gone = held.filter((point) => {
      const key = `${point.kind} ${point.blindIndex}`;
      return named.has(key) && !still.has(key) && kindsGiven.has(point.kind) && !point.isConfirmed;
    });
    gone.forEach((point) =>
      this.rows.update('contact_point', point.id, { superseded_at: this.now, updated_at: this.now }),
    );
    this.world.contactPoints.set(
      person.id,
      held.filter((point) => !gone.includes(point)),
    );
  }

  /** Keeps a note on safe contact for a coordinator to read; the same text is kept once. Says whether it is new. */
  note(person: KnownPerson, referralId: string, text: string | null): boolean {
    if (!text) return false;
    const hash = sha256(text);
    if (this.world.notes.has(`${person.id} ${hash}`)) return false;
    this.world.notes.add(`${person.id} ${hash}`);
    const id = newId();
    this.rows.insert('safe_contact_note', {
      id,
      person_id: person.id,
      restricted: person.restricted,
      referral_id: referralId,
      text_sealed: this.encryption.seal(text, {
        table: 'safe_contact_note',
        column: 'text_sealed',
        rowId: id,
      }),
      text_sha256: hash,
      received_at: this.now,
    });
    return true;
  }

  private columns(id: string, received: ReceivedPerson): Row {
    const needs = received.communicationNeeds;
    return {
      title: received.title,
      given_name: received.givenName,
      middle_name: received.middleName,
      surname: received.surname,
      alias: received.alias,
      organisation_name: received.organisationName,
      named_contact: received.namedContact,
      date_of_death: received.dateOfDeath,
      gender: received.gender,
      ethnicity_self_defined: received.ethnicitySelfDefined,
      ethnicity_observed: received.ethnicityObserved,
      nationality: received.nationality,
      preferred_language: received.preferredLanguage,
      interpreter_required: received.interpreterRequired,
      disability: received.disability,
      communication_needs_sealed:
        needs &&
        this.encryption.seal(needs, { table: 'person', column: 'communication_needs_sealed', rowId: id }),
      postcode: received.postcode,
    };
  }
}

/** As though the sender had said nothing of what a colleague decided. */
function withoutSettled(received: ReceivedPerson, settled: readonly CorrectableField[]): ReceivedPerson {
  if (settled.length === 0) return received;
  const blank = settled.map((field) => [
    field === 'isInterpreterRequired' ? 'interpreterRequired' : field,
    null,
  ]);
  const isBirthSettled = settled.includes('dateOfBirth');
  return { ...received, ...Object.fromEntries(blank), ...(isBirthSettled && { birthDateDoubt: null }) };
}

function identityOf(received: ReceivedPerson) {
  const { kind, givenName, surname, organisationName } = received;
  return { kind, givenName, surname, organisationName };
}

type Birth = Pick<ReceivedPerson, 'dateOfBirth' | 'birthDateDoubt'>;

/**
 * A birth date that cannot be believed makes the age unknown, whatever was held before; so do two that disagree, until a
 * person settles it, unless the newer corrects what its own referral said.
 */
function birthAfter(held: Birth, received: Birth, isOlder: boolean, before: Birth | null): Birth {
  const { dateOfBirth, birthDateDoubt } = received;
  const isBlank = dateOfBirth === null && birthDateDoubt === null;
  if (isBlank || held.birthDateDoubt === DISAGREE) return held;
  const isCorrection = !isOlder && before !== null && before.dateOfBirth === held.dateOfBirth;
  const doTheyDiffer = dateOfBirth !== null && held.dateOfBirth !== null && dateOfBirth !== held.dateOfBirth;
  if (doTheyDiffer && !isCorrection) return { dateOfBirth: null, birthDateDoubt: DISAGREE };
  const isHeld = held.dateOfBirth !== null || held.birthDateDoubt !== null;
  return isOlder && isHeld ? held : { dateOfBirth, birthDateDoubt };
}

const DISAGREE = 'birth-dates-disagree';

function withoutNulls<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Partial<T>;
}
