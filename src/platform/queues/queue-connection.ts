import {
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  setDefaultBackendFactory,
} from 'bullmq';
import pg from 'pg';
import { createPool } from '../database/connections.js';

import { refuseForgetfulRedis } from './redis-durability.js';

/** Where the queues live. */
export interface QueueStore {
  /** PostgreSQL as the application role: used where no Redis is given. */
  databaseUrl: string;
  redisUrl: string | null;
  /** `assured`: a person checked that a Redis which hides its configuration keeps what it is given. */
  redisDurability: string | null;
}

/** What BullMQ is given to connect with: a pool of ours, or the address of Redis. */
export type QueueConnection = pg.Pool | { url: string };

const COMMAND_TIMEOUT_MS = 5_000;
const LONGEST_RECONNECT_PAUSE_MS = 5_000;
const POOL_SIZE = 8;

/**
 * Opens the store of the queues.
 *
 * @throws SettingsRefused where Redis cannot be reached or would forget jobs
 */
export async function openQueueStore(
  store: QueueStore,
  onLost: (code: string) => void,
): Promise<QueueConnection> {
  choosesBackendByConnection();
  if (store.redisUrl) {
    await refuseForgetfulRedis(store.redisUrl, store.redisDurability);
    return { url: store.redisUrl };
  }
  const pool = createPool({
    url: store.databaseUrl,
    applicationName: 'val-queues',
    most: POOL_SIZE,
    schema: 'bullmq',
    onLost,
  });
  // Each queue and worker listens on the pool; BullMQ takes their listeners off again.
  pool.setMaxListeners(50);
  return pool;
}

/** Closes what `openQueueStore` opened. BullMQ closes its own connections to Redis. */
export async function closeQueueStore(connection: QueueConnection): Promise<void> {
  if (connection instanceof pg.Pool && !connection.ended) await connection.end();
}

/**
 * A process may hold queues of both kinds (tests do), so the kind of connection decides. Adding a job to Redis fails
 * at once while Redis is away, because the outbox keeps it; a worker waits for Redis however long it takes.
 */
function choosesBackendByConnection(): void {
  setDefaultBackendFactory<IQueueBackend, QueueConnection>((name, options, shape) => {
    const { connection } = options;
    if (connection instanceof pg.Pool) return createPostgresBackend(name, { ...options, connection }, shape);
    const isWorker = shape?.withBlockingConnection === true;
    return createRedisBackend(
      name,
      { ...options, connection: redisOptions(connection.url, isWorker) },
      shape,
    );
  });
}

function redisOptions(url: string, isWorker: boolean) {
  const retryStrategy = (times: number) => Math.min(times * 100, LONGEST_RECONNECT_PAUSE_MS);
  if (isWorker) return { url, retryStrategy, maxRetriesPerRequest: null };
  return {
    url,
    retryStrategy,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    commandTimeout: COMMAND_TIMEOUT_MS,
  };
}
