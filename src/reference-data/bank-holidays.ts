import { Injectable } from '@nestjs/common';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { serviceActor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Problem } from '../platform/problems/problem.js';
import type { Day } from '../platform/working-days/calendar-days.js';
import { WorkingDays } from '../platform/working-days/working-days.js';

const READ_AGAIN_AFTER_MS = 60_000;

/** 503: the table of bank holidays has not been read, or holds nothing: no working day may be counted without it. */
export class BankHolidaysMissing extends Problem {
  constructor() {
    const detail = 'The table of bank holidays is empty: publish the reference data first';
    super(503, 'bank-holidays-missing', 'No working day can be counted', detail);
    this.message = detail;
  }
}

/** The calendar as one transaction reads it. */
export interface CalendarRead {
  workingDays: WorkingDays;
  /** Grows with every change of the table: what a deadline was counted by. */
  version: number;
}

/**
 * The bank holidays of England and Wales, from the table, where a day that is proclaimed late can be added while the
 * service runs: it is read again every minute.
 */
@Injectable()
export class BankHolidays implements OnModuleInit, OnModuleDestroy {
  private known: WorkingDays | null = null;
  private reading: NodeJS.Timeout | null = null;

  constructor(private readonly database: Database) {}

  async onModuleInit(): Promise<void> {
    await this.read();
    // A failed look keeps what was read before; the database's own alarm says that it is away.
    this.reading = setInterval(() => void this.read().catch(() => undefined), READ_AGAIN_AFTER_MS);
    this.reading.unref();
  }

  onModuleDestroy(): void {
    if (this.reading) clearInterval(this.reading);
  }

  /** The calendar to count working days with. @throws BankHolidaysMissing */
  workingDays(): WorkingDays {
    if (!this.known) throw new BankHolidaysMissing();
    return this.known;
  }

  /** The calendar as this transaction sees it, for what has to be counted by the newest. @throws BankHolidaysMissing */
  async readIn(tx: Transaction): Promise<CalendarRead> {
    const rows = await tx.query<{ day: string }>(
      `SELECT holiday_on::text AS day FROM bank_holiday WHERE withdrawn_at IS NULL ORDER BY holiday_on`,
    );
    const { last, version } = await rangeOf(tx);
    return { workingDays: new WorkingDays(new Set(rows.map(({ day }) => day)), last), version };
  }

  /** Reads the table anew. */
  async read(): Promise<void> {
    try {
      await this.database.inTransaction(serviceActor('reporting', 'bank-holidays'), async (tx) => {
        this.known = (await this.readIn(tx)).workingDays;
      });
    } catch (error) {
      // Before the first publication there is no calendar: whoever counts hears of it.
      if (!(error instanceof BankHolidaysMissing)) throw error;
    }
  }
}

/** Which days the table covers, whole years from its first holiday to its last, and its version. @throws BankHolidaysMissing */
export async function rangeOf(tx: Transaction): Promise<{ first: Day; last: Day; version: number }> {
  const row = await tx.queryOne<{ first: string | null; last: string | null; version: number }>(
    `SELECT extract(year FROM min(holiday_on))::text AS first, extract(year FROM max(holiday_on))::text AS last,
            (SELECT coalesce(max(version), 0) FROM bank_holiday_change) AS version FROM bank_holiday`,
  );
  if (!row?.first || !row.last) throw new BankHolidaysMissing();
  return { first: `${row.first}-01-01`, last: `${row.last}-12-31`, version: row.version };
}
