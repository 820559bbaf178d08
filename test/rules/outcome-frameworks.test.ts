import { describe, expect, it } from '@jest/globals';
import { OutcomeFrameworks } from '../../src/outcomes/outcome-frameworks.js';

const frameworks = new OutcomeFrameworks();
const codes = (framework: string) => frameworks.find(framework)?.outcomes.map(({ code }) => code);

describe('Outcome frameworks', () => {
  it('are the one that the Panel report used, and the one that came later', () => {
    expect(codes('MOJ-2018')).toEqual(['M1_HEALTH', 'M2_COPE', 'M3_SAFETY', 'M4_INFORMED']);
    expect(codes('VFS-2022')).toHaveLength(4);
    expect(codes('OTHER-1999')).toBeUndefined();
  });

  it('hold on the days that they name', () => {
    const on = (day: `${number}-${number}-${number}`) =>
      frameworks.all(day).map(({ framework }) => framework);
    expect(on('2018-03-31')).toEqual([]);
    expect(on('2019-08-15')).toEqual(['MOJ-2018']);
    expect(on('2026-01-01')).toEqual(['MOJ-2018', 'VFS-2022']);
  });

  it('say how sure each is', () => {
    expect(frameworks.all().map(({ factStatus }) => factStatus)).toEqual(['certain', 'likely']);
    expect(frameworks.all().every(({ scale }) => scale.factStatus === 'ours')).toBe(true);
  });
});
