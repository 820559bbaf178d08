import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { SETTINGS } from '../../src/platform/settings.js';
import { ROOT } from './sources.js';

interface Service {
  command?: string[];
  environment?: Record<string, string>;
  image: string;
  read_only?: boolean;
}

const dockerfile = readFileSync(join(ROOT, 'docker/Dockerfile'), 'utf8');
const services = (
  parse(readFileSync(join(ROOT, 'docker/compose.yaml'), 'utf8'), { merge: true }) as {
    services: Record<string, Service>;
  }
).services;
const example = readFileSync(join(ROOT, 'docker/example.env'), 'utf8');

/** Settings that the image itself gives. */
const given = [...dockerfile.matchAll(/\b([A-Z_]+)=/g)].map(([, name]) => name!);

describe('The image', () => {
  it('is built on Node 24 and does not run as root', () => {
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(new Set(bases)).toEqual(new Set(['node:24-bookworm-slim']));
    expect(dockerfile.lastIndexOf('\nUSER node')).toBeGreaterThan(dockerfile.lastIndexOf('\nFROM'));
  });

  it('says whether it is well', () => {
    expect(dockerfile).toMatch(/^HEALTHCHECK [^]*\/health\/live/m);
  });

  it('copies only what is there', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, paths]) =>
      paths!.split(' ').slice(0, -1),
    );
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

describe.each(['api', 'worker'])('The %s of compose', (name) => {
  const environment = services[name]!.environment!;

  it('is given only settings that the service knows', () => {
    expect(Object.keys(environment).filter((setting) => !(setting in SETTINGS))).toEqual([]);
  });

  it('is given every setting that production needs', () => {
    const needed = Object.entries(SETTINGS).flatMap(([setting, one]) =>
      'neededInProduction' in one ? [setting] : [],
    );
    expect(needed.filter((setting) => !(setting in environment) && !given.includes(setting))).toEqual([]);
  });

  it('knows neither the owner of the schema nor the superuser', () => {
    expect(Object.values(environment).join()).not.toMatch(/OWNER|POSTGRES_PASSWORD/);
  });

  it('cannot write to its own image', () => {
    expect(services[name]!.read_only).toBe(true);
  });
});

describe('The databases of compose', () => {
  it('are PostgreSQL 18 and a Redis that forgets nothing', () => {
    expect(services.postgres!.image).toMatch(/^postgres:18/);
    expect(services.redis!.command!.join(' ')).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/);
  });

  it('ask for nothing that the example does not explain', () => {
    const asked = [...JSON.stringify(services).matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name!);
    expect([...new Set(asked)].filter((name) => !new RegExp(`^#?${name}=`, 'm').test(example))).toEqual([]);
  });
});
