import { describe, expect, it } from '@jest/globals';
import { readBenchCommand, usage, UsageError } from '../bench/bench-command.js';

const KNOWN = [
  { name: 'quick-one', what: 'something', isLong: false },
  { name: 'other-one', what: 'something else', isLong: false },
  { name: 'long-one', what: 'something slow', isLong: true },
];

function namesOf(...args: string[]): string[] {
  return readBenchCommand(args, KNOWN).measures.map(({ name }) => name);
}

describe('The command line of the bench', () => {
  it('means every measure that is not long where none is named', () => {
    expect(namesOf()).toEqual(['quick-one', 'other-one']);
    expect(namesOf('--json', '--quick')).toEqual(['quick-one', 'other-one']);
  });

  it('means the named measures, long ones too, each once and in their own order', () => {
    expect(namesOf('long-one', 'quick-one', 'long-one')).toEqual(['quick-one', 'long-one']);
  });

  it('takes its options anywhere', () => {
    const command = readBenchCommand(['--json', 'quick-one', '--seed', '7', '--quick'], KNOWN);
    expect(command).toMatchObject({ asJson: true, isQuick: true, seed: 7 });
    expect(readBenchCommand([], KNOWN)).toMatchObject({ asJson: false, isQuick: false });
  });

  it.each([[['quick']], [['Quick-One']], [['--fast']], [['--seed']], [['--seed', '1.5']], [['--seed', '']]])(
    'refuses %j',
    (args) => {
      expect(() => readBenchCommand(args, KNOWN)).toThrow(UsageError);
    },
  );

  it('names every measure in its usage, and which are long', () => {
    const text = usage(KNOWN);
    KNOWN.forEach(({ name, what }) => expect(text).toMatch(new RegExp(`${name} +${what}`)));
    expect(text).toMatch(/something slow \(long/);
  });
});
