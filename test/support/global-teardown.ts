import { openedServices } from './global-setup.js';

/** Ends everything that the run started. */
export default async function tearDown(): Promise<void> {
  await openedServices()?.close();
}
