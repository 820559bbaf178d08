import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

/** A head of the chain as it was written outside the database. */
export interface AnchoredHead {
  number: number;
  hash: string;
  keyId: string;
  sealedAt: string;
}

/** A line of the anchor file; null where it cannot be read. */
export type AnchorLine = AnchoredHead | null;

const LINE = /^([1-9]\d{0,14}) ([0-9a-f]{64}) ([a-z0-9-]{1,20}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;
const LONGEST_LINE = 256;

/**
 * The file outside the database that keeps every head of the audit chain, one line each. Whoever can change the
 * database but not this file cannot cut off the end of the audit unseen. It is only ever appended to, by whoever holds
 * the sealer's lease; put it where neither the application's machine nor the database can rewrite it.
 */
export class AuditAnchor {
  constructor(private readonly path: string) {}

  /** Writes a head and returns when it is on the disk. */
  async append(head: AnchoredHead): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const file = await open(this.path, 'a+', 0o600);
    try {
      const size = (await file.stat()).size;
      const begin = size > 0 && (await textAt(file, size - 1, 1)) !== '\n' ? '\n' : '';
      await file.appendFile(`${begin}${lineOf(head)}\n`);
      await file.sync();
      if (size === 0) await syncFolder(dirname(this.path));
    } finally {
      await file.close();
    }
  }

  /** The number of the last head that was written whole; 0 where there is none. */
  async lastNumber(): Promise<number> {
    const file = await this.openIfThere();
    if (!file) return 0;
    try {
      const size = (await file.stat()).size;
      const start = Math.max(0, size - 4 * LONGEST_LINE);
      const lines = (await textAt(file, start, size - start)).split('\n');
      return lines.map(read).findLast((line) => line !== null)?.number ?? 0;
    } finally {
      await file.close();
    }
  }

  /**
   * All lines in their order, so many at a time; null where there is no file. A line that a crash tore is left out
   * where the whole line follows it.
   */
  async lines(atATime: number): Promise<AsyncGenerator<AnchorLine[]> | null> {
    const file = await this.openIfThere();
    return file ? batches(file, atATime) : null;
  }

  private async openIfThere(): Promise<FileHandle | null> {
    try {
      return await open(this.path, 'r');
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return null;
      throw error;
    }
  }
}

async function* batches(file: FileHandle, atATime: number): AsyncGenerator<AnchorLine[]> {
  let batch: AnchorLine[] = [];
  let torn: string | null = null;
  for await (const text of createInterface({ input: file.createReadStream({ encoding: 'utf8' }) })) {
    if (torn !== null && !text.startsWith(torn)) batch.push(null);
    const line = read(text);
    torn = line ? null : text;
    if (line) batch.push(line);
    if (batch.length >= atATime) yield batch.splice(0);
  }
  if (torn !== null) batch.push(null);
  yield batch;
}

function lineOf({ number, hash, keyId, sealedAt }: AnchoredHead): string {
  return `${number} ${hash} ${keyId} ${sealedAt}`;
}

function read(text: string): AnchorLine {
  const [, number, hash, keyId, sealedAt] = LINE.exec(text) ?? [];
  return number && hash && keyId && sealedAt ? { number: Number(number), hash, keyId, sealedAt } : null;
}

async function textAt(file: FileHandle, position: number, length: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.toString('utf8', 0, bytesRead);
}

/** The name of a new file is safe only when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().catch(() => undefined);
  await folder.close();
}
