import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { serviceActor } from '../../src/platform/access/actor.js';
import { AuditAnchor } from '../../src/platform/audit/audit-anchor.js';
import { AuditSealer, SEAL_SIZE } from '../../src/platform/audit/audit-sealer.js';
import { AuditVerification } from '../../src/platform/audit/audit-verification.js';
import { SettableClock } from '../../src/platform/clock.js';
import { type Keyring, newKeyringText, newKeyText, parseKeyring } from '../../src/platform/crypto/keyring.js';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { newId } from '../../src/platform/ids.js';
import { Leases } from '../../src/platform/leases/leases.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { KeptLog, type OpenDatabase, openDatabase } from './queue-application.js';

const NINE = new Date('2019-04-01T09:00:00Z');
const clock = new SettableClock(NINE);
const keyText = newKeyringText('first');
const auditor = serviceActor('reporting', 'auditor');

let folder: string;
let anchorFile: string;
let fresh: FreshDatabase;
let opened: OpenDatabase;
let log: KeptLog;

function sealerWith(keys: Keyring = parseKeyring('AUDIT_KEYS', keyText)): AuditSealer {
  const leases = new Leases(opened.database);
  return new AuditSealer(opened.database, leases, new AuditAnchor(anchorFile), log.log, keys);
}

function verify(keys: Keyring = parseKeyring('AUDIT_KEYS', keyText)) {
  return new AuditVerification(opened.database, new AuditAnchor(anchorFile), keys).verify(auditor);
}

async function codes(keys?: Keyring): Promise<string[]> {
  return [...new Set((await verify(keys)).problems.map(({ code }) => code))];
}

async function write(entries: number): Promise<void> {
  await opened.database.inTransaction(auditor, async (tx) => {
    for (let n = 0; n < entries; n += 1) {
      await tx.audit({
        action: 'case.read',
        targetType: 'case',
        targetIds: [newId()],
        personIds: [newId()],
        fields: ['riskNote'],
      });
    }
  });
}

/** Three seals of four entries each, all anchored. */
async function threeSeals(): Promise<void> {
  for (let seal = 0; seal < 3; seal += 1) {
    await write(4);
    await sealerWith().seal();
  }
  clock.set(new Date(NINE.getTime() + 3600_000));
}

