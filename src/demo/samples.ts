import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { serviceActor } from '../platform/access/actor.js';
import { DevelopmentIssuer } from '../platform/access/development-issuer.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { sampleScenario } from './scenario/sample-scenario.js';
import { ServiceClient } from './service-client.js';

const SEED = 20190401;

/** Gives a service that has never received anything about 200 invented referrals to look at. Answers how many. */
export async function takeInSamples(app: NestFastifyApplication, address: string): Promise<number> {
  const isEmpty = await app.get(Database).inTransaction(serviceActor('intake', 'samples'), async (tx) => {
    const found = await tx.query(`SELECT 1 FROM intake_file UNION ALL SELECT 1 FROM referral LIMIT 1`);
    return found.length === 0;
  });
  if (!isEmpty) return 0;
  const client = new ServiceClient(address, app.get(DevelopmentIssuer), app.get(Clock));
  const days = sampleScenario(SEED, londonDayOf(app.get(Clock).now()));
  for (const { athenaFile } of days) if (athenaFile) await client.upload(athenaFile.name, athenaFile.csv);
  const referrals = days.flatMap((day) => day.directReferrals);
  await Promise.all(referrals.map(({ senderRole, body }) => client.post(senderRole, '/referrals', body)));
  client.close();
  return referrals.length;
}
