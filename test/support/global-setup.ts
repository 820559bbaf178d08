import { TestServices } from './test-services.js';

let services: TestServices | undefined;

/** Opens what the test files of this run share. */
export default async function setUp(): Promise<void> {
  services = await TestServices.open();
}

/** What `setUp` opened in this process. */
export function openedServices(): TestServices | undefined {
  return services;
}
