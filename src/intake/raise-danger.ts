import { eventRow } from '../cases/case-opening.js';
import { NEWS_OF_DANGER } from '../cases/continue-stay.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { CaseOpener, CaseTerms } from './case-opener.js';
import type { Consequences } from './consequences.js';
import { type DangerNews, type Held, SUPPORT_REFUSED } from './danger-news.js';
import type { ClosedCase, KnownPerson, KnownReferral, KnownWorld } from './known-world.js';
import type { PendingRows } from './pending-rows.js';
import type { ReferralRecord } from './referral-record.js';

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

  event(person: KnownPerson, caseId: string, kind: string, details: Details): void {
    const { kind: actorKind, subject } = this.tx.actor;
    const about = { caseId, personId: person.id, restricted: person.restricted, at: this.tx.now };
    this.rows.insert('case_event', eventRow({ ...about, kind, actorKind, subject, details }));
  }

  private begin(
    names: readonly string[],
    record: ReferralRecord,
    ofRecord: CaseTerms,
    { referral, person }: Held,
  ): void {
    const { opener, tx, rows } = this;
    const closed = this.lastStay(person, referral);
    const terms = closed ? opener.continued(ofRecord, closed, person, tx.now) : ofRecord;
    const opened = opener.open({ ...terms, isToBeCalled: true }, person, tx.actor, tx.now);
    const { caseId } = opened;
    rows.insert('support_case', { ...opened.supportCase, reopened_from: closed?.id ?? null });
    rows.insert('case_allocation', opened.allocation);
    rows.insert(
      'task',
      mayBeCalled(names, record, terms) ? opened.task : { ...opened.task, ...lookAt(referral) },
    );
    person.openCaseId = caseId;
    this.world.closedCases.delete(person.id);
    const details = { pathway: record.pathway, priority: terms.priority.reasons };
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

function lookAt(referral: KnownReferral) {
  return { kind: 'look-at-changed-referral', source_id: referral.id };
}
