import { Redis } from 'ioredis';
import { SettingsRefused } from '../settings.js';

const DEMANDED = { appendonly: 'yes', 'maxmemory-policy': 'noeviction' } as const;
const PATIENCE_MS = 3_000;

/**
 * Refuses a Redis that forgets: one without append-only files loses every waiting job with its process, one that
 * evicts loses them when memory runs short.
 *
 * @param assured `assured` where a person checked a server that hides its configuration
 * @throws SettingsRefused naming the setting of Redis, or that it cannot be reached
 */
export async function refuseForgetfulRedis(url: string, assured: string | null): Promise<void> {
  let reason = 'no answer';
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 0,
    disconnectTimeout: 100,
    retryStrategy: () => null,
  });
  redis.on('error', (error) => (reason = codeOf(error)));
  const giveUp = setTimeout(() => redis.disconnect(), PATIENCE_MS);
  try {
    await redis.connect().catch(() => {
      throw new SettingsRefused(`REDIS_URL: the server does not answer (${reason})`);
    });
    for (const [name, value] of Object.entries(DEMANDED)) {
      refuseOther(name, value, await read(redis, name), assured);
    }
  } finally {
    clearTimeout(giveUp);
    redis.disconnect();
  }
}

async function read(redis: Redis, name: string): Promise<string | null> {
  try {
    const answer = (await redis.config('GET', name)) as unknown[];
    return typeof answer[1] === 'string' ? answer[1] : null;
  } catch {
    return null;
  }
}

function refuseOther(name: string, demanded: string, found: string | null, assured: string | null): void {
  if (found === demanded || (found === null && assured === 'assured')) return;
  if (found !== null) {
    throw new SettingsRefused(`REDIS_URL: this Redis has ${name} ${found}; it needs ${name} ${demanded}`);
  }
  throw new SettingsRefused(
    `REDIS_URL: this Redis hides its setting ${name}. See that it is ${demanded}, then set REDIS_DURABILITY=assured`,
  );
}

function codeOf(error: Error): string {
  return (error as { code?: string }).code ?? error.name;
}
