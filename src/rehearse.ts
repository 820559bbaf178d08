import 'reflect-metadata';
import { rehearse } from './rehearse-service.js';

/**
 * `npm run demo`: replays the service's first months with invented people and prints what the service says of them.
 * `--json` prints the computed Panel report alone, `--json=code` that on the Victims' Code. `--write-golden` takes the
 * figures as those that are expected from now on. Exits with 1 where a line of the Panel report differs from the
 * published one, or another figure from what is expected.
 */
rehearse(process.argv.slice(2)).then(
  (isAsPublished) => process.exit(isAsPublished ? 0 : 1),
  (error: unknown) => {
    console.error('The demonstration did not finish:', error);
    process.exit(1);
  },
);
