import './typescript-loader.js';

/** Hands over to `test/support/global-setup.ts`, compiled as everything else is. */
export default async function globalSetup(globalConfig, projectConfig) {
  const { default: setUp } = await import('../../test/support/global-setup.ts');
  await setUp(globalConfig, projectConfig);
}
