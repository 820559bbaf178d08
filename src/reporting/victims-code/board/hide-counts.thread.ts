import { parentPort, workerData } from 'node:worker_threads';
import { Conflict } from '../../../platform/problems/problem.js';
import { hiddenSections, type StoredVersion } from './hidden-sections.js';
import type { CountsToHide, SearchEnded } from './hiding-thread.js';

parentPort!.postMessage(ended(workerData as CountsToHide), []);

/** Whatever is no refusal ends the thread, and comes to whoever started it as an error. */
function ended({ exact, history, below }: CountsToHide): SearchEnded {
  try {
    const versions = history.map(({ cells, ...one }) => ({
      ...one,
      cells: JSON.parse(cells) as StoredVersion['cells'],
    }));
    return { hidden: hiddenSections(exact, versions, below) };
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    const { code, detail = '', fields } = error;
    return { refused: { code, detail, fields } };
  }
}
