import { parentPort, workerData } from 'node:worker_threads';
import { BlindIndex } from '../platform/crypto/blind-index.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { CodeLists } from '../reference-data/code-lists.js';
import { FeedMappings } from '../reference-data/feed-mappings.js';
import { ReferencePolicy } from '../reference-data/policy/reference-policy.js';
import { RowReader } from './read-row.js';
import type { ReadingGiven, RowsRead, RowsToRead } from './reading-thread.js';
import { readingsText } from './readings-text.js';
import { RowContents } from './row-content.js';
import { WaitingRows } from './waiting-rows.js';

const { fieldKeys, blindIndexKey, policy } = workerData as ReadingGiven;
const everything = new ReferencePolicy({ ...policy, lists: [...policy.lists.values()] });
const reader = new RowReader(new CodeLists(everything), new BlindIndex(blindIndexKey));
const waiting = new WaitingRows(
  new FieldEncryption(fieldKeys),
  new RowContents(new FeedMappings(everything), reader),
);

parentPort!.on('message', ({ question, file, rows, now }: RowsToRead) => {
  const answer: RowsRead = { question, text: textOf({ file, rows, now }) };
  parentPort!.postMessage(answer, []);
});

/** An error is not handed over: it may repeat what was read, and comes again where the rows are read anew. */
function textOf({ file, rows, now }: Omit<RowsToRead, 'question'>): string | null {
  try {
    return readingsText(rows.map((row) => waiting.read(file, row, now)));
  } catch {
    return null;
  }
}
