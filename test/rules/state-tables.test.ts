import { describe, expect, it } from '@jest/globals';
import { mayBecome, type StateTable, unreachableStates } from '../../src/platform/state-table.js';

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
});
