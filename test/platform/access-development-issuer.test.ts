import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SettableClock } from '../../src/platform/clock.js';
import { SettingsRefused } from '../../src/platform/settings.js';
import {
  DEVELOPMENT_RULES,
  DevelopmentIssuer,
  tokenOfEachRole,
} from '../../src/platform/access/development-issuer.js';
import { INVENTED_STAFF } from '../../src/platform/access/development-staff.js';
import { ROLES } from '../../src/platform/access/permissions.js';
import { TokenVerifier } from '../../src/platform/access/token-verifier.js';
import { NOW } from '../support/access-tokens.js';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'val-issuer-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const clock = new SettableClock(NOW);
const open = (folder = dataDir) => DevelopmentIssuer.open({ production: false, dataDir: folder }, clock);
const verifierOf = (issuer: DevelopmentIssuer, at = NOW) =>
  new TokenVerifier(DEVELOPMENT_RULES, issuer.findKey(), new SettableClock(at));

describe('the development issuer', () => {
  it('makes tokens that the verifier of every issuer accepts, for all of the invented staff', async () => {
    const issuer = await open();
    const verifier = verifierOf(issuer);
    for (const staff of INVENTED_STAFF) {
      expect(await verifier.verify(await issuer.tokenFor(staff))).toEqual(staff);
    }
  });

  it('makes them for 12 hours', async () => {
    const issuer = await open();
    const token = await issuer.tokenFor(INVENTED_STAFF[0]!);
    const hoursLater = (hours: number) => verifierOf(issuer, new Date(NOW.getTime() + hours * 3_600_000));
    await hoursLater(12).verify(token);
    await expect(hoursLater(12.01).verify(token)).rejects.toMatchObject({ reason: 'expired' });
  });

  it('has one token for each role', async () => {
    const tokens = await tokenOfEachRole(await open());
    expect(tokens.map(({ role }) => role)).toEqual([...ROLES]);
  });

  it('keeps its key over a restart, readable by its owner alone', async () => {
    const token = await (await open()).tokenFor(INVENTED_STAFF[0]!);
    await verifierOf(await open()).verify(token);
    const [file] = await readdir(dataDir);
    expect((await stat(join(dataDir, file ?? ''))).mode & 0o777).toBe(0o600);
  });

  it('has one key when several processes start at once', async () => {
    const folder = join(dataDir, 'not', 'there', 'yet');
    const issuers = await Promise.all(Array.from({ length: 8 }, () => open(folder)));
    const token = await issuers[0]!.tokenFor(INVENTED_STAFF[0]!);
    for (const issuer of issuers) await verifierOf(issuer).verify(token);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('does not know the tokens of another data folder', async () => {
    const other = await open(join(dataDir, 'other'));
    const token = await other.tokenFor(INVENTED_STAFF[0]!);
    await expect(verifierOf(await open()).verify(token)).rejects.toMatchObject({ reason: 'unknown-key' });
  });

  it('names a key file that was damaged', async () => {
    await open();
    const file = join(dataDir, (await readdir(dataDir))[0] ?? '');
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 20));
    await expect(open()).rejects.toThrow(`${file} is damaged`);
  });

  it('does not exist in production, and leaves no key there', async () => {
    const attempt = DevelopmentIssuer.open({ production: true, dataDir }, clock);
    await expect(attempt).rejects.toThrow(SettingsRefused);
    expect(await readdir(dataDir)).toEqual([]);
  });
});

describe('the invented staff', () => {
  it('are two where a rule needs two', () => {
    const ofRole = (role: string) =>
      INVENTED_STAFF.filter((staff) => staff.roles.some((held) => held === role));
    expect(ofRole('coordinator').length).toBeGreaterThanOrEqual(2);
    expect(ofRole('team-leader')).toHaveLength(2);
  });

  it('are plainly invented, and no two are the same', () => {
    expect(INVENTED_STAFF.every(({ displayName }) => displayName.startsWith('Invented '))).toBe(true);
    expect(new Set(INVENTED_STAFF.map(({ subject }) => subject)).size).toBe(INVENTED_STAFF.length);
  });
});

describe('the token command', () => {
  const loader = ['--import', './config/tooling/typescript-loader.js', 'src/platform/access/print-token.ts'];

  async function run(args: string[], env: Record<string, string> = {}) {
    const environment = { PATH: process.env.PATH, DATA_DIR: dataDir, ...env };
    return promisify(execFile)(process.execPath, [...loader, ...args], { env: environment }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
        code,
        stdout,
        stderr,
      }),
    );
  }

  async function whoIs(printed: string) {
    const issuer = await open();
    return new TokenVerifier(DEVELOPMENT_RULES, issuer.findKey(), new SettableClock(new Date())).verify(
      printed.trim(),
    );
  }

  it('prints a token alone', async () => {
    const { stdout, stderr } = await run(['--role', 'coordinator']);
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(stderr).toBe('');
    expect(await whoIs(stdout)).toMatchObject({
      subject: 'dev-coordinator-1',
      roles: ['coordinator'],
      team: 'central',
    });
  });

  it('refuses with a reason and nothing on standard output', async () => {
    const { code, stdout, stderr } = await run(['--role', 'king']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('There is no role "king"');
  });

  it('refuses where a real issuer is set', async () => {
    const { code, stdout } = await run(['--role', 'auditor'], { OIDC_ISSUER: 'https://sign-in.example.org' });
    expect([code, stdout]).toEqual([2, '']);
  });
});
