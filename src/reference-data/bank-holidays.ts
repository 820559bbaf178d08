import { Injectable } from '@nestjs/common';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { serviceActor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { WorkingDays } from '../platform/working-days/working-days.js';

const READ_AGAIN_AFTER_MS = 10 * 60_000;

/** The table of bank holidays has not been read, or holds nothing: no working day may be counted without it. */
export class BankHolidaysMissing extends Error {
  constructor() {
    super('The table of bank holidays is empty: publish the reference data first');
  }
}

/**
 * The bank holidays of England and Wales, from the table, where a day that is proclaimed late can be added while the
 * service runs: it is read again every ten minutes.
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

  /** Reads the table anew. */
  async read(): Promise<void> {
    const rows = await this.database.inTransaction(serviceActor('reporting', 'bank-holidays'), (tx) =>
      tx.query<{ day: string }>(`SELECT holiday_on::text AS day FROM bank_holiday ORDER BY holiday_on`),
    );
    const last = rows.at(-1);
    if (!last) return;
    this.known = new WorkingDays(new Set(rows.map(({ day }) => day)), `${last.day.slice(0, 4)}-12-31`);
  }
}
