import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { describeService } from './describe-service.js';

/** `npm run openapi`: writes the description of the API to openapi.json, where a test looks for drift. */
await writeFile('openapi.json', await describeService());
