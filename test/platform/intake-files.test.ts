import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { serviceActor } from '../../src/platform/access/actor.js';
import { Database } from '../../src/platform/database/database.js';
import { ChunkOfRows } from '../../src/intake/chunk-of-rows.js';
import { IntakeFiles } from '../../src/intake/intake-files.js';
import { Inbox } from '../../src/intake/inbox.js';
import { FileProcessor } from '../../src/intake/process-file.js';
import { FileReceiver } from '../../src/intake/receive-file.js';
import { IntakeSweep } from '../../src/intake/sweep-intake.js';
import { Metrics } from '../../src/platform/health/metrics.js';
import { Log } from '../../src/platform/logging/log.js';
import { FEEDER, IntakeApplication, NOW } from './intake-application.js';
import { ALEX, csv } from './intake-rows.js';

let intake: IntakeApplication;
let inbox: string;
beforeAll(async () => {
  inbox = await mkdtemp(join(tmpdir(), 'val-inbox-'));
  intake = await IntakeApplication.open({ INTAKE_INBOX: inbox });
});
afterEach(async () => {
  await intake.empty();
  intake.clock.set(NOW);
});
afterAll(async () => {
  await intake.close();
  await rm(inbox, { recursive: true });
});

const many = (count: number) =>
  csv(
    ...Array.from({ length: count }, (_, at) => ({
      ...ALEX,
      victimOnCrimeId: `V-${at}`,
      personId: `P-${at}`,
      crimeReference: `22/${at + 1}/19`,
    })),
  );
const stateOf = async (id: string) => (await intake.receipt(id)).state;
const work = (id: string, most: number) =>
  intake
    .get(Database)
    .inTransaction(serviceActor('intake', 'intake'), (tx) =>
      intake.get(ChunkOfRows).work(tx, id, most, false),
    );

describe('another layout', () => {
  const good = csv(ALEX);
  const lines = good.split('\n');
  it.each([
    ['an empty file', '', 'file-empty'],
    ['headings alone', `${lines[0]}\n`, 'file-has-no-rows'],
    ['an Excel workbook', Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0]), 'file-not-text'],
    ['a gzip archive', gzipSync(good), 'file-not-text'],
    ['UTF-16', Buffer.from(`\ufeff${good}`, 'utf16le'), 'file-not-text'],
    ['semicolons', good.replaceAll(',', ';'), 'layout-not-known'],
    ['a column nobody knows', good.replace('extractId,', 'extractId,favouriteColour,'), 'layout-not-known'],
    ['a needed column missing', good.replace('lastUpdatedDateTime', 'UPRN2'), 'layout-not-known'],
    ['a column twice', good.replace('UPRN', 'surname'), 'layout-not-known'],
    ['no headings', `${lines[1]}\n`, 'layout-not-known'],
    [
      'a quote that is never closed',
      good.replace('Invented Street', '"Invented Street'),
      'quotes-unbalanced',
    ],
  ])('is refused whole: %s', async (_, file, code) => {
    const refusal = await intake.receive(file).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ status: 422, code });
    expect(JSON.stringify(refusal)).not.toContain('Alex');
    const [row] = await intake.rows(`SELECT state, refusal ->> 'code' AS code FROM intake_file`);
    expect(row).toEqual({ state: 'refused', code });
    expect(await intake.number(`SELECT count(*) FROM intake_row WHERE content_sealed IS NOT NULL`)).toBe(0);
    expect(await intake.number(`SELECT count(*) FROM outbox_event`)).toBe(0);
  });

  it('says what was expected and what was found', async () => {
    const file = good.replace('lastUpdatedDateTime', 'lastSeen');
    await expect(intake.receive(file)).rejects.toMatchObject({
      fields: [
        { field: 'lastUpdatedDateTime', code: 'heading-missing' },
        { field: 'lastSeen', code: 'heading-unknown' },
      ],
    });
    await expect(intake.receive(`${lines[1]}\n`)).rejects.toMatchObject({
      fields: expect.not.arrayContaining([{ field: 'Alex' }]),
    });
  });

  it('takes columns in any order, with a byte order mark and Windows line ends', async () => {
    const [header, row] = [lines[0]!.split(','), lines[1]!.split(',')];
    const turned = `\ufeff${header.toReversed().join(',')}\r\n${row.toReversed().join(',')}\r\n`;
    expect((await intake.feed(turned)).receipt.counts.created).toBe(1);
    expect((await intake.feed(good)).receipt.counts.unchanged).toBe(1);
  });
});

describe('a file that breaks off', () => {
  it('is abandoned, and nothing of it is kept', async () => {
    const broken = async function* () {
      yield Buffer.from(many(3000).slice(0, 400_000));
      throw new Error('line cut');
    };
    const source = Readable.from(broken());
    await expect(
      intake.get(FileReceiver).receive({ actor: FEEDER, feed: 'athena', fileName: null, source }),
    ).rejects.toThrow('line cut');
    expect(await intake.rows(`SELECT state FROM intake_file`)).toEqual([{ state: 'abandoned' }]);
    expect(await intake.number(`SELECT count(*) FROM intake_row WHERE content_sealed IS NOT NULL`)).toBe(0);
  });

  it('is swept where its sender vanished with the process', async () => {
    await intake.rows(`INSERT INTO intake_file (id, feed, received_by, received_at, state, progress_at)
      VALUES (gen_random_uuid(), 'athena', 'x', '2019-04-02 05:00Z', 'receiving', '2019-04-02 05:00Z')`);
    await intake.get(IntakeSweep).sweep();
    expect(await intake.rows(`SELECT state FROM intake_file`)).toEqual([{ state: 'abandoned' }]);
  });
});

