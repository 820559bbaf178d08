import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { serviceActor } from './platform/access/actor.js';
import { Database } from './platform/database/database.js';
import type { Transaction } from './platform/database/transaction.js';
import { ReferenceDataStore } from './reference-data/reference-data-store.js';

/**
 * Brings the tables of reference data up to `config/`, before any room reads them. Where the calendar of bank holidays
 * grew, deadlines that had run out of it can be counted again.
 */
export async function publishReferenceData(app: Pick<NestFastifyApplication, 'get'>): Promise<void> {
  await app.get(Database).inTransaction(serviceActor('worker', 'reference-data'), async (tx) => {
    const before = await calendarVersion(tx);
    await app.get(ReferenceDataStore).publish(tx);
    const after = await calendarVersion(tx);
    if (after > before && before > 0) await tx.announce('bank-holidays.changed', { version: String(after) });
  });
}

async function calendarVersion(tx: Transaction): Promise<number> {
  const row = await tx.queryOne<{ version: number }>(
    'SELECT coalesce(max(version), 0) AS version FROM bank_holiday_change',
  );
  return row!.version;
}
