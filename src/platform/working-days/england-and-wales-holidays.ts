import Holidays from 'date-holidays';

import { isWeekend } from './calendar-days.js';
import type { Day } from './calendar-days.js';

/** One row of the bank holiday table. */
export interface BankHoliday {
  on: Day;
  title: string;
  division: 'england-and-wales';
  source: string;
}

const SOURCE = 'date-holidays (GB, England), CC BY 3.0; agrees with GOV.UK bank holidays for 2017 to 2023';

/**
 * The bank holidays of England and Wales that fall on Monday to Friday, for whole years. Where a holiday falls on a
 * weekend its substitute day is listed, as GOV.UK does. Days that are proclaimed later have to be added to the table.
 */
export function englandAndWalesHolidays(fromYear: number, toYear: number): BankHoliday[] {
  const calendar = new Holidays('GB', 'ENG', { types: ['public', 'bank'] });
  const rows = new Map<Day, BankHoliday>();
  for (let year = fromYear; year <= toYear; year += 1) {
    for (const holiday of calendar.getHolidays(year, 'en')) {
      const on = holiday.date.slice(0, 10);
      if (isWeekend(on) || rows.has(on)) continue;
      rows.set(on, { on, title: holiday.name, division: 'england-and-wales', source: SOURCE });
    }
  }
  return [...rows.values()].sort((one, other) => (one.on < other.on ? -1 : 1));
}
