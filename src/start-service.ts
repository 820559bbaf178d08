import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ENTITIES } from './app-entities.js';
import { createApplication } from './create-application.js';
import { takeInSamples } from './demo/samples.js';
import { DevelopmentIssuer, tokenOfEachRole } from './platform/access/development-issuer.js';
import type { EmbeddedPostgres } from './platform/database/embedded-postgres.js';
import { Readiness } from './platform/health/readiness.js';
import { Log } from './platform/logging/log.js';
import { prepareRuntime, type Runtime } from './platform/runtime.js';
import type { Settings } from './platform/settings.js';
import { currentPolicy } from './reference-data/policy/current-policy.js';
import { publishReferenceData } from './publish-reference-data.js';

/**
 * Starts the service and returns when it is ready to be used.
 * @param embedded the embedded database, on its way up; null where the settings name another
 */
export async function startService(
  settings: Settings,
  embedded: Promise<EmbeddedPostgres> | null,
  wantsSamples: boolean,
): Promise<void> {
  const preparing = prepareRuntime(settings, { entities: ENTITIES, embedded });
  // Reads and checks `config/` while PostgreSQL starts.
  currentPolicy();
  const runtime = await preparing;
  const app = await createApplication(runtime);
  stopOnSignals(app, runtime);
  await publishReferenceData(app);
  await app.init();
  await app.listen(settings.port, settings.host);
  if (settings.production) return;
  const address = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const mayTakeSamples = embedded !== null && settings.role === 'all' && settings.oidc === null;
  await introduce(app, settings, address);
  if (!wantsSamples || !mayTakeSamples) return;
  const count = await takeInSamples(app, address);
  if (count > 0)
    console.info(`About 200 invented referrals are coming in, ${count} of them made directly.\n`);
}

function stopOnSignals(app: NestFastifyApplication, runtime: Runtime): void {
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    app.get(Log).info('service.stopping', { signal });
    app.get(Readiness).close();
    const tooLate = setTimeout(() => process.exit(1), (runtime.settings.shutdownSeconds + 5) * 1000);
    tooLate.unref();
    await app.close();
    await runtime.stop();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => void stop(signal));
}

async function introduce(app: NestFastifyApplication, settings: Settings, address: string): Promise<void> {
  const issuer = app.get<DevelopmentIssuer | null>(DevelopmentIssuer);
  const tokens = issuer ? await tokenOfEachRole(issuer) : [];
  console.info(
    [
      '',
      `Victim Advice Line is ready on ${address}`,
      `  API documentation   ${address}/api/docs`,
      settings.messageChannel === 'capture'
        ? `  Captured messages   ${address}/api/v1/captured-messages (as a coordinator)`
        : '',
      '',
      ...(tokens.length > 0
        ? [
            'Development tokens (12 hours; production has none). More: npm run -s token -- --role coordinator',
            '',
          ]
        : []),
      ...tokens.flatMap(({ role, token }) => [role, `  ${token}`]),
      '',
    ].join('\n'),
  );
}
