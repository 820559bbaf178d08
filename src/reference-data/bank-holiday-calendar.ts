import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Conflict, Invalid, NotFound } from '../platform/problems/problem.js';
import { type Day, isWeekend } from '../platform/working-days/calendar-days.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import type { AddBankHolidayRequest, WithdrawBankHolidayRequest } from './bank-holiday-requests.js';
import type { BankHolidayChanged, BankHolidayList, BankHolidayResponse } from './bank-holiday-responses.js';
import { BankHolidays, rangeOf } from './bank-holidays.js';

type Change = 'added' | 'withdrawn' | 'restored';

/**
 * The calendar of bank holidays as people change it: a day that is proclaimed late is added, one that was entered in
 * error is withdrawn. What has passed stays as it was counted by.
 */
@Injectable()
export class BankHolidayCalendar {
  constructor(
    private readonly database: Database,
    private readonly holidays: BankHolidays,
  ) {}

  list(actor: Actor, year: number | undefined): Promise<BankHolidayList> {
    return this.database.inTransaction(actor, async (tx) => {
      const { first, last, version } = await rangeOf(tx);
      const items = await tx.query<BankHolidayResponse>(LIST, [year ?? null, null]);
      return { version, knownFrom: first, knownThrough: last, items };
    });
  }

  /** @throws Invalid naming the day; Conflict `already-a-bank-holiday` */
  async add(actor: Actor, request: AddBankHolidayRequest): Promise<BankHolidayChanged> {
    const changed = await this.database.inTransaction(actor, async (tx) => {
      await holdCalendar(tx);
      await mustBeToCome(tx, request.on);
      const before = await held(tx, request.on);
      if (before && !before.isWithdrawn)
        throw new Conflict('already-a-bank-holiday', 'That day is a bank holiday already.');
      const { on, name, source } = request;
      await tx.query(
        `INSERT INTO bank_holiday (holiday_on, name, source, declared_late) VALUES ($1, $2, $3, true)
         ON CONFLICT (holiday_on) DO UPDATE SET name = $2, source = $3, withdrawn_at = NULL`,
        [on, name, source],
      );
      return note(tx, on, before ? 'restored' : 'added', request.reason);
    });
    await this.holidays.read();
    return changed;
  }

  /** @throws NotFound; Conflict `already-withdrawn`, `holiday-has-passed` */
  async withdraw(actor: Actor, on: Day, { reason }: WithdrawBankHolidayRequest): Promise<BankHolidayChanged> {
    const changed = await this.database.inTransaction(actor, async (tx) => {
      await holdCalendar(tx);
      const before = await held(tx, on);
      if (!before) throw new NotFound('bank holiday');
      if (before.isWithdrawn) throw new Conflict('already-withdrawn', 'It was withdrawn before.');
      if (on <= londonDayOf(tx.now))
        throw new Conflict('holiday-has-passed', 'Deadlines were counted by it: what has passed stays.');
      await tx.query('UPDATE bank_holiday SET withdrawn_at = $2 WHERE holiday_on = $1', [on, tx.now]);
      return note(tx, on, 'withdrawn', reason);
    });
    await this.holidays.read();
    return changed;
  }
}

/** One change at a time, and none beside a publication. */
async function holdCalendar(tx: Transaction): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('reference-data', 0))`);
}

async function mustBeToCome(tx: Transaction, on: Day): Promise<void> {
  if (on < londonDayOf(tx.now))
    throw Invalid.field('on', 'in-the-past', 'Deadlines were counted without it: what has passed stays.');
  if (isWeekend(on))
    throw Invalid.field('on', 'falls-on-a-weekend', 'Enter the weekday that is given in its stead.');
  const { last } = await rangeOf(tx);
  if (on > last) throw Invalid.field('on', 'beyond-the-calendar', `The calendar is known to ${last}.`);
}

async function held(tx: Transaction, on: Day): Promise<BankHolidayResponse | null> {
  return tx.queryOne<BankHolidayResponse>(LIST, [null, on]);
}

async function note(tx: Transaction, on: Day, change: Change, reason: string): Promise<BankHolidayChanged> {
  const version = (await rangeOf(tx)).version + 1;
  await tx.insert('bank_holiday_change', [
    { version, holiday_on: on, change, reason, changed_by: tx.actor.subject, changed_at: tx.now },
  ]);
  await tx.audit({
    action: `bank-holiday.${change}`,
    targetType: 'bank-holiday',
    targetIds: [],
    personIds: [],
    fields: [`on:${on}`, `version:${version}`],
  });
  await tx.announce('bank-holidays.changed', { version: String(version) });
  return { version, holiday: (await held(tx, on))! };
}

const LIST = `
  SELECT h.holiday_on::text AS on, h.name, h.source, h.declared_late AS "isDeclaredLate",
         h.withdrawn_at IS NOT NULL AS "isWithdrawn",
         (SELECT coalesce(jsonb_agg(jsonb_build_object('version', c.version, 'change', c.change, 'reason', c.reason,
                   'changedBy', c.changed_by,
                   'changedAt', to_char(c.changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                 ORDER BY c.version), '[]')
            FROM bank_holiday_change c WHERE c.holiday_on = h.holiday_on) AS changes
    FROM bank_holiday h
   WHERE ($1::integer IS NULL OR extract(year FROM h.holiday_on) = $1)
     AND ($2::date IS NULL OR h.holiday_on = $2) ORDER BY h.holiday_on`;
