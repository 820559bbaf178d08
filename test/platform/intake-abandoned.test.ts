import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { IntakeFiles } from '../../src/intake/intake-files.js';
import { Database } from '../../src/platform/database/database.js';
import { FEEDER, IntakeApplication } from './intake-application.js';

let intake: IntakeApplication;
beforeAll(async () => {
  intake = await IntakeApplication.open();
});
afterAll(() => intake.close());

it('does not accept a file that was given up meanwhile', async () => {
  const files = intake.get(IntakeFiles);
  const id = await files.begin(FEEDER.subject, 'athena', null);
  await files.abandon(FEEDER.subject, id);
  const accepting = intake
    .get(Database)
    .inTransaction(FEEDER, (tx) => files.accept(tx, id, { sha256: 'x', byteCount: 1, rowCount: 1 }));
  await expect(accepting).rejects.toMatchObject({ status: 409, code: 'upload-abandoned' });
});
