import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lease, Leases } from '../../platform/leases/leases.js';
import type { Log } from '../../platform/logging/log.js';
import type { Channel, ChannelOutcome, OutgoingMessage } from '../channels/channel.js';
import { LetterNotPrintable, printedLetter } from './printed-letter.js';

const LEASE_NAME = 'print-folder';
/** Longer than any letter takes to write. */
const LEASE_SECONDS = 120;

/**
 * Puts letters into a folder from which they are printed. The folder lies on one machine, so one worker at a time has
 * it. A file appears under its name whole or not at all; names are ids. Until the renaming nothing can be printed; from
 * then on only a person can tell whether it was.
 */
export class PrintFolder implements Channel {
  readonly name = 'print-folder';
  private lease: Lease | null = null;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly leases: Pick<Leases, 'hold'>,
    private readonly log: Log,
  ) {}

  /** One letter after another. */
  send(message: OutgoingMessage): Promise<ChannelOutcome> {
    const sent = this.turn.then(() => this.sendNow(message));
    this.turn = sent.catch(() => undefined);
    return sent;
  }

  private async sendNow(message: OutgoingMessage): Promise<ChannelOutcome> {
    const draft = join(this.folder, `.${message.reference}.part`);
    try {
      if (!(await this.isOurs())) return { result: 'not-sent', code: 'print-folder-held-elsewhere' };
      await writeDurably(draft, await printedLetter(message));
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      if (error instanceof LetterNotPrintable)
        return { result: 'refused', code: 'not-printable', isAboutRecipient: false };
      this.log.error('letter.not-written', { messageId: message.messageId, ...this.log.describe(error) });
      return { result: 'not-sent', code: 'print-folder-failed' };
    }
    return this.hangOut(draft, message);
  }

  private async hangOut(draft: string, { messageId, reference }: OutgoingMessage): Promise<ChannelOutcome> {
    try {
      await rename(draft, join(this.folder, `${reference}.pdf`));
      await sync(this.folder);
      return { result: 'accepted' };
    } catch (error) {
      this.log.error('letter.not-known', { messageId, ...this.log.describe(error) });
      return { result: 'unknown', code: 'print-folder-failed' };
    }
  }

  private async isOurs(): Promise<boolean> {
    if (await this.lease?.renew()) return true;
    this.lease = await this.leases.hold(LEASE_NAME, LEASE_SECONDS);
    return this.lease !== null;
  }
}

/** A renaming outlives a loss of power only once its folder is written. */
async function sync(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** For nobody else on the machine to read. */
async function writeDurably(path: string, content: Buffer): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
