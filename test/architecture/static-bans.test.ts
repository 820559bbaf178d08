import { describe, expect, it } from '@jest/globals';
import { breaches, type Ban } from './ban.js';
import { database } from './bans/database.js';
import { language } from './bans/language.js';
import { outsideWorld } from './bans/outside-world.js';
import { requestShapes } from './bans/request-shapes.js';
import { timeAndChance } from './bans/time-and-chance.js';
import { parse, readSources, type Source } from './sources.js';

const bans: readonly Ban[] = [...timeAndChance, ...outsideWorld, ...language, ...requestShapes, ...database];
const sources = readSources('src', 'migrations', 'test');

describe.each(bans)('The code has $name, because $because', (ban) => {
  it.each(ban.planted)('finds it planted: %s', (text) => {
    expect(found(ban, parse('src/planted.ts', text))).not.toEqual([]);
  });

  it.each(ban.innocent)('leaves alone: %s', (text) => {
    expect(found(ban, parse('src/planted.ts', text))).toEqual([]);
  });

  it('and there is none', () => {
    expect(breaches(ban, sources)).toEqual([]);
  });
});

function found(ban: Ban, source: Source): string[] {
  return breaches(ban, new Map([[source.path, source]]));
}
