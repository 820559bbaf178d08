import type { FieldEncryption } from '../../platform/crypto/field-encryption.js';
import type { Database } from '../../platform/database/database.js';
import type { Clock } from '../../platform/clock.js';
import type { Leases } from '../../platform/leases/leases.js';
import type { Log } from '../../platform/logging/log.js';
import type { Settings } from '../../platform/settings.js';
import { PrintFolder } from '../letters/print-folder.js';
import { NotifyChannel } from '../sms/notify-channel.js';
import { NotifyClient } from '../sms/notify-client.js';
import { CaptureChannel } from './capture-channel.js';
import type { Channel } from './channel.js';
import { MessageChannels, NO_CHANNEL } from './message-channels.js';
import { SmtpChannel } from './smtp-channel.js';

/** The ways that the settings name. @throws SettingsRefused */
export function channelsOfSettings(
  settings: Settings,
  database: Database,
  encryption: FieldEncryption,
  leases: Leases,
  log: Log,
  clock: Clock,
): MessageChannels {
  const capture = new CaptureChannel(database, encryption);
  const letter: Record<Settings['letterChannel'], () => Channel> = {
    capture: () => capture,
    'print-folder': () => new PrintFolder(settings.printFolder!, leases, log),
    none: () => NO_CHANNEL,
  };
  const sms: Record<Settings['smsChannel'], () => Channel> = {
    capture: () => capture,
    notify: () => {
      const client = NotifyClient.of(settings.notifyUrl, settings.notifyApiKey!);
      return new NotifyChannel(client, settings.notifySmsTemplate!, () => clock.now());
    },
    none: () => NO_CHANNEL,
  };
  return new MessageChannels({
    email:
      settings.messageChannel === 'smtp'
        ? SmtpChannel.fromUrl(settings.smtpUrl!, settings.smtpFrom!)
        : capture,
    sms: sms[settings.smsChannel](),
    letter: letter[settings.letterChannel](),
  });
}
