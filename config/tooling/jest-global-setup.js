import { existsSync } from 'node:fs';
import './typescript-loader.js';

const there = existsSync(new URL('../../test/support/global-setup.ts', import.meta.url));

/** Hands over to `test/support/global-setup.ts`, compiled as everything else is. */
export default async function globalSetup(globalConfig, projectConfig) {
  if (!there) return;
  const { default: setUp } = await import('../../test/support/global-setup.ts');
  await setUp(globalConfig, projectConfig);
}
