import { Injectable } from '@nestjs/common';
import { serviceActor } from '../../platform/access/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { Log } from '../../platform/logging/log.js';
import { Job } from '../../platform/queues/job.decorator.js';
import { MessageChannels } from '../channels/message-channels.js';
import { NotifyChannel } from './notify-channel.js';
import { ProviderReceipts } from './provider-receipts.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Notify shows a message somewhat after it took it: only silence after this says that it has none. */
const SILENCE_COUNTS_AFTER_MS = 60 * MINUTE_MS;
/** Notify forgets after seven days; from then on its silence says nothing, and a person settles. */
const FORGETS_AFTER_MS = 6 * DAY_MS;
const AT_ONCE = 100;

interface Uncertain {
  reference: string;
  claimedAt: Date;
}

/** Asks the provider of SMS about messages of which nobody knows whether they left, while it remembers. */
@Injectable()
export class AskNotify {
  constructor(
    private readonly database: Database,
    private readonly channels: MessageChannels,
    private readonly receipts: ProviderReceipts,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  @Job('ask-notify')
  async askNotify(): Promise<void> {
    const channel = this.channels.of('sms');
    if (!(channel instanceof NotifyChannel)) return;
    const now = this.clock.now();
    for (const one of await this.uncertain(now)) await this.settle(channel, one, now);
  }

  private uncertain(now: Date): Promise<Uncertain[]> {
    return this.database.inTransaction(serviceActor('worker', 'ask-notify'), (tx) =>
      tx.query<Uncertain>(UNCERTAIN, [new Date(now.getTime() - FORGETS_AFTER_MS), AT_ONCE]),
    );
  }

  private async settle(
    channel: NotifyChannel,
    { reference, claimedAt }: Uncertain,
    now: Date,
  ): Promise<void> {
    const word = await channel.wordOn(reference);
    const isSilenceToCount = now.getTime() - claimedAt.getTime() > SILENCE_COUNTS_AFTER_MS;
    if (word.kind === 'no-word' || (word.kind === 'not-known' && !isSilenceToCount)) return;
    await this.database.inTransaction(serviceActor('worker', 'ask-notify'), async (tx) => {
      if (word.kind === 'known') await this.receipts.receive(tx, reference, word.status);
      else await this.receipts.neverArrived(tx, reference);
    });
    this.log.info('sms.settled', { reference, word: word.kind });
  }
}

const UNCERTAIN = `
  SELECT provider_reference AS reference, claimed_at AS "claimedAt" FROM message
   WHERE channel = 'sms' AND provider = 'notify' AND state = 'unknown' AND claimed_at > $1
   ORDER BY claimed_at DESC LIMIT $2`;
