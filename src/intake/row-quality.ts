import { Injectable } from '@nestjs/common';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { BankHolidays } from '../reference-data/bank-holidays.js';
import { Thresholds } from '../reference-data/thresholds.js';
import type { ReferralRecord } from './referral-record.js';

/** Counts that tell how good the readable rows of a file were. */
export const QUALITY_COUNTS = [
  'readable',
  'individuals',
  'organisations',
  'withoutPhone',
  'withoutEmail',
  'withUnusablePhone',
  'withUnusableEmail',
  'withoutBirthDate',
  'withBirthDateInDoubt',
  'withUnknownCodes',
  'withMarkersUnanswered',
  'withDangerMarker',
  'supportRefused',
  'late',
] as const;
export type Quality = Record<(typeof QUALITY_COUNTS)[number], number>;

const LONG_AGO_MS = 60 * 24 * 60 * 60 * 1000;

/** Counts what rows lack, for the receipt of their file. */
@Injectable()
export class RowQuality {
  constructor(
    private readonly holidays: BankHolidays,
    private readonly thresholds: Thresholds,
  ) {}

  /** Adds what these records show to the counts so far. */
  add(before: Partial<Quality>, records: readonly ReferralRecord[], receivedAt: Date): Quality {
    const quality = Object.fromEntries(QUALITY_COUNTS.map((name) => [name, before[name] ?? 0])) as Quality;
    const isLate = this.lateness(receivedAt);
    for (const record of records) {
      for (const [name, isSo] of Object.entries(shownBy(record)))
        if (isSo) quality[name as keyof Quality] += 1;
      if (isLate(record.incident.reportedAt)) quality.late += 1;
    }
    return quality;
  }

  /**
   * Late: more working days from the report of the crime to the file's arrival than `victimReferralWorkingDays` allows
   * (Victims' Code, two working days). Without a time of report nothing is said.
   */
  private lateness(receivedAt: Date): (reportedAt: Date | null) => boolean {
    const today = londonDayOf(receivedAt);
    const allowed = this.thresholds.at('victimReferralWorkingDays', today);
    const calendar = this.holidays.workingDays();
    const known = new Map<string, boolean>();
    return (reportedAt) => {
      if (reportedAt === null || reportedAt >= receivedAt) return false;
      if (receivedAt.getTime() - reportedAt.getTime() > LONG_AGO_MS) return true;
      const day = londonDayOf(reportedAt);
      const late = known.get(day) ?? calendar.workingDaysBetween(day, today) > allowed;
      known.set(day, late);
      return late;
    };
  }
}

function shownBy(record: ReferralRecord): Omit<Record<keyof Quality, boolean>, 'late'> {
  const { person, contactPoints, markers } = record;
  const isPhone = (kind: string) => kind.endsWith('-phone');
  const usable = contactPoints.filter((point) => point.invalidCode === null);
  const unusable = contactPoints.filter((point) => point.invalidCode !== null);
  const answers = Object.values(markers);
  const isIndividual = person.kind === 'individual';
  return {
    readable: true,
    individuals: isIndividual,
    organisations: !isIndividual,
    withoutPhone: !usable.some(({ kind }) => isPhone(kind)),
    withoutEmail: !usable.some(({ kind }) => kind === 'email'),
    withUnusablePhone: unusable.some(({ kind }) => isPhone(kind)),
    withUnusableEmail: unusable.some(({ kind }) => kind === 'email'),
    withoutBirthDate: isIndividual && person.dateOfBirth === null,
    withBirthDateInDoubt: person.birthDateDoubt !== null,
    withUnknownCodes: record.unknownCodes.length > 0,
    withMarkersUnanswered: answers.includes('blank'),
    withDangerMarker: answers.includes('yes'),
    supportRefused: record.victimSupport === false,
  };
}
