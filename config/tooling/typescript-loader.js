/**
 * Lets plain Node run the project's TypeScript with decorators, compiled by SWC as in the build:
 *   node --import ./config/tooling/typescript-loader.js test/bench/main.ts
 * Used for the bench and for Jest's global set-up, which Jest does not compile itself. The service runs from `dist/`.
 */
import { register } from 'node:module';

register('./typescript-hooks.js', import.meta.url);
