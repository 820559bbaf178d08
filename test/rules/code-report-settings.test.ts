import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { configFolder } from '../../src/reference-data/policy/config-folder.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import { PolicyReader, PolicyRefused } from '../../src/reference-data/policy/policy-reader.js';
import { basisGroupOf, cohortOf } from '../../src/reporting/victims-code/dimensions.js';
import { readCodeReport, ReportSettings } from '../../src/reporting/victims-code/report-settings.js';

const COHORTS = ['msht', 'cse', 'fraud'];
const settings = new ReportSettings(currentPolicy());

/** The refusal of a copy of the file that says something else. */
function refusalOf(from: string, to: string): PolicyRefused {
  const folder = mkdtempSync(join(tmpdir(), 'val-code-report-'));
  try {
    cpSync(join(configFolder(), 'policy'), join(folder, 'policy'), { recursive: true });
    const file = join(folder, 'policy/code-report.yaml');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(from);
    writeFileSync(file, text.replace(from, to));
    readCodeReport(new PolicyReader(folder), COHORTS);
  } catch (error) {
    if (error instanceof PolicyRefused) return error;
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
  throw new Error('it was not refused');
}

describe('how the report on the Code groups and hides', () => {
  it('is refused where it does not hold together, naming the line', () => {
    expect(refusalOf('  - code: cse\n', '  - code: csx\n')).toMatchObject({ path: '/cohorts/1' });
    expect(refusalOf('from: 18', 'from: 12')).toMatchObject({ path: '/ageBands/2' });
    expect(refusalOf('below: 5', 'below: 0').message).toContain('code-report.yaml');
    expect(refusalOf('    factStatus: ours', '    factStatus: ours\n    validTo: 2030-01-01')).toMatchObject({
      path: '/suppression/0',
    });
  });

  it('says from which count on one is shown, by day', () => {
    expect(settings.shownFrom('2019-04-01')).toBe(5);
  });

  it('knows a group for every basis of enhanced rights', () => {
    expect([...settings.bases].filter(([, { group }]) => group < 0)).toEqual([]);
  });

  it('puts each crime and each victim into one line', () => {
    const cohorts = COHORTS.map((code) => ({ code, label: code }));
    expect([0, 1, 2, 4, 3, 7].map((mask) => cohortOf(mask, cohorts))).toEqual([
      ...['other', 'msht', 'cse', 'fraud', 'several', 'several'],
    ]);
    expect(basisGroupOf(['under-18', 'sexual-offence', 'under-18-at-offence'], settings)).toBe(
      'serious-crime+under-18',
    );
    expect(basisGroupOf(['of-a-later-policy'], settings)).toBe('other');
    expect(basisGroupOf(['discretion', 'of-a-later-policy'], settings)).toBe('discretion+other');
  });
});
