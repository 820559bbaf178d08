import { describe, expect, it } from '@jest/globals';
import {
  mayBecome,
  mustReachEveryState,
  type StateTable,
  unreachableStates,
} from '../../src/platform/state-table.js';
import { readSources } from '../architecture/sources.js';

const TABLE: StateTable<'asked' | 'given' | 'lost'> = { asked: ['given'], given: [], lost: ['asked'] };

describe('A table of states', () => {
  it('says which state may follow which', () => {
    expect(mayBecome(TABLE, 'asked', 'given')).toBe(true);
    expect(mayBecome(TABLE, 'given', 'asked')).toBe(false);
  });

  it('gives a state away that nothing reaches', () => {
    expect(unreachableStates(TABLE, 'asked')).toEqual(['lost']);
    expect(unreachableStates(TABLE, 'asked', 'lost')).toEqual([]);
  });

  it('keeps the service from starting where nothing reaches a state', () => {
    expect(() => mustReachEveryState('letter', TABLE, 'asked')).toThrow('no letter can ever become lost');
    mustReachEveryState('letter', TABLE, 'asked', 'lost');
  });

  it('is looked at on every start', () => {
    const texts = [...readSources('src').values()].map(({ text }) => text);
    const tables = texts.flatMap((text) =>
      [...text.matchAll(/^export const (\w+): StateTable</gm)].map(([, name]) => name!),
    );
    const isChecked = (name: string) =>
      texts.some((text) => new RegExp(`mustReachEveryState\\('[^']+', ${name},`).test(text));
    expect(tables.length).toBeGreaterThan(5);
    expect(tables.filter((name) => !isChecked(name))).toEqual([]);
  });
});
