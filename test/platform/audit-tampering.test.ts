import { beforeEach, describe, expect, it } from '@jest/globals';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { newKeyringText, parseKeyring } from '../../src/platform/crypto/keyring.js';
import { SealedAudit } from './sealed-audit.js';

const audit = SealedAudit.forEachTest();

describe('verification finds', () => {
  beforeEach(() => audit.threeSeals());

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
    expect(await audit.codes()).toEqual([]);
    await audit.tamper((client) => client.query(sql));
    expect((await audit.codes()).sort()).toEqual([...expected].sort());
  });

  it('a tail that was cut off and sealed anew', async () => {
    await audit.tamper(async (client) => {
      await client.query('DELETE FROM audit_seal WHERE number = 3');
      await client.query(
        `DELETE FROM audit_entry WHERE transaction_id > (SELECT max(last_transaction_id::text::bigint)::text::xid8 FROM audit_seal)`,
      );
    });
    await audit.write(4);
    await audit.seal();
    await audit.write(4);
    await audit.seal();
    expect(await audit.codes()).toContain('anchor-differs');
    expect(audit.log.events('audit.anchor-differs').length).toBeGreaterThan(0);
  });

  it('which seal and which entry', async () => {
    await audit.tamper((client) =>
      client.query(
        'DELETE FROM audit_entry WHERE id = (SELECT entry_ids[2] FROM audit_seal WHERE number = 2)',
      ),
    );
    const { problems, ok } = await audit.verify();
    expect(ok).toBe(false);
    expect(problems).toEqual([{ code: 'entry-missing', sealNumber: 2, entryId: expect.any(String) }]);
  });

  it('an anchor file that is gone, cut, changed or scribbled on', async () => {
    const text = await readFile(audit.anchorFile, 'utf8');
    const lines = text.trimEnd().split('\n');
    const found = async (content: string) => {
      await writeFile(audit.anchorFile, content);
      return audit.codes();
    };
    expect(await found(text)).toEqual([]);
    expect(await found(`${lines.slice(0, 2).join('\n')}\n`)).toEqual(['anchor-gap']);
    expect(await found(`${[lines[0], lines[2]].join('\n')}\n`)).toEqual(['anchor-gap']);
    expect(await found('')).toEqual(['anchor-gap']);
    expect(await found(text.replace(/[0-9a-f]{64}/, 'b'.repeat(64)))).toEqual(['anchor-differs']);
    expect(await found(`${text}hello\n`)).toEqual(['anchor-unreadable']);
    await rm(audit.anchorFile);
    expect(await audit.codes()).toEqual(['anchor-missing']);
  });

  it('an anchor file that lost its beginning, also after the sealer went on', async () => {
    const lines = (await readFile(audit.anchorFile, 'utf8')).trimEnd().split('\n');
    await writeFile(audit.anchorFile, `${lines[0]}\n`);
    await audit.write(1);
    await audit.seal();
    expect(await audit.codes()).toEqual(['anchor-gap']);
  });

  it('seals made without the key', async () => {
    const forged = parseKeyring('AUDIT_KEYS', newKeyringText('first'));
    await audit.write(1);
    await audit.seal(forged);
    audit.hoursLater(2);
    expect(await audit.codes()).toEqual(['seal-broken']);
  });
});
