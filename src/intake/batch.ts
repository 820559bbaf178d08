import { taskRow } from '../cases/case-opening.js';
import type { FieldEncryption } from '../platform/crypto/field-encryption.js';
import type { Transaction } from '../platform/database/transaction.js';
import { answerColumns, areSameAnswers, olderAnswers } from './answers.js';
import type { CaseOpener, CaseTerms } from './case-opener.js';
import { Consequences } from './consequences.js';
import { type DangerNews, type Held, heldNow, type NewFacts } from './danger-news.js';
import type { Verdict } from './disposition.js';
import type { KnownPerson, KnownReferral, KnownWorld } from './known-world.js';
import { combined } from './markers.js';
import { PendingRows } from './pending-rows.js';
import { DangerRaiser, type IntakeRules } from './raise-danger.js';
import { IncidentWriter } from './receive-incident.js';
import { PersonWriter } from './receive-person.js';
import type { Arrival, Disposed, ReferralRecord } from './referral-record.js';
import { isAnySuspectNear } from './suspects-near.js';
import type { VersionContent } from './versions.js';
import { ReferralWriter } from './write-referral.js';

/** A batch of arrivals on its way into the tables. */
export class Batch {
  /** What was worked and is not written yet. */
  readonly rows: PendingRows;
  private readonly people: PersonWriter;
  private readonly incidents: IncidentWriter;
  private readonly referrals: ReferralWriter;
  private readonly after = new Consequences();
  private readonly danger: DangerRaiser;
  private readonly opener: CaseOpener;
  private readonly news: DangerNews;

  constructor(
    private readonly tx: Transaction,
    private readonly world: KnownWorld,
    encryption: FieldEncryption,
    rules: IntakeRules,
    /** What the newest version of each referral says, by referral id. */
    private readonly newest: Map<string, VersionContent>,
  ) {
    ({ opener: this.opener, news: this.news } = rules);
    this.rows = new PendingRows(tx);
    this.danger = new DangerRaiser(tx, world, this.rows, rules.opener, this.after);
    this.people = new PersonWriter(encryption, world, this.rows, tx.now);
    this.incidents = new IncidentWriter(world, this.rows, tx.now);
    this.referrals = new ReferralWriter(encryption, world, this.rows, newest, tx.now);
  }

  /** Carries out a verdict and says what became of the arrival. */
  work(arrival: Arrival, verdict: Verdict): Disposed {
    switch (verdict.kind) {
      case 'quarantine':
        return {
          ...NOTHING,
          disposition: 'quarantined',
          reasonCode: verdict.reasonCode,
          field: verdict.field,
          personId: verdict.person.id,
        };
      case 'same':
        return this.leave(arrival.record, verdict.referral, verdict.isNewer);
      case 'update':
        return this.update(arrival, verdict.referral, verdict.person);
      case 'open':
        return this.open(arrival, verdict.person);
    }
  }

  /** Everybody about whom something changed. */
  peopleTouched(): string[] {
    return this.after.peopleTouched();
  }

  async write(): Promise<void> {
    await this.rows.finish();
    if (await this.danger.raiseNear()) await this.rows.finish();
    await this.after.write(this.tx);
  }

  private open(arrival: Arrival, known: KnownPerson | null): Disposed {
    const { record } = arrival;
    const terms = this.opener.termsFor(record, this.isRepeat(record, known), this.tx.now);
    const person = known ?? this.people.create(record, terms.retentionClass);
    if (known) this.people.update(known, record, null);
    this.people.identify(person, record.person);
    const joined = person.openCaseId;
    const caseId = joined ?? this.openCase(person, terms, record);
    const referralId = this.referral(arrival, person, caseId);
    if (joined) this.join(person, joined, referralId, terms);
    this.after.of(record, person, caseId, { isNew: known === null });
    return {
      ...NOTHING,
      disposition: joined ? 'joined' : 'created',
      referralId,
      caseId,
      personId: person.id,
    };
  }