/** What somebody with every right on the database can do, triggers and policies notwithstanding. */
function tamper(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  return withClient(fresh.superuserUrl, async (client) => {
    await client.query('SET session_replication_role = replica');
    await work(client);
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'val-anchor-'));
});
beforeEach(async () => {
  clock.set(NINE);
  log = new KeptLog();
  anchorFile = join(folder, newId(), 'anchor.log');
  fresh = await freshDatabase();
  opened = await openDatabase(fresh.applicationUrl, clock);
});
afterEach(async () => {
  await opened.close();
  await fresh.drop();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('sealing', () => {
  it('covers every committed entry once and anchors each head', async () => {
    await threeSeals();
    expect(await verify()).toEqual({ ok: true, sealedEntries: 12, unsealedEntries: 1, problems: [] });
    const lines = (await readFile(anchorFile, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['1', '2', '3']);
  });

  it('has nothing to say of an empty audit', async () => {
    await sealerWith().seal();
    expect(await verify()).toMatchObject({ ok: true, sealedEntries: 0 });
  });

  it('puts a thousand entries into a seal at most', async () => {
    await write(SEAL_SIZE + 1);
    await sealerWith().seal();
    expect(await verify()).toMatchObject({ ok: true, sealedEntries: SEAL_SIZE + 1 });
    expect((await readFile(anchorFile, 'utf8')).trimEnd().split('\n')).toHaveLength(2);
  });

  it('leaves out what a running transaction may still add in front of', async () => {
    let letGo: () => void = () => undefined;
    let hasBegun: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (hasBegun = resolve));
    const slow = opened.database.inTransaction(auditor, async (tx) => {
      await tx.audit({ action: 'slow', targetType: 'case', targetIds: [], personIds: [] });
      hasBegun();
      await new Promise<void>((resolve) => (letGo = resolve));
    });
    await begun;
    await write(2);
    await sealerWith().seal();
    expect(await verify()).toMatchObject({ ok: true, sealedEntries: 0 });
    letGo();
    await slow;
    await sealerWith().seal();
    expect(await verify()).toMatchObject({ ok: true, sealedEntries: 4 });
  });

  it('holds with eight writers and three sealers at once', async () => {
    const writing = new AbortController();
    const sealers = [1, 2, 3].map(async () => {
      while (!writing.signal.aborted) await sealerWith().seal();
    });
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let n = 0; n < 40; n += 1) await write(1 + (n % 3));
      }),
    );
    writing.abort();
    await Promise.all(sealers);
    await sealerWith().seal();
    clock.set(new Date(NINE.getTime() + 3600_000));
    const verdict = await verify();
    expect(verdict.problems).toEqual([]);
    expect(verdict.sealedEntries).toBe(8 * (13 * 6 + 1));
  });

  it('goes on under a new key, and still checks what the old one sealed', async () => {
    await threeSeals();
    const both = parseKeyring('AUDIT_KEYS', `second:${newKeyText()},${keyText}`);
    await write(1);
    await sealerWith(both).seal();
    expect(await codes(both)).toEqual([]);
    expect(await codes()).toEqual(['key-missing']);
  });

  it('anchors the head that a crash left out', async () => {
    await threeSeals();
    const lines = (await readFile(anchorFile, 'utf8')).split('\n');
    await writeFile(anchorFile, `${lines.slice(0, 2).join('\n')}\n${lines[2]!.slice(0, 30)}`);
    await sealerWith().seal();
    expect(await codes()).toEqual([]);
  });

  it('does not seal while the anchor cannot be read or written, and lets others try', async () => {
    await writeFile(join(folder, 'in-the-way'), '');
    anchorFile = join(folder, 'in-the-way', 'anchor.log');
    await write(1);
    await expect(sealerWith().seal()).rejects.toThrow();
    await write(1);
    await expect(sealerWith().seal()).rejects.toThrow();
    const [row] = await opened.dataSource.query<{ count: string }[]>(`SELECT count(*) FROM lease`);
    expect(row?.count).toBe('0');
    await withClient(fresh.superuserUrl, async (client) => {
      const { rows } = await client.query('SELECT number FROM audit_seal');
      expect(rows).toEqual([]);
    });
  });
});

