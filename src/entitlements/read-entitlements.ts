import { Injectable } from '@nestjs/common';
import { caseSeen } from '../cases/seen-case.js';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { BankHolidays } from '../reference-data/bank-holidays.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import type { Day } from '../platform/working-days/calendar-days.js';
import { CodeLists } from '../reference-data/code-lists.js';
import { Thresholds } from '../reference-data/thresholds.js';
import { addMonths } from './clocks/clock-days.js';
import { type ClockRow, clocksOfCase } from './clocks/clock-rows.js';
import { explainClock, type Wording } from './explain-clock.js';
import type { CaseEntitlementsResponse, EntitlementResponse } from './entitlement-responses.js';

/** What the person of a case is owed under the Victims' Code, each duty with its arithmetic and evidence. */
@Injectable()
export class ReadEntitlements {
  constructor(
    private readonly database: Database,
    private readonly holidays: BankHolidays,
    private readonly lists: CodeLists,
    private readonly thresholds: Thresholds,
  ) {}

  /** @throws NotFound where there is no such case or the actor may not see it */
  ofCase(actor: Actor, caseId: string): Promise<CaseEntitlementsResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseSeen(tx, caseId);
      const rows = await clocksOfCase(tx, caseId, tx.now);
      await tx.audit({
        ...{ action: 'entitlement.read', targetType: 'case' },
        ...{ targetIds: [caseId], personIds: [supportCase.personId] },
      });
      const nameOf = (kind: string) => this.lists.label('justice-event-kinds', kind, tx.now) ?? kind;
      const wording = { calendar: this.holidays.workingDays(), nameOf };
      const items = rows.map((row) => ({
        ...toEntitlement(row, wording),
        remindOn: this.remindOn(row, londonDayOf(tx.now)),
      }));
      return { caseId, asOf: tx.now.toISOString(), items };
    });
  }

  private remindOn({ remindAhead, dueOn, satisfiedAt }: ClockRow, today: Day): Day | null {
    if (remindAhead === null || dueOn === null || satisfiedAt !== null) return null;
    return addMonths(dueOn, -this.thresholds.at(remindAhead, today));
  }
}

function toEntitlement(row: ClockRow, wording: Wording): Omit<EntitlementResponse, 'remindOn'> {
  return {
    ...{ id: row.id, incidentId: row.incidentId, partyId: row.partyId, ruleId: row.ruleId },
    ...{ limitCode: row.limitCode, codeVersion: row.codeVersion, right: row.rightNo },
    ...{ entitlement: row.entitlement, limitLabel: row.limitLabel, dutyHolder: row.dutyHolder },
    start: {
      ...{ kind: row.startKind, label: wording.nameOf(row.startKind) },
      ...{ eventId: row.startEventId, referralId: row.startReferralId },
      ...{ at: row.startedAt.toISOString(), on: row.startedOn, isKnown: row.isStartKnown },
    },
    unit: row.unit,
    standard: { limit: row.limitStandard, dueOn: row.dueStandardOn, state: row.byStandard },
    enhanced: { limit: row.limitEnhanced, dueOn: row.dueEnhancedOn, state: row.byEnhanced },
    atStart: { status: row.statusAtStart, bases: [...row.basesAtStart], state: row.atStart },
    now: { status: row.statusNow, bases: [...row.basesNow], state: row.now },
    ...evidenceOf(row, wording),
    ...{ isCovered: row.feedCovers, calendarVersion: row.calendarVersion },
    countedAt: row.countedAt.toISOString(),
    explanation: explainClock(row, wording),
    footnote: { source: row.source, factStatus: row.factStatus, note: row.factNote },
  };
}

type EvidenceFields = Pick<EntitlementResponse, 'agencyEvidence' | 'victimEvidence' | 'excluded'>;

function evidenceOf(row: ClockRow, { nameOf }: Wording): EvidenceFields {
  const { satisfiedBy: kind, satisfiedAt, satisfiedOn, satisfiedEventId, satisfiedReferralId } = row;
  const { victimReported, victimReportedAt, victimReportEventId, excludedReason, excludedAt } = row;
  return {
    agencyEvidence:
      kind && satisfiedAt && satisfiedOn
        ? {
            ...{ kind, label: nameOf(kind), at: satisfiedAt.toISOString(), on: satisfiedOn },
            ...{ eventId: satisfiedEventId, referralId: satisfiedReferralId },
          }
        : null,
    victimEvidence:
      victimReported && victimReportedAt && victimReportEventId
        ? { answer: victimReported, at: victimReportedAt.toISOString(), eventId: victimReportEventId }
        : null,
    excluded: excludedReason ? { reason: excludedReason, since: excludedAt?.toISOString() ?? null } : null,
  };
}
