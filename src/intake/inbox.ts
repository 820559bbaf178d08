import { createReadStream } from 'node:fs';
import { lstat, mkdir, open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { serviceActor } from '../platform/access/actor.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { Leases } from '../platform/leases/leases.js';
import { Log } from '../platform/logging/log.js';
import { Job } from '../platform/queues/job.decorator.js';
import { Settings } from '../platform/settings.js';
import { FeedMappings } from '../reference-data/feed-mappings.js';
import type { WholeFile } from './intake-files.js';
import { FileRefused } from './layout.js';
import { FileReceiver, shortName } from './receive-file.js';

/** The inbox has had this file: it was accepted, and the process died before it could be moved. */
class HadBefore extends Error {}

const LEASE_SECONDS = 600;
const UNFINISHED = /(^\.|\.(part|partial|filepart|tmp|temp|crdownload)$)/i;
const INBOX = serviceActor('intake', 'inbox');

/**
 * Takes files in from a watched folder: those that have lain unchanged since the look before. Accepted ones go to
 * `done/` beside, refused ones to `refused/` with the reason in a file of their own. Whoever writes into the folder
 * should write under a name that begins with a dot or ends in `.part`, and rename.
 */
@Injectable()
export class Inbox {
  /** Size and time of change of each file at the last look. */
  private seen = new Map<string, string>();

  constructor(
    private readonly settings: Settings,
    private readonly receiver: FileReceiver,
    private readonly feeds: FeedMappings,
    private readonly leases: Leases,
    private readonly log: Log,
  ) {}

  @Job('read-inbox')
  async look(): Promise<void> {
    const folder = this.settings.intakeInbox;
    if (folder === null) return;
    const lease = await this.leases.hold('read-inbox', LEASE_SECONDS);
    if (!lease) return;
    try {
      for (const name of await this.atRest(folder)) {
        await this.takeIn(folder, name);
        if (!(await lease.renew())) return;
      }
    } finally {
      await lease.release();
    }
  }

  /** Names of files that nobody has touched since the look before, in alphabetical order. */
  private async atRest(folder: string): Promise<string[]> {
    const now = new Map<string, string>();
    for (const name of (await readdir(folder)).sort()) {
      if (UNFINISHED.test(name)) continue;
      const file = await lstat(join(folder, name)).catch(() => null);
      if (file?.isFile()) now.set(name, `${file.ino} ${file.size} ${file.mtimeMs}`);
    }
    const atRest = [...now].filter(([name, look]) => this.seen.get(name) === look).map(([name]) => name);
    this.seen = now;
    return atRest;
  }

  private async takeIn(folder: string, name: string): Promise<void> {
    const feed = this.feeds.ofInboxFile(name) ?? this.settings.intakeFeed;
    try {
      const source = createReadStream(join(folder, name));
      const accepted = await this.receiver.receive({
        actor: INBOX,
        feed,
        fileName: name,
        source,
        mustBeWanted: mustBeNew(name),
      });
      this.log.info('inbox.file-accepted', { importId: accepted.id, rows: accepted.rowCount });
      await move(folder, 'done', name);
    } catch (error) {
      if (error instanceof HadBefore) await move(folder, 'done', name);
      else if (error instanceof FileRefused) await this.refuse(folder, name, error);
      else this.log.error('inbox.file-left', this.log.describe(error));
    }
  }

  private async refuse(folder: string, name: string, refused: FileRefused): Promise<void> {
    this.log.warn('inbox.file-refused', { code: refused.code });
    const moved = await move(folder, 'refused', name);
    const reasons = (refused.fields ?? []).map(({ field, code, message }) => `${field}: ${code}: ${message}`);
    await writeDurably(
      `${moved}.reason.txt`,
      [refused.code, refused.detail ?? '', ...reasons, ''].join('\n'),
    );
  }
}

/** A file that was accepted under the same name with the same bytes is not taken in twice. */
function mustBeNew(name: string): (tx: Transaction, file: WholeFile) => Promise<void> {
  return async (tx, file) => {
    const before = await tx.queryOne(
      `SELECT id FROM intake_file
        WHERE sha256 = $1 AND file_name = $2 AND received_by = $3 AND state IN ('accepted', 'finished') LIMIT 1`,
      [file.sha256, shortName(name), INBOX.subject],
    );
    if (before) throw new HadBefore();
  };
}

/** Moves a file to a folder beside, never over another one. */
async function move(folder: string, beside: 'done' | 'refused', name: string): Promise<string> {
  await mkdir(join(folder, beside), { recursive: true });
  const plain = join(folder, beside, name);
  const isTaken = await lstat(plain).then(
    () => true,
    () => false,
  );
  const target = isTaken ? `${plain}.${newId()}` : plain;
  await rename(join(folder, name), target);
  return target;
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
