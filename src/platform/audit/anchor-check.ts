import type { Transaction } from '../database/transaction.js';
import type { AnchorLine, AuditAnchor } from './audit-anchor.js';
import type { AuditProblems } from './audit-problem.js';
import type { Seal } from './sealed-entries.js';

const LINES_AT_A_TIME = 5_000;
/** How long a seal may stand without its line: a crash between the two is mended by the next run of the sealer. */
const UNANCHORED_MS = 60_000;

/** Compares the anchor file with the seals of the database. `head` is the newest seal, read before the file. */
export async function checkAnchor(
  tx: Transaction,
  anchor: AuditAnchor,
  head: Seal | null,
  problems: AuditProblems,
): Promise<void> {
  const batches = await anchor.lines(LINES_AT_A_TIME);
  let expected = 1;
  for await (const lines of batches ?? [])
    expected = await checkLines(tx, lines, { expected, newest: head?.number ?? 0 }, problems);
  if (!head) return;
  const isFresh = tx.now.getTime() - Date.parse(head.sealedAt) < UNANCHORED_MS;
  const due = isFresh ? head.number - 1 : head.number;
  if (!batches && due >= 1) problems.add('anchor-missing');
  else if (expected <= due) problems.add('anchor-gap', { sealNumber: expected });
}

/** Returns the number of the seal that should come next. */
async function checkLines(
  tx: Transaction,
  lines: AnchorLine[],
  from: { expected: number; newest: number },
  problems: AuditProblems,
): Promise<number> {
  const hashes = await hashesOf(tx, lines);
  let { expected } = from;
  for (const line of lines) {
    if (!line) {
      problems.add('anchor-unreadable');
      continue;
    }
    const sealNumber = line.number;
    if (sealNumber > expected) problems.add('anchor-gap', { sealNumber: expected });
    const hash = hashes.get(sealNumber);
    if (hash === undefined && sealNumber > from.newest) problems.add('tail-cut', { sealNumber });
    else if (hash !== undefined && hash !== line.hash) problems.add('anchor-differs', { sealNumber });
    expected = Math.max(expected, sealNumber + 1);
  }
  return expected;
}

async function hashesOf(tx: Transaction, lines: AnchorLine[]): Promise<Map<number, string>> {
  const numbers = lines.flatMap((line) => line?.number ?? []);
  const rows = await tx.query<{ number: number; hash: string }>(
    'SELECT number::integer AS number, hash FROM audit_seal WHERE number = ANY($1::bigint[])',
    [numbers],
  );
  return new Map(rows.map(({ number, hash }) => [number, hash]));
}
