import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { serviceActor } from './platform/access/actor.js';
import { Database } from './platform/database/database.js';
import { ReferenceDataStore } from './reference-data/reference-data-store.js';

/** Brings the tables of reference data up to `config/`, before any room reads them. */
export async function publishReferenceData(app: Pick<NestFastifyApplication, 'get'>): Promise<void> {
  await app
    .get(Database)
    .inTransaction(serviceActor('worker', 'reference-data'), (tx) => app.get(ReferenceDataStore).publish(tx));
}
