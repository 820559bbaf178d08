import { Injectable } from '@nestjs/common';
import { serviceActor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { Job } from '../platform/queues/job.decorator.js';
import { IntakeFiles } from './intake-files.js';

/** How long an accepted file may stand still before its job is asked for again. */
const STANDS_STILL_MS = 60_000;
/** How long a file may bring nothing new before its sender is taken to be gone. */
const SENDER_GONE_MS = 15 * 60_000;
const SWEEPER = serviceActor('intake', 'sweep-intake');

/** Finds files that a crash or a broken line left half done. */
@Injectable()
export class IntakeSweep {
  constructor(
    private readonly database: Database,
    private readonly files: IntakeFiles,
  ) {}

  @Job('sweep-intake')
  async sweep(): Promise<void> {
    await this.announceAgain();
    for (const fileId of await this.senderless()) await this.files.abandon(SWEEPER.subject, fileId);
  }

  private async announceAgain(): Promise<void> {
    await this.database.inTransaction(SWEEPER, async (tx) => {
      const left = await tx.query<{ fileId: string }>(
        `UPDATE intake_file SET progress_at = $1 WHERE id IN (
           SELECT id FROM intake_file WHERE state = 'accepted' AND progress_at < $2 ORDER BY progress_at LIMIT 100
             FOR UPDATE SKIP LOCKED)
         RETURNING id AS "fileId"`,
        [tx.now, new Date(tx.now.getTime() - STANDS_STILL_MS)],
      );
      await tx.announce('intake-file.accepted', ...left);
    });
  }

  private senderless(): Promise<string[]> {
    return this.database.inTransaction(SWEEPER, async (tx) => {
      const rows = await tx.query<{ id: string }>(
        `SELECT id FROM intake_file WHERE state = 'receiving' AND progress_at < $1 ORDER BY progress_at LIMIT 100`,
        [new Date(tx.now.getTime() - SENDER_GONE_MS)],
      );
      return rows.map(({ id }) => id);
    });
  }
}
