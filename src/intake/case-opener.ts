import { Injectable } from '@nestjs/common';
import { BankHolidays } from '../reference-data/bank-holidays.js';
import { OffenceRules } from '../reference-data/offence-rules.js';
import { RetentionClasses } from '../reference-data/retention-classes.js';
import { Teams } from '../reference-data/teams.js';
import { Thresholds } from '../reference-data/thresholds.js';
import { type OpenedCase, openCase } from '../cases/case-opening.js';
import { NEWS_OF_DANGER } from '../cases/continue-stay.js';
import { CALL_FROM, type Priority, priorityOf } from '../cases/priority.js';
import type { Actor } from '../platform/access/actor.js';
import type { Row } from '../platform/database/transaction.js';
import { daysBetween } from '../platform/working-days/calendar-days.js';
import { endOfDayLondon, londonDayOf } from '../platform/working-days/london-days.js';
import { DANGER_MARKERS } from '../victims/contact-safety/danger-markers.js';
import { isOfFullAgeOn } from '../victims/contact-safety/full-age.js';
import { MARKER_COHORTS } from '../victims/contact-safety/marker-cohorts.js';
import type { ClosedCase, KnownPerson } from './known-world.js';
import type { ReferralRecord } from './referral-record.js';

/** What the rules say of a record: its cohorts, how urgent it is, whose queue it joins, how long it is kept. */
export interface CaseTerms {
  cohorts: string[];
  priority: Priority;
  team: string;
  isToBeCalled: boolean;
  retentionClass: string;
}

/** Knows the terms on which a referral's case is opened. */
@Injectable()
export class CaseOpener {
  constructor(
    private readonly offences: OffenceRules,
    private readonly holidays: BankHolidays,
    private readonly thresholds: Thresholds,
    private readonly teams: Teams,
    private readonly retention: RetentionClasses,
  ) {}

  termsFor(record: ReferralRecord, isRepeatVictim: boolean, now: Date): CaseTerms {
    const cohorts = this.cohortsOf(record, now);
    const priority = priorityOf({
      pathway: record.pathway,
      cohorts,
      markers: record.markers,
      isChildOrUnknownAge: this.isChildOrUnknownAge(record, now),
      isRepeatVictim: isRepeatVictim || record.repeatVictim === true,
    });
    const isChild = record.person.dateOfBirth === null ? null : this.isChildOrUnknownAge(record, now);
    return {
      cohorts,
      priority,
      team: this.teams.forCohorts(cohorts),
      isToBeCalled: priority.points >= CALL_FROM,
      retentionClass: this.retention.classFor(cohorts, isChild).code,
    };
  }

  /** The terms of a case that continues a closed one: what was known stays known. */
  continued(terms: CaseTerms, closed: ClosedCase, { dateOfBirth, kind }: KnownPerson, now: Date): CaseTerms {
    const cohorts = [...new Set([...closed.cohorts, ...terms.cohorts])].sort();
    const { points, reasons } = terms.priority;
    const priority = {
      points: Math.max(points, closed.priority),
      reasons: [...new Set([...reasons, ...closed.priorityReasons])],
    };
    const isChild =
      kind === 'individual' && (dateOfBirth === null ? null : !isOfFullAgeOn(dateOfBirth, londonDayOf(now)));
    return {
      ...{ cohorts, priority, isToBeCalled: terms.isToBeCalled, team: this.teams.forCohorts(cohorts) },
      retentionClass: this.retention.classFor(cohorts, isChild).code,
    };
  }

  /** The row that tells of a case begun anew because of news. */
  reopening(opened: OpenedCase, closed: ClosedCase, person: KnownPerson, actor: Actor, now: Date): Row {
    const today = londonDayOf(now);
    return {
      ...{ case_id: opened.caseId, person_id: person.id, restricted: person.restricted },
      ...{ from_case_id: closed.id, reason: NEWS_OF_DANGER, reopened_at: now, reopened_by: actor.subject },
      days_since_closure: Math.max(0, daysBetween(londonDayOf(closed.closedAt), today)),
      window_days: this.thresholds.at('reopeningWindowDays', today),
    };
  }

  open(terms: CaseTerms, person: KnownPerson, actor: Actor, now: Date): OpenedCase {
    return openCase({
      personId: person.id,
      restricted: person.restricted,
      at: now,
      ...terms,
      firstStepDueAt: this.dueAt(terms.isToBeCalled, now),
      actorKind: actor.kind,
      subject: actor.subject,
    });
  }

  /** End of the working day by which somebody must have looked. */
  dueAt(isUrgent: boolean, now: Date): Date {
    const today = londonDayOf(now);
    const days = this.thresholds.at(isUrgent ? 'callPersonWorkingDays' : 'decideContactWorkingDays', today);
    return endOfDayLondon(this.holidays.workingDays().addWorkingDays(today, days));
  }

  private cohortsOf(record: ReferralRecord, now: Date): string[] {
    const { offenceCode, homeOfficeClass, nfibCode, occurredFrom, reportedAt } = record.incident;
    const codes = { crimeOffenceCode: offenceCode, homeOfficeClassification: homeOfficeClass, nfibCode };
    const rule = this.offences.ruleFor(codes, londonDayOf(occurredFrom ?? reportedAt ?? now));
    const wasChild = record.person.dateOfBirth === null ? null : this.wasChild(record);
    const cohorts = new Set<string>(rule ? this.offences.cohortsOf(rule, wasChild) : []);
    for (const marker of DANGER_MARKERS) {
      const cohort = MARKER_COHORTS[marker];
      if (cohort && record.markers[marker] === 'yes') cohorts.add(cohort);
    }
    return [...cohorts].sort();
  }

  private wasChild(record: ReferralRecord): boolean {
    const { dateOfBirth } = record.person;
    const offence = record.incident.occurredFrom ?? record.incident.reportedAt;
    return dateOfBirth !== null && offence !== null && !isOfFullAgeOn(dateOfBirth, londonDayOf(offence));
  }

  private isChildOrUnknownAge(record: ReferralRecord, now: Date): boolean {
    if (record.person.kind === 'organisation') return false;
    return (
      record.person.dateOfBirth === null ||
      !isOfFullAgeOn(record.person.dateOfBirth, londonDayOf(now)) ||
      this.wasChild(record)
    );
  }
}
