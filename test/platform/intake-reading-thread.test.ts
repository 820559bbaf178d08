import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReadRow } from '../../src/intake/read-row.js';
import { ReadingThread } from '../../src/intake/reading-thread.js';
import { type FileOfWaitingRows, type WaitingRow, WaitingRows } from '../../src/intake/waiting-rows.js';
import { BlindIndex } from '../../src/platform/crypto/blind-index.js';
import { FieldEncryption } from '../../src/platform/crypto/field-encryption.js';
import { Log } from '../../src/platform/logging/log.js';
import { ReferencePolicy } from '../../src/reference-data/policy/reference-policy.js';
import { IntakeApplication, NOW } from './intake-application.js';
import { ALEX, csv } from './intake-rows.js';

let intake: IntakeApplication;
let file: FileOfWaitingRows;
let rows: WaitingRow[];

beforeAll(async () => {
  intake = await IntakeApplication.open();
  const { id } = await intake.receive(
    csv(
      ALEX,
      {
        ...ALEX,
        incidentStartDateTime: '2019-03-30T23:30:00',
        safeContactNotes: 'Zeile eins\nŵy “quoted” 👩‍⚖️',
      },
      { ...ALEX, lastUpdatedDateTime: 'yesterday' },
      { ...ALEX, victimSupport: 'perhaps' },
    ),
  );
  [file, rows] = [await fileOf(id), await rowsOf(id)];
});
afterAll(() => intake.close());

async function fileOf(id: string): Promise<FileOfWaitingRows> {
  const [found] = await intake.rows<FileOfWaitingRows>(
    'SELECT id, feed, columns, received_by AS "receivedBy" FROM intake_file WHERE id = $1',
    [id],
  );
  return found!;
}

function rowsOf(id: string): Promise<WaitingRow[]> {
  return intake.rows<WaitingRow>(
    'SELECT row_number AS number, content_sealed AS sealed FROM intake_row WHERE file_id = $1 ORDER BY row_number',
    [id],
  );
}

const readHere = (waiting: WaitingRow[]): ReadRow[] =>
  waiting.map((row) => intake.get(WaitingRows).read(file, row, NOW));
const readThere = (waiting: WaitingRow[]) => intake.get(ReadingThread).read(file, waiting, NOW);
const damaged = ({ number, sealed }: WaitingRow) => ({ number, sealed: `${sealed.slice(0, -4)}AAAA` });
const ofLostKey = ({ number, sealed }: WaitingRow) => ({
  number,
  sealed: sealed.replace(/^v1\.[^.]+/, 'v1.lost-key'),
});

describe('The thread that reads waiting rows', () => {
  it('reads what this one reads: records, refusals and rows that are damaged', async () => {
    const waiting = [...rows, damaged(rows[0]!)];
    const here = readHere(waiting);
    expect(here.map(({ record, fault }) => fault?.disposition ?? typeof record)).toEqual([
      'object',
      'object',
      'rejected',
      expect.any(String),
      'quarantined',
    ]);
    expect(await readThere(waiting)).toStrictEqual(here);
  });

  it('answers several questions, each with its own rows', async () => {
    const answers = await Promise.all(rows.map((row) => readThere([row])));
    expect(answers).toStrictEqual(rows.map((row) => readHere([row])));
  });

  it('answers with nothing where a key is missing, so that reading here tells of it', async () => {
    const waiting = [rows[0]!, ofLostKey(rows[1]!)];
    expect(await readThere(waiting)).toBeNull();
    expect(() => readHere(waiting)).toThrow('cannot be opened');
    expect(await readThere([rows[0]!])).toStrictEqual(readHere([rows[0]!]));
  });

  it('answers with nothing when the service stops, so that it holds up no end', async () => {
    const thread = new ReadingThread(
      intake.get(FieldEncryption),
      intake.get(BlindIndex),
      intake.get(ReferencePolicy),
      new Log('silent'),
    );
    const asked = thread.read(file, rows, NOW);
    await thread.onModuleDestroy();
    expect(await asked).toBeNull();
    expect(await thread.read(file, rows, NOW)).toBeNull();
  });
});
