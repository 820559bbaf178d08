import { describe, expect, it } from '@jest/globals';
import { basename } from 'node:path';
import floors from '../../config/tooling/floors.cjs';
import { filesIn, readSources } from './sources.js';

const MOST_LINES = 300;
const EMPTY_WORDS = 'data info manager helper helpers util utils common misc'.split(' ');

const paths = filesIn('src', 'migrations', 'test').filter((path) => path.endsWith('.ts'));

/** Words in a file's name that say nothing about what is in it; `reference-data` is the name of a room. */
function emptyWords(path: string): string[] {
  const words = basename(path)
    .replace('reference-data', '')
    .split(/[^A-Za-z]+/);
  if (words[0] === 'index' && words[1] === 'ts') return ['index'];
  return words.filter((word) => EMPTY_WORDS.includes(word.toLowerCase()));
}

function isKebab(path: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\.ts$/.test(basename(path));
}

/** Counted as an editor does: the last line ends the file. */
function lineCount(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}

describe('A file', () => {
  it.each([
    'src/victims/victim-data.ts',
    'test/support/helpers.ts',
    'src/cases/case.utils.ts',
    'src/cases/index.ts',
  ])('is refused a name that says nothing: %s', (path) => {
    expect(emptyWords(path)).not.toEqual([]);
  });

  it('has a name that says what is in it', () => {
    expect(emptyWords('src/reference-data/reference-data.module.ts')).toEqual([]);
    expect(paths.filter((path) => emptyWords(path).length)).toEqual([]);
  });

  it('has a name in kebab case with its role', () => {
    expect(['a-case.entity.ts', 'clock.ts'].filter(isKebab)).toHaveLength(2);
    expect(['aCase.ts', 'A.ts', 'a_case.ts'].filter(isKebab)).toEqual([]);
    expect(paths.filter((path) => !isKebab(path))).toEqual([]);
  });

  it(`has at most ${MOST_LINES} lines`, () => {
    expect([lineCount('a\n'), lineCount('a\nb'), lineCount('a\n'.repeat(301))]).toEqual([1, 2, 301]);
    const long = [...readSources('src', 'migrations', 'test').values()].filter(
      ({ text }) => lineCount(text) > MOST_LINES,
    );
    expect(long.map(({ path, text }) => `${path}: ${lineCount(text)} lines`)).toEqual([]);
  });
});

describe('A room', () => {
  const rooms = floors.flat();

  it('stands on a floor, so that the rules about what it may import cover it', () => {
    const found = new Set(
      paths.map((path) => /^src\/([^/]+)\//.exec(path)?.[1]).filter((room) => room !== undefined),
    );
    expect([...found].filter((room) => !rooms.includes(room))).toEqual([]);
  });

  it('stands on one floor only', () => {
    expect(new Set(rooms).size).toBe(rooms.length);
  });
});
