import { describe, expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SEAL_SIZE } from '../../src/platform/audit/audit-sealer.js';
import { newKeyText, parseKeyring } from '../../src/platform/crypto/keyring.js';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { auditor, SealedAudit } from './sealed-audit.js';

const audit = SealedAudit.forEachTest();

describe('sealing', () => {
  it('covers every committed entry once and anchors each head', async () => {
    await audit.threeSeals();
    expect(await audit.verify()).toEqual({ ok: true, sealedEntries: 12, unsealedEntries: 1, problems: [] });
    const lines = (await readFile(audit.anchorFile, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['1', '2', '3']);
  });

  it('has nothing to say of an empty audit', async () => {
    await audit.seal();
    expect(await audit.verify()).toMatchObject({ ok: true, sealedEntries: 0 });
  });

  it('puts a thousand entries into a seal at most', async () => {
    await audit.write(SEAL_SIZE + 1);
    await audit.seal();
    expect(await audit.verify()).toMatchObject({ ok: true, sealedEntries: SEAL_SIZE + 1 });
    expect((await readFile(audit.anchorFile, 'utf8')).trimEnd().split('\n')).toHaveLength(2);
  });

  it('leaves out what a running transaction may still add in front of', async () => {
    let letGo: () => void = () => undefined;
    let hasBegun: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (hasBegun = resolve));
    const slow = audit.opened.database.inTransaction(auditor, async (tx) => {
      await tx.audit({ action: 'slow', targetType: 'case', targetIds: [], personIds: [] });
      hasBegun();
      await new Promise<void>((resolve) => (letGo = resolve));
    });
    await begun;
    await audit.write(2);
    await audit.sealOnce();
    expect(await audit.verify()).toMatchObject({ ok: true, sealedEntries: 0 });
    letGo();
    await slow;
    await audit.seal();
    expect(await audit.verify()).toMatchObject({ ok: true, sealedEntries: 4 });
  });

  it('holds with eight writers and three sealers at once', async () => {
    const writing = new AbortController();
    const sealers = [1, 2, 3].map(async () => {
      while (!writing.signal.aborted) await audit.sealOnce();
    });
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let n = 0; n < 40; n += 1) await audit.write(1 + (n % 3));
      }),
    );
    writing.abort();
    await Promise.all(sealers);
    await audit.seal();
    audit.hoursLater(1);
    const verdict = await audit.verify();
    expect(verdict.problems).toEqual([]);
    expect(verdict.sealedEntries).toBe(8 * (13 * 6 + 1));
  });

  it('goes on under a new key, and still checks what the old one sealed', async () => {
    await audit.threeSeals();
    const both = parseKeyring('AUDIT_KEYS', `second:${newKeyText()},${audit.keyText}`);
    await audit.write(1);
    await audit.seal(both);
    expect(await audit.codes(both)).toEqual([]);
    expect(await audit.codes()).toEqual(['key-missing']);
  });

  it('anchors the head that a crash left out', async () => {
    await audit.threeSeals();
    const lines = (await readFile(audit.anchorFile, 'utf8')).split('\n');
    await writeFile(audit.anchorFile, `${lines.slice(0, 2).join('\n')}\n${lines[2]!.slice(0, 30)}`);
    await audit.seal();
    expect(await audit.codes()).toEqual([]);
  });

  it('does not seal while the anchor cannot be read or written, and lets others try', async () => {
    await writeFile(join(audit.folder, 'in-the-way'), '');
    audit.anchorFile = join(audit.folder, 'in-the-way', 'anchor.log');
    await audit.write(1);
    await expect(audit.sealOnce()).rejects.toThrow();
    await audit.write(1);
    await expect(audit.sealOnce()).rejects.toThrow();
    const [row] = await audit.opened.dataSource.query<{ count: string }[]>(`SELECT count(*) FROM lease`);
    expect(row?.count).toBe('0');
    await withClient(audit.fresh.superuserUrl, async (client) => {
      const { rows } = await client.query('SELECT number FROM audit_seal');
      expect(rows).toEqual([]);
    });
  });
});
