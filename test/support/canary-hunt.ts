import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { NEEDLES } from './canary-person.js';

/** What of the canary stands in clear somewhere, by place; the same thing is named once for a place. */
export type Findings = Record<string, string[]>;

const ENCODED = /[\w+/-]{16,}={0,2}/g;

/** What a text gives away: as it stands, in an address, or inside base64 as in cursors and tokens. */
export function givenAwayBy(text: string): string[] {
  const decoded = (text.match(ENCODED) ?? []).map((token) => Buffer.from(token, 'base64').toString('utf8'));
  const searched = [text, ...decoded].join('\n').toLowerCase();
  return Object.entries(NEEDLES)
    .filter(([, needles]) => needles.flatMap(spellings).some((spelling) => searched.includes(spelling)))
    .map(([what]) => what);
}

/** Every column of every table of both schemas, seen by a superuser. */
export async function findInDatabase(superuserUrl: string): Promise<Findings> {
  const found: Findings = {};
  await withClient(superuserUrl, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    );
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: Record<string, unknown> }>(
        `SELECT to_jsonb(t) AS row FROM ${name} t`,
      );
      const place = name.replace(/^public\./, '');
      for (const { row } of rows) noteColumns(found, place, row);
    }
  });
  return found;
}

/** Every key and value in Redis. */
export async function findInRedis(url: string): Promise<Findings> {
  const redis = new Redis(url);
  const found: Findings = {};
  let keys = 0;
  for await (const page of redis.scanStream({ count: 500 })) {
    for (const key of page as string[]) {
      keys += 1;
      note(found, `key ${key}`, givenAwayBy(key));
      note(found, key, givenAwayBy(JSON.stringify(await valueOf(redis, key))));
    }
  }
  redis.disconnect();
  if (keys === 0) throw new Error('there is nothing in Redis: nothing was looked at');
  return found;
}

/** Every file below a folder: logs, anchors and whatever else a process leaves there. */
export async function findInFiles(folder: string): Promise<Findings> {
  const found: Findings = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    note(found, entry.name, givenAwayBy(await readFile(join(entry.parentPath, entry.name), 'utf8')));
  }
  return found;
}

function noteColumns(found: Findings, table: string, row: Record<string, unknown>): void {
  for (const [column, value] of Object.entries(row)) {
    if (value !== null) note(found, `${table}.${column}`, givenAwayBy(JSON.stringify(value)));
  }
}

function note(found: Findings, place: string, givenAway: string[]): void {
  if (givenAway.length > 0) found[place] = [...new Set([...(found[place] ?? []), ...givenAway])].sort();
}

function spellings(needle: string): string[] {
  return [needle, encodeURIComponent(needle), needle.replaceAll(' ', '+')].map((one) => one.toLowerCase());
}

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, 0, -1);
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return redis.get(key);
  }
}