describe('a file in work', () => {
  it('goes on at the first row without disposition after its process died', async () => {
    const { id } = await intake.receive(many(25));
    await work(id, 10);
    const died = intake.get(Database).inTransaction(serviceActor('intake'), async (tx) => {
      await intake.get(ChunkOfRows).work(tx, id, 10, false);
      throw new Error('killed');
    });
    await expect(died).rejects.toThrow('killed');
    expect(await intake.number(`SELECT count(*) FROM referral`)).toBe(10);
    await intake.get(FileProcessor).process(id);
    const { state, receipt } = await intake.receipt(id);
    expect([state, receipt.counts.created, receipt.isBalanced]).toEqual(['finished', 25, true]);
    expect(await intake.number(`SELECT count(*) FROM support_case`)).toBe(25);
  });

  it('is worked by one process at a time, whoever asks', async () => {
    const { id } = await intake.receive(many(60));
    await Promise.all([1, 2, 3].map(() => intake.get(FileProcessor).process(id)));
    expect(await stateOf(id)).toBe('finished');
    expect(await intake.number(`SELECT count(*) FROM referral_version`)).toBe(60);
  });

  it('is asked for again where it stands still', async () => {
    const { id } = await intake.receive(many(3));
    const asked = () =>
      intake.number(`SELECT count(*) FROM outbox_event WHERE name = 'intake-file.accepted'`);
    await intake.get(IntakeSweep).sweep();
    expect(await asked()).toBe(1);
    intake.clock.set(new Date(NOW.getTime() + 61_000));
    await intake.get(IntakeSweep).sweep();
    expect(await asked()).toBe(2);
    await intake.get(FileProcessor).process(id);
    expect(await stateOf(id)).toBe('finished');
  });

  it('is asked for again at once by a process that ends before its last row', async () => {
    const { id } = await intake.receive(many(3));
    const ending = new FileProcessor(
      intake.get(Database),
      intake.get(ChunkOfRows),
      intake.get(IntakeFiles),
      intake.get(Metrics),
      intake.get(Log),
    );
    ending.onModuleDestroy();
    await ending.process(id);
    expect(await stateOf(id)).toBe('accepted');
    expect(
      await intake.rows(`SELECT name, payload->>'fileId' AS id FROM outbox_event ORDER BY id OFFSET 1`),
    ).toEqual([{ name: 'intake-file.accepted', id }]);
    await intake.get(FileProcessor).process(id);
    expect(await stateOf(id)).toBe('finished');
  });

  it('counts how good its rows were', async () => {
    const poor = {
      ...ALEX,
      mobileTelephone: '',
      emailAddress: 'none@',
      dateOfBirth: '',
      reportedDateTime: '2019-03-20T10:00:00',
    };
    const { receipt } = await intake.feed(csv(poor));
    expect(receipt.quality).toMatchObject({
      readable: 1,
      withoutPhone: 1,
      withoutEmail: 1,
      withUnusableEmail: 1,
      withoutBirthDate: 1,
      late: 1,
    });
  });

  it('names the earlier import of the same bytes', async () => {
    const first = await intake.feed(csv(ALEX));
    const second = await intake.feed(csv(ALEX));
    expect(second).toMatchObject({ earlierImportId: first.id, receipt: { isAllUnchanged: true } });
  });
});

describe('the inbox', () => {
  const look = async () => {
    await intake.get(Inbox).look();
    await intake.get(Inbox).look();
  };

  it('takes in files that are at rest, once, and puts them aside', async () => {
    await writeFile(join(inbox, 'one.csv'), csv(ALEX));
    await writeFile(join(inbox, 'two.csv.part'), csv(ALEX));
    await mkdir(join(inbox, 'folder'));
    await intake.get(Inbox).look();
    expect(await intake.number(`SELECT count(*) FROM intake_file`)).toBe(0);
    await intake.get(Inbox).look();
    expect(await intake.rows(`SELECT state, file_name, received_by FROM intake_file`)).toEqual([
      { state: 'accepted', file_name: 'one.csv', received_by: 'service:inbox' },
    ]);
    expect((await readdir(inbox)).sort()).toEqual(['done', 'folder', 'two.csv.part']);
    await writeFile(join(inbox, 'one.csv'), csv(ALEX));
    await look();
    expect(await intake.number(`SELECT count(*) FROM intake_file WHERE state = 'accepted'`)).toBe(1);
    expect(await readdir(join(inbox, 'done'))).toHaveLength(2);
  });

  it('puts a refused file aside with the reason and nothing of its rows', async () => {
    await writeFile(join(inbox, 'other.csv'), 'name;number\nAlex;7\n');
    await look();
    expect((await readdir(join(inbox, 'refused'))).sort()).toEqual(['other.csv', 'other.csv.reason.txt']);
    const reason = await readFile(join(inbox, 'refused', 'other.csv.reason.txt'), 'utf8');
    expect(reason).toContain('layout-not-known');
    expect(reason).not.toContain('Alex');
  });
});
