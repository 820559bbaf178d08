import 'reflect-metadata';
import { rehearse } from './rehearse-service.js';

/**
 * `npm run demo`: replays the service's first months with invented people and prints the Panel report's lines.
 * `--json` prints the computed report alone. Exits with 1 where a computed line differs from the published one.
 */
rehearse(process.argv.slice(2)).then(
  (isAsPublished) => process.exit(isAsPublished ? 0 : 1),
  (error: unknown) => {
    console.error('The demonstration did not finish:', error);
    process.exit(1);
  },
);
