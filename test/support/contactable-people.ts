import { openCase } from '../../src/cases/case-opening.js';
import { serviceActor } from '../../src/platform/access/actor.js';
import type { BlindIndex } from '../../src/platform/crypto/blind-index.js';
import type { FieldEncryption } from '../../src/platform/crypto/field-encryption.js';
import type { Database } from '../../src/platform/database/database.js';
import type { Row, Transaction } from '../../src/platform/database/transaction.js';
import { newId } from '../../src/platform/ids.js';
import { DANGER_MARKERS } from '../../src/victims/contact-safety/danger-markers.js';

/** Ids of one invented person whom a machine may email. */
export interface Contactable {
  personId: string;
  caseId: string;
  incidentId: string;
  referralId: string;
  emailId: string;
  email: string;
}

/** What a test wants to be otherwise, column by column. */
export interface Otherwise {
  person?: Row;
  referral?: Row;
  incident?: Row;
  email?: string | null;
  isToBeCalled?: boolean;
}

const AGENT = serviceActor('intake', 'invented-people');
const DAY_MS = 24 * 3_600_000;
const THEFT = { offenceCode: 'TH68001', homeOfficeClass: null, nfibCode: null };

/** Puts invented people into a database about whom every condition of automatic contact holds. */
export class ContactablePeople {
  private count = 0;

  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly index: BlindIndex,
  ) {}

  async add(otherwise: Otherwise = {}): Promise<Contactable> {
    const [added] = await this.addMany(1, otherwise);
    return added!;
  }

  /** Many at once, in one transaction. */
  addMany(count: number, otherwise: Otherwise = {}): Promise<Contactable[]> {
    return this.database.inTransaction(AGENT, async (tx) => {
      const people = Array.from({ length: count }, () => this.invented(otherwise));
      await tx.insert(
        'person',
        people.map((one) => personRow(tx, one, otherwise)),
      );
      const opened = people.map((one) => ({ one, opened: openCase(caseOf(tx, one, otherwise)) }));
      for (const { one, opened: rows } of opened) one.caseId = rows.caseId;
      await tx.insert(
        'support_case',
        opened.map(({ opened: rows }) => rows.supportCase),
      );
      await tx.insert(
        'task',
        opened.map(({ opened: rows }) => rows.task),
      );
      await tx.insert(
        'incident',
        people.map((one) => incidentRow(tx, one, otherwise)),
      );
      await this.addReferrals(tx, people, otherwise);
      await this.addEmails(tx, people, otherwise);
      return people;
    });
  }

  /** Another referral of somebody held, to a crime of its own, in the same case. */
  async joined(person: Contactable, otherwise: Otherwise = {}): Promise<string> {
    const other = { ...person, incidentId: newId(), referralId: newId() };
    await this.database.inTransaction(AGENT, async (tx) => {
      await tx.insert('incident', [incidentRow(tx, other, otherwise)]);
      await this.addReferrals(tx, [other], otherwise);
      await tx.query(`UPDATE person SET safety_version = safety_version + 1 WHERE id = $1`, [
        person.personId,
      ]);
    });
    return other.referralId;
  }

  /** A contact point of any kind, such as a shared address; answers its id. */
  async point(personId: string, kind: string, value: string, index: string): Promise<string> {
    const id = newId();
    await this.database.inTransaction(AGENT, (tx) =>
      tx.insert('contact_point', [this.pointRow(tx, id, personId, kind, value, index)]),
    );
    return id;
  }

  private invented(otherwise: Otherwise): Contactable {
    this.count += 1;
    const email = otherwise.email ?? `invented-${this.count}-${newId().slice(-8)}@example.org`;
    const [personId, incidentId, referralId, emailId] = [newId(), newId(), newId(), newId()];
    return { personId, caseId: '', incidentId, referralId, emailId, email };
  }

  private async addReferrals(tx: Transaction, people: Contactable[], { referral }: Otherwise): Promise<void> {
    const partyIds = people.map(() => newId());
    await tx.insert(
      'party',
      people.map(({ personId, incidentId }, at) => ({
        id: partyIds[at]!,
        incident_id: incidentId,
        person_id: personId,
        restricted: false,
        role: 'victim',
        created_at: tx.now,
      })),
    );
    await tx.insert(
      'referral',
      people.map((one, at) => ({ ...referralRow(tx, one, partyIds[at]!), ...referral })),
    );
  }

  private async addEmails(tx: Transaction, people: Contactable[], { email }: Otherwise): Promise<void> {
    if (email === null) return;
    await tx.insert(
      'contact_point',
      people.map((one) =>
        this.pointRow(
          tx,
          one.emailId,
          one.personId,
          'email',
          one.email,
          this.index.of('email', one.email.toLowerCase()),
        ),
      ),
    );
  }

  private pointRow(
    tx: Transaction,
    id: string,
    personId: string,
    kind: string,
    value: string,
    index: string,
  ): Row {
    const place = { table: 'contact_point', column: 'value_sealed', rowId: id };
    return {
      id,
      person_id: personId,
      restricted: false,
      kind,
      value_sealed: this.encryption.seal(value, place),
      blind_index: index,
      source: 'athena',
      created_at: tx.now,
      updated_at: tx.now,
    };
  }
}

