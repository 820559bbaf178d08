import { eventRow } from '../cases/case-opening.js';
import { NEWS_OF_DANGER } from '../cases/continue-stay.js';
import type { Row, Transaction } from '../platform/database/transaction.js';
import type { CaseOpener, CaseTerms } from './case-opener.js';
import type { Consequences } from './consequences.js';
import { type DangerNews, type Held, SUPPORT_REFUSED } from './danger-news.js';
import type { ClosedCase, KnownPerson, KnownReferral, KnownWorld } from './known-world.js';
import type { PendingRows } from './pending-rows.js';
import type { ReferralRecord } from './referral-record.js';
import { peopleNewlyNear, type PersonNear, readNear } from './suspects-near.js';

/** The rules by which arrivals open cases and bring news. */
export interface IntakeRules {
  opener: CaseOpener;
  news: DangerNews;
}

type Details = Parameters<typeof eventRow>[0]['details'];

/**
 * Brings news of danger to somebody: as a task of the person's open case, whatever has been sent before; where they have
 * none, a new case continues the closed one, so that a person looks.
 */
export class DangerRaiser {
  /** `incident person` where somebody looks at the suspects anyway. */
  private readonly looked = new Set<string>();

  constructor(
    private readonly tx: Transaction,
    private readonly world: KnownWorld,
    private readonly rows: PendingRows,
    private readonly opener: CaseOpener,
    private readonly after: Consequences,
  ) {}

  /** @param names what is new, by name; nothing is done where nothing is */
  raise(names: readonly string[], record: ReferralRecord, { referral, person }: Held): void {
    if (names.length === 0) return;
    if (names.includes('suspect')) this.isLookedAt(referral.incidentId, person.id);
    if (names.includes('dateOfBirth')) this.after.ageChanged(person.id);
    const { opener, tx } = this;
    const terms = opener.termsFor(asHeld(record, person, names), false, tx.now);
    if (person.openCaseId === null) {
      // Who wants no support wants no new case either.
      if (names.every((name) => name === SUPPORT_REFUSED)) return;
      this.begin(names, record, terms, { referral, person });
    } else {
      this.after.raisePriority(person.openCaseId, terms);
      this.after.look(person.openCaseId, referral.id, opener.dueAt(terms.isToBeCalled, tx.now));
    }
    this.event(person, person.openCaseId!, 'danger.raised', { referralId: referral.id, names: [...names] });
  }

  /** What this person has to do with the crime is looked at, whoever is named of it: their first referral to it came. */
  isLookedAt(incidentId: string, personId: string): void {
    this.looked.add(`${incidentId} ${personId}`);
  }

  /**
   * Brings a suspect whom this batch named first to whoever else of the crime they are near to, though their own rows
   * never named anybody. Call it when the rows of the batch stand; says whether there is more to write.
   */
  async raiseNear(): Promise<boolean> {
    const near = peopleNewlyNear(this.world, this.tx.now, ({ incidentId, personId }) =>
      this.looked.has(`${incidentId} ${personId}`),
    );
    if (near.length === 0) return false;
    const known = await readNear(this.tx, near);
    known.forEach((one) => this.bringSuspect(this.world.people.get(one.personId)!, one));
    return known.length > 0;
  }

  event(person: KnownPerson, caseId: string, kind: string, details: Details): void {
    const { kind: actorKind, subject } = this.tx.actor;
    const about = { caseId, personId: person.id, restricted: person.restricted, at: this.tx.now };
    this.rows.insert('case_event', eventRow({ ...about, kind, actorKind, subject, details }));
  }

  /** Nobody rings whom a suspect may hear of it: somebody looks first. */
  private bringSuspect(person: KnownPerson, { referralId, pathway, closed }: PersonNear): void {
    const { opener, tx, after } = this;
    if (person.openCaseId !== null) {
      after.look(person.openCaseId, referralId, opener.dueAt(true, tx.now));
    } else if (closed) {
      const terms = opener.continued(NOTHING_NEW, closed, person, tx.now);
      this.openCase(person, terms, { closed, pathway, task: lookAt(referralId) });
    } else return;
    after.touched(person.id);
    this.event(person, person.openCaseId!, 'danger.raised', { referralId, names: ['suspect'] });
  }

  private begin(
    names: readonly string[],
    record: ReferralRecord,
    ofRecord: CaseTerms,
    { referral, person }: Held,
  ): void {
    const closed = this.lastStay(person, referral);
    const terms = closed ? this.opener.continued(ofRecord, closed, person, this.tx.now) : ofRecord;
    const task = mayBeCalled(names, record, terms) ? {} : lookAt(referral.id);
    this.openCase(person, terms, { closed, pathway: record.pathway, task });
  }

  private openCase(
    person: KnownPerson,
    terms: CaseTerms,
    { closed, pathway, task }: { closed: ClosedCase | null; pathway: string; task: Row },
  ): void {
    const { opener, tx, rows } = this;
    const opened = opener.open({ ...terms, isToBeCalled: true }, person, tx.actor, tx.now);
    const { caseId } = opened;
    rows.insert('support_case', { ...opened.supportCase, reopened_from: closed?.id ?? null });
    rows.insert('case_allocation', opened.allocation);
    rows.insert('task', { ...opened.task, ...task });
    person.openCaseId = caseId;
    this.world.closedCases.delete(person.id);
    const details = { pathway, priority: terms.priority.reasons };
    this.event(person, caseId, 'case.opened', { ...details, reopenedFrom: closed?.id ?? null });
    if (!closed) return;
    rows.insert('case_reopening', opener.reopening(opened, closed, person, tx.actor, tx.now));
    this.event(person, closed.id, 'case.reopened', { reopenedAs: caseId, reason: NEWS_OF_DANGER });
  }

  private lastStay(person: KnownPerson, { caseId }: KnownReferral): ClosedCase | null {
    const stays = this.world.closedCases.get(person.id) ?? [];
    return stays.find(({ id }) => id === caseId) ?? stays[0] ?? null;
  }
}

/** Of a birth date that is in doubt now, the record alone would say too much. */
function asHeld(record: ReferralRecord, person: KnownPerson, names: readonly string[]): ReferralRecord {
  if (!names.includes('dateOfBirth')) return record;
  return { ...record, person: { ...record.person, dateOfBirth: person.dateOfBirth } };
}

/** Whoever died, or is not to be contacted, is not called: somebody looks first. */
function mayBeCalled(names: readonly string[], record: ReferralRecord, { isToBeCalled }: CaseTerms): boolean {
  return isToBeCalled && record.markers.noContact !== 'yes' && !names.includes('deceased');
}

function lookAt(referralId: string): Row {
  return { kind: 'look-at-changed-referral', source_id: referralId };
}

/** What another person's row adds to the terms of a case: nothing. */
const NOTHING_NEW: CaseTerms = {
  cohorts: [],
  priority: { points: 0, reasons: [] },
  team: '',
  isToBeCalled: true,
  retentionClass: '',
};
