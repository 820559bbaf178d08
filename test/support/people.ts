import { randomUUID } from 'node:crypto';
import { openCase } from '../../src/cases/case-opening.js';
import { restrictPerson } from '../../src/cases/restrict-person.js';
import { serviceActor } from '../../src/platform/access/actor.js';
import type { BlindIndex } from '../../src/platform/crypto/blind-index.js';
import type { FieldEncryption } from '../../src/platform/crypto/field-encryption.js';
import type { Database } from '../../src/platform/database/database.js';
import type { Transaction } from '../../src/platform/database/transaction.js';
import { newId } from '../../src/platform/ids.js';
import { emailMatchKey } from '../../src/platform/validation/email.js';
import {
  DANGER_MARKERS,
  type DangerMarker,
  type MarkerAnswer,
} from '../../src/victims/contact-safety/danger-markers.js';

/** What a test wants to be special about somebody; everything else is invented. */
export interface Wanted {
  givenName?: string;
  surname?: string;
  organisationName?: string;
  dateOfBirth?: string;
  postcode?: string;
  policePersonId?: string;
  email?: string;
  mobile?: string;
  markers?: Partial<Record<DangerMarker, MarkerAnswer>>;
  cohorts?: string[];
  priority?: number;
  team?: string;
  /** An incident that is there already; without it a new one. */
  incidentId?: string;
  note?: string;
}

/** Ids of what was inserted for one invented person. */
export interface Somebody {
  personId: string;
  caseId: string;
  reference: string;
  incidentId: string;
  partyId: string;
  referralId: string;
  taskId: string;
  emailId: string;
  mobileId: string;
  noteId: string | null;
}

const AGENT = serviceActor('intake', 'invented-people');

