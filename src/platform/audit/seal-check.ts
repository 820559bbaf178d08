import { CHAIN_START, isSameHash } from '../crypto/chain-hash.js';
import type { Keyring } from '../crypto/keyring.js';
import type { Transaction } from '../database/transaction.js';
import type { AuditProblems } from './audit-problem.js';
import { SEAL_COLUMNS, type Seal, SEALED_COLUMNS, type SealedEntry, sealHash } from './sealed-entries.js';

/** An entry that a seal lists; null where it is gone. */
interface ListedEntry {
  listedId: string;
  entry: SealedEntry | null;
}

const SEALS_AT_A_TIME = 10;

/** Follows the chain from its start to a seal, and reads every sealed entry again. Returns how many there are. */
export async function checkSeals(
  tx: Transaction,
  keys: Keyring,
  upTo: number,
  problems: AuditProblems,
): Promise<number> {
  let sealed = 0;
  let previous: Pick<Seal, 'number' | 'hash'> = { number: 0, hash: CHAIN_START };
  while (previous.number < upTo) {
    const seals = await sealsAfter(tx, previous.number, upTo);
    if (seals.length === 0) break;
    const entries = await entriesOf(tx, seals);
    for (const seal of seals) {
      const listed = entries.get(seal.number) ?? [];
      checkLink(previous, seal, problems);
      checkEntries(keys, seal, listed, problems);
      sealed += listed.length;
      previous = seal;
    }
  }
  return sealed;
}

/** Entries at or before the end of a seal that no seal up to it lists. */
export async function checkInsertions(
  tx: Transaction,
  head: Seal & { lastEntryId: string },
  problems: AuditProblems,
): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    `SELECT e.id FROM audit_entry e
       LEFT JOIN (SELECT unnest(entry_ids) AS id FROM audit_seal WHERE number <= $1) sealed ON sealed.id = e.id
      WHERE (e.transaction_id, e.id) <= ($2::xid8, $3::uuid) AND sealed.id IS NULL
      ORDER BY e.transaction_id, e.id LIMIT 200`,
    [head.number, head.lastTransactionId, head.lastEntryId],
  );
  rows.forEach(({ id }) => problems.add('entry-inserted', { entryId: id }));
}

function checkLink(previous: Pick<Seal, 'number' | 'hash'>, seal: Seal, problems: AuditProblems): void {
  for (
    let number = previous.number + 1;
    number < seal.number && number <= previous.number + 100;
    number += 1
  ) {
    problems.add('seal-missing', { sealNumber: number });
  }
  const follows = seal.number === previous.number + 1;
  if (follows && seal.previousHash !== previous.hash)
    problems.add('link-broken', { sealNumber: seal.number });
}

function checkEntries(keys: Keyring, seal: Seal, listed: ListedEntry[], problems: AuditProblems): void {
  const sealNumber = seal.number;
  const gone = listed.filter(({ entry }) => entry === null);
  gone.forEach(({ listedId }) => problems.add('entry-missing', { sealNumber, entryId: listedId }));
  if (gone.length > 0) return;
  const entries = listed.flatMap(({ entry }) => entry ?? []);
  const key = keys.keys.get(seal.keyId);
  if (!key) problems.add('key-missing', { sealNumber });
  else if (!isInOrder(entries)) problems.add('entries-reordered', { sealNumber });
  else if (!isIntact(key, seal, entries)) problems.add('seal-broken', { sealNumber });
}

function isIntact(key: Buffer, seal: Seal, entries: SealedEntry[]): boolean {
  if (entries.at(-1)?.transactionId !== seal.lastTransactionId) return false;
  try {
    return isSameHash(sealHash(key, seal, entries), seal.hash);
  } catch {
    return false;
  }
}

function isInOrder(entries: SealedEntry[]): boolean {
  return entries.every((entry, index) => {
    const before = entries[index - 1];
    if (!before) return true;
    const [was, is] = [BigInt(before.transactionId), BigInt(entry.transactionId)];
    return was < is || (was === is && before.id < entry.id);
  });
}

function sealsAfter(tx: Transaction, number: number, upTo: number): Promise<Seal[]> {
  return tx.query<Seal>(
    `SELECT ${SEAL_COLUMNS} FROM audit_seal s WHERE s.number > $1 AND s.number <= $2
      ORDER BY s.number LIMIT ${SEALS_AT_A_TIME}`,
    [number, upTo],
  );
}

async function entriesOf(tx: Transaction, seals: Seal[]): Promise<Map<number, ListedEntry[]>> {
  const rows = await tx.query<SealedEntry & { sealNumber: number; listedId: string }>(
    `SELECT s.number::integer AS "sealNumber", listed.id AS "listedId", ${SEALED_COLUMNS}
       FROM audit_seal s CROSS JOIN LATERAL unnest(s.entry_ids) WITH ORDINALITY AS listed(id, position)
       LEFT JOIN audit_entry e ON e.id = listed.id
      WHERE s.number = ANY($1::bigint[]) ORDER BY s.number, listed.position`,
    [seals.map(({ number }) => number)],
  );
  const bySeal = new Map<number, ListedEntry[]>();
  for (const { sealNumber, listedId, ...columns } of rows) {
    const entries = bySeal.get(sealNumber) ?? [];
    const entry = columns as SealedEntry;
    entries.push({ listedId, entry: entry.id === null ? null : entry });
    bySeal.set(sealNumber, entries);
  }
  return bySeal;
}
