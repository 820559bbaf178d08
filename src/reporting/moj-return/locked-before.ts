import type { Transaction } from '../../platform/database/transaction.js';
import { addDays } from '../../platform/working-days/calendar-days.js';
import type { ReturnDefinition } from './definition/return-definition.js';
import { type NamedPeriod, periodBefore } from './definition/return-periods.js';
import type { Table } from './definition/sheet-columns.js';
import { type LockedBefore, measured, numberIn, rowsOf, sumOf } from './integrity/comparison.js';
import type { ReturnRow } from './return-rows.js';

const QUARTERS_OF_THE_BAND = 4;

/** What earlier returns say, each by its newest locked version. */
export async function lockedBefore(
  tx: Transaction,
  { span, definition: code }: Pick<ReturnRow, 'span' | 'definition'>,
  { file }: ReturnDefinition,
): Promise<LockedBefore> {
  const [last] = await tx.query<{ figures: string }>(ENDING_ON, [code, addDays(span.from, -1)]);
  const before = last ? tablesIn(last.figures) : null;
  const finance = before && rowsOf({ tables: before }, 'Finance');
  return {
    closing: before && sumOf(rowsOf({ tables: before }, 'Caseload'), 'closing'),
    spentYear:
      finance &&
      Object.fromEntries(finance.map((row) => [`${row.stream}|${row.provider}`, numberIn(row, 'spend_ytd')])),
    lastFour: await lastFour(tx, code, span, file.periodKinds),
  };
}

async function lastFour(
  tx: Transaction,
  code: string,
  span: NamedPeriod,
  kinds: ReturnDefinition['file']['periodKinds'],
): Promise<LockedBefore['lastFour']> {
  const quarter = kinds.find(({ kind }) => kind === 'quarter');
  const found: { supported: number; received: number }[] = [];
  if (span.kind !== 'quarter' || !quarter) return found;
  let before = periodBefore(quarter, span);
  for (let count = 0; before && count < QUARTERS_OF_THE_BAND; count += 1) {
    const [row] = await tx.query<{ figures: string }>(OF_QUARTER, [code, before.from, before.to]);
    if (row) {
      const tables = tablesIn(row.figures);
      found.push({
        supported: measured({ tables }, 'supported'),
        received: measured({ tables }, 'referrals.total'),
      });
    }
    before = periodBefore(quarter, before);
  }
  return found;
}

function tablesIn(figures: string): Table[] {
  return (JSON.parse(figures) as { tables: Table[] }).tables;
}

const ENDING_ON = `
  SELECT figures FROM moj_return WHERE definition = $1 AND period_to = $2 AND state = 'submitted' AND kind <> 'ad-hoc'
   ORDER BY version_no DESC, period_from DESC LIMIT 1`;

const OF_QUARTER = `
  SELECT figures FROM moj_return
   WHERE definition = $1 AND kind = 'quarter' AND period_from = $2 AND period_to = $3 AND state = 'submitted'
   ORDER BY version_no DESC LIMIT 1`;