/** Puts invented people with an incident, a referral, a case, its first task and ways to reach them into a database. */
export class People {
  private count = 0;

  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly index: BlindIndex,
  ) {}

  add(wanted: Wanted = {}): Promise<Somebody> {
    this.count += 1;
    return this.database.inTransaction(AGENT, async (tx) => {
      const personId = await this.insertPerson(tx, wanted);
      const opened = openCase(caseOf(personId, wanted, tx.now));
      const { caseId } = opened;
      const incidentId = wanted.incidentId ?? (await this.insertIncident(tx));
      await tx.insert('support_case', [opened.supportCase]);
      await tx.insert('case_allocation', [opened.allocation]);
      await tx.insert('task', [opened.task]);
      const { referralId, partyId } = await this.insertReferral(tx, { personId, caseId, incidentId }, wanted);
      const points = await this.insertPoints(tx, personId, wanted);
      const noteId =
        wanted.note === undefined ? null : await this.insertNote(tx, personId, referralId, wanted.note);
      const ids = { personId, caseId, incidentId, partyId, referralId, noteId, ...points };
      return { ...ids, reference: opened.supportCase.reference as string, taskId: opened.task.id as string };
    });
  }

  /** Hides a person from everyone but the members. */
  restrict({ personId, caseId }: Somebody, members: string[]): Promise<void> {
    return this.database.inTransaction(AGENT, (tx) =>
      restrictPerson(tx, { personId, caseId, reasonCode: 'marked-by-source', members }),
    );
  }

  private async insertPerson(tx: Transaction, wanted: Wanted): Promise<string> {
    const id = newId();
    const isOrganisation = wanted.organisationName !== undefined;
    await tx.insert('person', [
      {
        id,
        kind: isOrganisation ? 'organisation' : 'individual',
        given_name: isOrganisation ? null : (wanted.givenName ?? 'Ada'),
        surname: isOrganisation ? null : (wanted.surname ?? `Invented-${this.count}`),
        organisation_name: wanted.organisationName ?? null,
        date_of_birth: isOrganisation ? null : (wanted.dateOfBirth ?? '1984-02-29'),
        postcode: wanted.postcode ?? 'WR1 1AA',
        retention_class: 'standard',
        created_at: tx.now,
        updated_at: tx.now,
      },
    ]);
    const value = wanted.policePersonId ?? `invented-${randomUUID()}`;
    const identifier = {
      id: newId(),
      person_id: id,
      restricted: false,
      source: 'athena',
      value,
      first_seen_at: tx.now,
    };
    await tx.insert('person_identifier', [identifier]);
    return id;
  }

  private async insertIncident(tx: Transaction): Promise<string> {
    const id = newId();
    await tx.insert('incident', [
      {
        id,
        force: '22',
        crime_reference: `22/${randomUUID().slice(0, 8)}/19`,
        offence_title: 'Burglary - dwelling',
        reported_at: tx.now,
        officer_name: 'PC Invented',
        created_at: tx.now,
        updated_at: tx.now,
      },
    ]);
    return id;
  }

  private async insertReferral(
    tx: Transaction,
    ids: { personId: string; caseId: string; incidentId: string },
    wanted: Wanted,
  ): Promise<{ referralId: string; partyId: string }> {
    const [referralId, partyId] = [newId(), newId()];
    const about = { person_id: ids.personId, restricted: false };
    const incident = { incident_id: ids.incidentId };
    await tx.insert('party', [{ id: partyId, ...about, ...incident, role: 'victim', created_at: tx.now }]);
    const markers = Object.fromEntries(
      DANGER_MARKERS.map((marker) => [marker, wanted.markers?.[marker] ?? 'no']),
    );
    const raised = Object.entries(markers).filter(([, answer]) => answer === 'yes');
    const times = { first_accepted_at: tx.now, last_received_at: tx.now, last_updated_at: tx.now };
    await tx.insert('referral', [
      {
        id: referralId,
        ...about,
        ...incident,
        ...times,
        case_id: ids.caseId,
        party_id: partyId,
        pathway: 'athena',
        feed: 'athena',
        source_key: randomUUID(),
        sent_by: 'service:intake',
        latest_version: 1,
        content_sha256: '0'.repeat(64),
        markers,
        markers_raised: Object.fromEntries(raised.map(([marker]) => [marker, 1])),
        offences_seen: { codes: [] },
      },
    ]);
    return { referralId, partyId };
  }

  private async insertPoints(
    tx: Transaction,
    personId: string,
    wanted: Wanted,
  ): Promise<{ emailId: string; mobileId: string }> {
    const [emailId, mobileId] = [newId(), newId()];
    const email = wanted.email ?? `person-${randomUUID().slice(0, 8)}@example.org`;
    const mobile = wanted.mobile ?? '+447700900123';
    const point = (id: string, kind: string, value: string, blind_index: string) => ({
      id,
      person_id: personId,
      restricted: false,
      kind,
      value_sealed: this.encryption.seal(value, {
        table: 'contact_point',
        column: 'value_sealed',
        rowId: id,
      }),
      blind_index,
      source: 'athena',
      created_at: tx.now,
      updated_at: tx.now,
    });
    await tx.insert('contact_point', [
      point(emailId, 'email', email, this.index.of('email', emailMatchKey(email))),
      point(mobileId, 'mobile-phone', mobile, this.index.of('phone', mobile)),
    ]);
    return { emailId, mobileId };
  }

  private async insertNote(
    tx: Transaction,
    personId: string,
    referralId: string,
    text: string,
  ): Promise<string> {
    const id = newId();
    const text_sealed = this.encryption.seal(text, {
      table: 'safe_contact_note',
      column: 'text_sealed',
      rowId: id,
    });
    const note = { id, person_id: personId, restricted: false, referral_id: referralId, text_sealed };
    await tx.insert('safe_contact_note', [{ ...note, text_sha256: randomUUID(), received_at: tx.now }]);
    return id;
  }
}

function caseOf(
  personId: string,
  { priority, cohorts, team }: Wanted,
  now: Date,
): Parameters<typeof openCase>[0] {
  return {
    personId,
    restricted: false,
    at: now,
    priority: { points: priority ?? 10, reasons: ['burglary'] },
    cohorts: cohorts ?? ['burglary'],
    team: team ?? 'central',
    isToBeCalled: false,
    firstStepDueAt: new Date(now.getTime() + 2 * 24 * 3_600_000),
    retentionClass: 'standard',
    actorKind: 'intake',
    subject: 'service:invented-people',
  };
}
