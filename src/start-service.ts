import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ENTITIES } from './app-entities.js';
import { createApplication } from './create-application.js';
import { demoSettings } from './demo/demo-settings.js';
import { takeInSamples } from './demo/samples.js';
import { DevelopmentIssuer, tokenOfEachRole } from './platform/access/development-issuer.js';
import { Readiness } from './platform/health/readiness.js';
import { Log } from './platform/logging/log.js';
import { prepareRuntime, type Runtime } from './platform/runtime.js';
import { Settings, SettingsRefused } from './platform/settings.js';
import { currentPolicy } from './reference-data/policy/current-policy.js';
import { publishReferenceData } from './publish-reference-data.js';

const OPTIONS = ['--empty', '--demo'];

/** Starts the service with the options of the command line and returns when it is ready to be used. */
export async function startService(options: string[]): Promise<void> {
  const unknown = options.find((option) => !OPTIONS.includes(option));
  if (unknown) throw new SettingsRefused(`There is no option ${unknown}; there are ${OPTIONS.join(' and ')}`);
  const settings = settingsFor(options);
  const preparing = prepareRuntime(settings, { entities: ENTITIES });
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
  const wantsSamples = options.length === 0 && settings.databaseUrl === null && settings.role === 'all';
  if (wantsSamples && settings.oidc === null) await takeInSamples(app, address);
  await introduce(app, settings, address);
}

function settingsFor(options: string[]): Settings {
  const settings = new Settings();
  return options.includes('--demo') ? demoSettings(settings) : settings;
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