  private openCase(person: KnownPerson, terms: CaseTerms, record: ReferralRecord): string {
    const opened = this.opener.open(terms, person, this.tx.actor, this.tx.now);
    this.rows.insert('support_case', opened.supportCase);
    this.rows.insert('case_allocation', opened.allocation);
    this.rows.insert('task', opened.task);
    person.openCaseId = opened.caseId;
    this.danger.event(person, opened.caseId, 'case.opened', {
      pathway: record.pathway,
      priority: terms.priority.reasons,
    });
    return opened.caseId;
  }

  private referral(arrival: Arrival, person: KnownPerson, caseId: string): string {
    const { record } = arrival;
    const incidentId = this.incidents.findOrCreate(record);
    const partyId = this.incidents.party(incidentId, person, record.role);
    this.danger.isLookedAt(incidentId, person.id);
    this.incidents.suspects(incidentId, record.suspectKeys, this.tx.now);
    const id = this.referrals.create(arrival, person, { caseId, incidentId, partyId });
    this.hear(record, this.world.referrals.get(`${record.feed} ${record.sourceKey}`)!);
    this.people.reachBy(person, arrival);
    this.people.note(person, id, record.safeContactNote);
    this.danger.event(person, caseId, 'referral.received', { referralId: id, pathway: record.pathway });
    return id;
  }

  /** Harmed before, by another crime than this one. */
  private isRepeat({ incident }: ReferralRecord, known: KnownPerson | null): boolean {
    const held = this.world.incidents.get(`${incident.force} ${incident.crimeReference}`);
    return known !== null && !this.world.peopleOfIncident.get(held ?? '')?.has(known.id);
  }

  private join(person: KnownPerson, caseId: string, referralId: string, terms: CaseTerms): void {
    this.after.joined(caseId, terms);
    this.danger.event(person, caseId, 'referral.joined', { referralId });
    this.task(person, caseId, 'look-at-joined-referral', referralId, terms.team, terms.isToBeCalled);
  }

  private update(arrival: Arrival, referral: KnownReferral, person: KnownPerson): Disposed {
    const { record } = arrival;
    const { id: referralId, caseId, incidentId, lastReceivedAt: heardAt } = referral;
    const before = heldNow(referral, person);
    const version = this.referrals.addVersion(arrival, person, referral);
    this.people.update(person, record, version.before.person);
    this.people.identify(person, record.person);
    this.people.replacePoints(person, version.before.contactPoints, arrival);
    this.people.reachBy(person, arrival);
    const isNoteNew = this.people.note(person, referralId, record.safeContactNote);
    this.incidents.update(incidentId, record);
    const isSuspectNew = this.incidents.suspects(incidentId, record.suspectKeys, heardAt);
    this.hear(record, referral, heardAt);
    this.danger.event(person, caseId, 'referral.updated', {
      referralId,
      version: version.number,
      fields: version.fields,
    });
    this.after.raisePriority(caseId, this.opener.termsFor(record, false, this.tx.now));
    const isDeathNew = record.person.deceased && !version.before.person.deceased;
    const brought = { markers: version.raised, isNoteNew, isDeathNew, isSuspectNew };
    this.raise(record, before, { referral, person }, brought);
    this.after.of(record, person, person.openCaseId ?? caseId);
    return { ...NOTHING, disposition: 'updated', referralId, caseId, personId: person.id };
  }

  /** Seen, or older than what is held. */
  private leave(record: ReferralRecord, referral: KnownReferral, isNewer: boolean): Disposed {
    const outcome = {
      ...NOTHING,
      referralId: referral.id,
      caseId: referral.caseId,
      personId: referral.personId,
    };
    if (isNewer) {
      this.rows.update('referral', referral.id, { last_updated_at: record.lastUpdatedAt });
      referral.lastUpdatedAt = record.lastUpdatedAt;
    }
    const isOtherStatus = this.incidents.heedStatus(referral.incidentId, record, { isRepeat: true });
    if (record.contentSha256 !== referral.contentSha256) this.heedOlder(record, referral, isOtherStatus);
    else if (isOtherStatus) this.tellOfOlder(record, referral, []);
    return { ...outcome, disposition: 'unchanged' };
  }

