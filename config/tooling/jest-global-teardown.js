import './typescript-loader.js';

/** Hands over to `test/support/global-teardown.ts`; module state is shared with the set-up. */
export default async function globalTeardown(globalConfig, projectConfig) {
  const { default: tearDown } = await import('../../test/support/global-teardown.ts');
  await tearDown(globalConfig, projectConfig);
}