function personRow(tx: Transaction, { personId }: Contactable, { person }: Otherwise): Row {
  return {
    id: personId,
    kind: 'individual',
    given_name: 'Ada',
    surname: 'Invented',
    date_of_birth: '1984-02-29',
    postcode: 'WR1 1AA',
    retention_class: 'standard',
    created_at: tx.now,
    updated_at: tx.now,
    ...person,
  };
}

function incidentRow(tx: Transaction, { incidentId }: Contactable, { incident }: Otherwise): Row {
  return {
    id: incidentId,
    force: '22',
    crime_reference: `22/${incidentId.slice(-6)}/26`,
    offence_code: THEFT.offenceCode,
    crime_status: 'Open',
    occurred_from: new Date(tx.now.getTime() - 3 * DAY_MS),
    occurred_to: new Date(tx.now.getTime() - 3 * DAY_MS),
    reported_at: new Date(tx.now.getTime() - 2 * DAY_MS),
    created_at: tx.now,
    updated_at: tx.now,
    ...incident,
  };
}

function referralRow(tx: Transaction, one: Contactable, partyId: string): Row {
  const times = { first_accepted_at: tx.now, last_received_at: tx.now, last_updated_at: tx.now };
  return {
    id: one.referralId,
    person_id: one.personId,
    restricted: false,
    case_id: one.caseId,
    incident_id: one.incidentId,
    party_id: partyId,
    pathway: 'athena',
    feed: 'athena',
    source_key: `voc:22:${one.referralId}`,
    sent_by: 'service:intake',
    ...times,
    latest_version: 1,
    content_sha256: '0'.repeat(64),
    markers: Object.fromEntries(DANGER_MARKERS.map((marker) => [marker, 'no'])),
    markers_raised: {},
    offences_seen: { codes: [THEFT] },
    relationship_codes: ['PTPR_0142'],
    victim_support: true,
    victim_aware: true,
  };
}

function caseOf(
  tx: Transaction,
  { personId }: Contactable,
  { isToBeCalled }: Otherwise,
): Parameters<typeof openCase>[0] {
  return {
    personId,
    restricted: false,
    at: tx.now,
    priority: { points: 10, reasons: ['burglary'] },
    cohorts: ['theft'],
    team: 'central',
    isToBeCalled: isToBeCalled ?? false,
    firstStepDueAt: new Date(tx.now.getTime() + 2 * DAY_MS),
    retentionClass: 'standard',
    actorKind: 'intake',
    subject: 'service:invented-people',
  };
}