  /**
   * An older version that comes late changes nothing but what it says of danger, which nobody may have known, and of the
   * crime's status, of which a newer one may have said nothing.
   */
  private heedOlder(record: ReferralRecord, referral: KnownReferral, isOtherStatus: boolean): void {
    const person = this.world.people.get(referral.personId)!;
    const before = heldNow(referral, person);
    const markers = combined(referral, record, referral.latestVersion);
    const answers = olderAnswers(referral, record, this.newest.get(referral.id));
    const heardAt = referral.lastReceivedAt;
    const isSuspectNew = this.incidents.suspects(referral.incidentId, record.suspectKeys, heardAt);
    const newNote = this.people.note(person, referral.id, record.safeContactNote);
    const isGraver =
      markers.raised.length > 0 ||
      !areSameAnswers(answers, referral) ||
      markers.known.offencesSeen.length > referral.offencesSeen.length ||
      markers.known.relationshipCodes.length > referral.relationshipCodes.length;
    if (!isGraver && !isSuspectNew && !newNote && !isOtherStatus) return;
    if (isGraver) {
      const columns = { ...markers.columns, ...answerColumns(answers) };
      this.rows.update('referral', referral.id, columns);
    }
    if (isGraver || isSuspectNew) this.hear(record, referral);
    Object.assign(referral, markers.known, answers);
    this.tellOfOlder(record, referral, markers.raised);
    const brought = { markers: markers.raised, isNoteNew: newNote, isDeathNew: false, isSuspectNew };
    this.raise(record, before, { referral, person }, brought);
  }

  /** Whoever waited for a turn began before the one waited for: what that one brought is heard by now, too. */
  private hear(record: ReferralRecord, referral: KnownReferral, before = referral.lastReceivedAt): void {
    const until = this.incidents.namedUntil(referral.incidentId, record.suspectKeys);
    const heardAt = until < before ? before : until;
    if (heardAt.getTime() === referral.lastReceivedAt.getTime()) return;
    this.rows.update('referral', referral.id, { last_received_at: heardAt });
    referral.lastReceivedAt = heardAt;
  }

  /** Tells what is news of danger between what was held and what is, if anything. */
  private raise(record: ReferralRecord, before: Held, after: Held, brought: NewFacts): void {
    const { relationshipCodes } = record;
    const isSuspectNear = isAnySuspectNear(record, after.person, this.world);
    const all = { ...brought, relationshipCodes, isSuspectNear };
    this.danger.raise(this.news.between(before, after, all, this.tx.now), record, after);
  }

  private tellOfOlder(record: ReferralRecord, referral: KnownReferral, markers: string[]): void {
    const person = this.world.people.get(referral.personId)!;
    this.danger.event(person, referral.caseId, 'referral.markers-raised', {
      referralId: referral.id,
      markers,
    });
    this.after.raisePriority(referral.caseId, this.opener.termsFor(record, false, this.tx.now));
    this.after.of(record, person, person.openCaseId ?? referral.caseId);
  }

  private task(
    person: KnownPerson,
    caseId: string,
    kind: 'look-at-joined-referral',
    sourceId: string,
    team: string,
    urgent: boolean,
  ): void {
    this.rows.insert(
      'task',
      taskRow({
        caseId,
        person_id: person.id,
        restricted: person.restricted,
        kind,
        source: 'intake',
        sourceId,
        team,
        dueAt: this.opener.dueAt(urgent, this.tx.now),
        at: this.tx.now,
        by: this.tx.actor.subject,
      }),
    );
  }
}

const NOTHING: Omit<Disposed, 'disposition'> = {
  reasonCode: null,
  field: null,
  referralId: null,
  caseId: null,
  personId: null,
};