describe('verification finds', () => {
  beforeEach(threeSeals);

  const deleteLast = `DELETE FROM audit_entry WHERE id = (SELECT entry_ids[4] FROM audit_seal WHERE number = 3)`;
  const insertBehind = `
    INSERT INTO audit_entry
    SELECT (e).* FROM (SELECT jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid())) AS e
      FROM audit_entry e ORDER BY transaction_id LIMIT 1) copied`;

  it.each([
    [
      'an edited entry',
      `UPDATE audit_entry SET subject = 'somebody-else' WHERE id = (SELECT min(id::text)::uuid FROM audit_entry)`,
      ['seal-broken'],
    ],
    [
      'an instant moved by a microsecond',
      `UPDATE audit_entry SET occurred_at = occurred_at + interval '1 microsecond' WHERE id = (SELECT entry_ids[1] FROM audit_seal WHERE number = 2)`,
      ['seal-broken'],
    ],
    [
      'a deleted entry',
      `DELETE FROM audit_entry WHERE id = (SELECT entry_ids[2] FROM audit_seal WHERE number = 2)`,
      ['entry-missing'],
    ],
    ['the last entry deleted', deleteLast, ['entry-missing']],
    ['an entry slipped in behind the seal', insertBehind, ['entry-inserted']],
    [
      'an entry moved out of a seal to its end',
      `UPDATE audit_entry SET transaction_id = '9000000000' WHERE id = (SELECT entry_ids[1] FROM audit_seal WHERE number = 2)`,
      ['entries-reordered'],
    ],
    [
      'entries listed in another order',
      `UPDATE audit_seal SET entry_ids = ARRAY[entry_ids[2], entry_ids[1], entry_ids[3], entry_ids[4]] WHERE number = 2`,
      ['entries-reordered'],
    ],
    [
      'an entry taken out of its seal',
      `UPDATE audit_seal SET entry_ids = entry_ids[2:4] WHERE number = 1`,
      ['seal-broken', 'entry-inserted'],
    ],
    [
      'the time of a seal changed',
      `UPDATE audit_seal SET sealed_at = sealed_at + interval '1 day' WHERE number = 2`,
      ['seal-broken'],
    ],
    [
      'the end of a seal moved',
      `UPDATE audit_seal SET last_transaction_id = '9000000000' WHERE number = 2`,
      ['seal-broken'],
    ],
    [
      'a seal replaced',
      `UPDATE audit_seal SET hash = repeat('a', 64) WHERE number = 2`,
      ['anchor-differs', 'seal-broken', 'link-broken'],
    ],
    ['a seal deleted', `DELETE FROM audit_seal WHERE number = 2`, ['seal-missing', 'entry-inserted']],
    [
      'the tail cut off, entries and all',
      `WITH cut AS (DELETE FROM audit_seal WHERE number = 3 RETURNING entry_ids) DELETE FROM audit_entry WHERE id IN (SELECT unnest(entry_ids) FROM cut)`,
      ['tail-cut'],
    ],
    [
      'everything deleted',
      `WITH cut AS (DELETE FROM audit_seal RETURNING 1) DELETE FROM audit_entry`,
      ['tail-cut'],
    ],
  ])('%s', async (_, sql, expected) => {
    expect(await codes()).toEqual([]);
    await tamper((client) => client.query(sql));
    expect((await codes()).sort()).toEqual([...expected].sort());
  });

  it('a tail that was cut off and sealed anew', async () => {
    await tamper(async (client) => {
      await client.query('DELETE FROM audit_seal WHERE number = 3');
      await client.query(
        `DELETE FROM audit_entry WHERE transaction_id > (SELECT max(last_transaction_id::text::bigint)::text::xid8 FROM audit_seal)`,
      );
    });
    await write(4);
    await sealerWith().seal();
    await write(4);
    await sealerWith().seal();
    expect(await codes()).toContain('anchor-differs');
    expect(log.events('audit.anchor-differs').length).toBeGreaterThan(0);
  });

  it('which seal and which entry', async () => {
    await tamper((client) =>
      client.query(
        'DELETE FROM audit_entry WHERE id = (SELECT entry_ids[2] FROM audit_seal WHERE number = 2)',
      ),
    );
    const { problems, ok } = await verify();
    expect(ok).toBe(false);
    expect(problems).toEqual([{ code: 'entry-missing', sealNumber: 2, entryId: expect.any(String) }]);
  });

  it('an anchor file that is gone, cut, changed or scribbled on', async () => {
    const text = await readFile(anchorFile, 'utf8');
    const lines = text.trimEnd().split('\n');
    const found = async (content: string) => {
      await writeFile(anchorFile, content);
      return codes();
    };
    expect(await found(text)).toEqual([]);
    expect(await found(`${lines.slice(0, 2).join('\n')}\n`)).toEqual(['anchor-gap']);
    expect(await found(`${[lines[0], lines[2]].join('\n')}\n`)).toEqual(['anchor-gap']);
    expect(await found('')).toEqual(['anchor-gap']);
    expect(await found(text.replace(/[0-9a-f]{64}/, 'b'.repeat(64)))).toEqual(['anchor-differs']);
    expect(await found(`${text}hello\n`)).toEqual(['anchor-unreadable']);
    await rm(anchorFile);
    expect(await codes()).toEqual(['anchor-missing']);
  });

  it('an anchor file that lost its beginning, also after the sealer went on', async () => {
    const lines = (await readFile(anchorFile, 'utf8')).trimEnd().split('\n');
    await writeFile(anchorFile, `${lines[0]}\n`);
    await write(1);
    await sealerWith().seal();
    expect(await codes()).toEqual(['anchor-gap']);
  });

  it('seals made without the key', async () => {
    const forged = parseKeyring('AUDIT_KEYS', newKeyringText('first'));
    await write(1);
    await sealerWith(forged).seal();
    clock.set(new Date(NINE.getTime() + 7200_000));
    expect(await codes()).toEqual(['seal-broken']);
  });
});
