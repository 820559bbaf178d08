import { Worker } from 'node:worker_threads';

/** How plain Node runs the project's TypeScript, where the service itself runs from it. */
const TYPESCRIPT_LOADER = new URL('../../config/tooling/typescript-loader.js', import.meta.url);

/**
 * Starts a thread of this process. It shares no object with us, only what is copied to it, and ends with us.
 * @param entry the module that it runs, named as an import names it (`x.js`) and beside the module that names it
 * @param given what it finds as `workerData`; it lies nowhere but in memory
 */
export function startThread(entry: URL, given: unknown): Worker {
  // What this process was started with, such as a compiler that runs first, is not for its threads.
  const flags = process.execArgv.filter((flag) => flag === '--enable-source-maps');
  if (!import.meta.url.endsWith('.ts')) return new Worker(entry, { workerData: given, execArgv: flags });
  return new Worker(new URL(entry.href.replace(/\.js$/, '.ts')), {
    workerData: given,
    execArgv: [...flags, '--import', TYPESCRIPT_LOADER.href],
  });
}
