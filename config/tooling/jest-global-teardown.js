import { existsSync } from 'node:fs';
import './typescript-loader.js';

const there = existsSync(new URL('../../test/support/global-teardown.ts', import.meta.url));

/** Hands over to `test/support/global-teardown.ts`; module state is shared with the set-up. */
export default async function globalTeardown(globalConfig, projectConfig) {
  if (!there) return;
  const { default: tearDown } = await import('../../test/support/global-teardown.ts');
  await tearDown(globalConfig, projectConfig);
}
