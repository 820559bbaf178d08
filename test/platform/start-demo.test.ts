import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beginReplay, endReplay, mustBeReplayed } from '../../src/demo/replayed-mark.js';
import { Settings, SettingsRefused } from '../../src/platform/settings.js';

let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'val-demo-'));
});

afterAll(() => rm(dataDir, { recursive: true }));

describe('Starting with --demo', () => {
  it('says what to run first where no demonstration was built, and stops', () => {
    const env = { ...process.env, DATA_DIR: dataDir, NODE_OPTIONS: '' };
    const started = spawnSync(
      process.execPath,
      ['--import', './config/tooling/typescript-loader.js', 'src/main.ts', '--demo'],
      { env, encoding: 'utf8', timeout: 20_000 },
    );
    expect(started.status).toBe(1);
    expect(started.stderr).toContain('Run `npm run demo` first');
    expect(started.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('takes one that was replayed to its end, and none that was not', async () => {
    const demo = new Settings({ DATA_DIR: join(dataDir, 'demo') });
    await beginReplay(demo);
    expect(() => mustBeReplayed(demo)).toThrow(SettingsRefused);
    await endReplay(demo);
    expect(() => mustBeReplayed(demo)).not.toThrow();
    await beginReplay(demo);
    expect(() => mustBeReplayed(demo)).toThrow(SettingsRefused);
  });
});
