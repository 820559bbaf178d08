import { join } from 'node:path';
import { newId } from '../platform/ids.js';
import type { Settings } from '../platform/settings.js';

/** The settings of the demonstration: a database of its own below the service's data folder, and nothing that leaves it. */
export function demoSettings(base: Settings): Settings {
  return base.with({
    DATA_DIR: join(base.dataDir, 'demo'),
    DATABASE_URL: '',
    DATABASE_OWNER_URL: '',
    // Each connection plans every statement for itself; more of them would not work faster on a laptop.
    DATABASE_POOL: '8',
    INTAKE_INBOX: '',
    AUDIT_ANCHOR_FILE: '',
    MESSAGE_CHANNEL: 'capture',
    LETTER_CHANNEL: 'capture',
    SMS_CHANNEL: 'capture',
    OIDC_ISSUER: '',
    // A Redis that was used before may still know jobs of a database that is gone.
    QUEUE_PREFIX: `val-demo-${newId()}`,
    ROLE: 'all',
  });
}
