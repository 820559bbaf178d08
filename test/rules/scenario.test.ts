import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { COLUMNS } from '../../src/demo/scenario/columns.js';
import { Scenario, type Expectations, type ScenarioDay } from '../../src/demo/scenario/scenario.js';
import { SecondOpinion, textOf } from '../support/scenario-reading.js';

const PERIOD = {
  seed: 2019,
  from: '2019-04-01',
  to: '2019-08-16',
  athena: 25561,
  internal: 959,
  self: 159,
  other: 16,
};

const KINDS = `exact-row-again moved-last-updated changed-status changed-phone-added changed-email-added changed-offence
  changed-domestic-marker changed-suspect-named changed-cancelled changed-support-refused changed-birth-date
  changed-surname changed-deceased older-version-late two-versions-in-one-file duplicate-in-file file-sent-again
  merged-person-id birth-date-30-february corrected-next-day no-phone no-email placeholder-phone placeholder-email
  officer-phone officer-email contact-shared-by-strangers birth-date-blank birth-date-1900 child several-victims
  organisation organisation-with-contact regina repeat-victim repeat-organisation household-phone neighbour twin
  namesake suspect-phone-same-crime suspect-email-same-crime suspect-postcode-same-crime
  suspect-phone-of-earlier-victim suspect-email-of-earlier-victim suspect-postcode-of-earlier-victim
  suspect-was-victim-earlier victim-among-suspects unknown-offence unknown-relationship unknown-status
  no-victim-on-crime-id no-person-id no-address marker-blank every-marker-blank support-refused support-not-asked
  not-aware safe-contact-note deceased cancelled burglary burglary-unresourced sexual fraud bereavement interpreter`;
const REFUSED = [
  ...['no-name', 'no-crime-reference', 'no-key', 'no-force', 'no-last-updated', 'unreadable-last-updated'],
  ...['last-updated-30-february', 'too-few-columns', 'too-many-columns', 'nul-byte'],
];
const LOOKED_AT = ['bad-crime-reference', 'two-people-under-one-key', 'person-id-contradicts'];

let days: ScenarioDay[];
let expected: Expectations;
let opinion: SecondOpinion;
let rowsIn: number[];
let secondsOfWork: number;
let inNewFiles: SecondOpinion['verdicts'];

beforeAll(() => {
  const started = process.cpuUsage();
  days = [...new Scenario(PERIOD).days()];
  secondsOfWork = process.cpuUsage(started).user / 1_000_000;
  expected = new Scenario(PERIOD).expectations();
  opinion = new SecondOpinion();
  rowsIn = [];
  inNewFiles = { first: 0, updated: 0, unchanged: 0, quarantined: 0, rejected: 0 };
  const seen = new Set<string>();
  for (const { athenaFile } of days) {
    const verdicts = opinion.file(athenaFile.csv);
    rowsIn.push(verdicts.length);
    if (!seen.has(athenaFile.csv)) for (const verdict of verdicts) inNewFiles[verdict] += 1;
    seen.add(athenaFile.csv);
  }
}, 120_000);

describe('The invented period of 1 April to 16 August 2019', () => {
  it('has every day once, each with a file that arrived that morning', () => {
    expect(days).toHaveLength(138);
    expect([days[0]!.on, days.at(-1)!.on]).toEqual(['2019-04-01', '2019-08-16']);
    expect(days[0]!.athenaFile.name).toBe('athena-victims-2019-04-01.csv');
    expect(
      days.filter(({ on, athenaFile }) => athenaFile.at.toISOString() !== `${on}T04:30:00.000Z`),
    ).toEqual([]);
  });

  it('has exactly 25,561 acceptable Athena keys, whatever comes with them', () => {
    expect(opinion.referrals.size).toBe(25_561);
  });

  it('comes to the dispositions that were meant, row by row', () => {
    expect(inNewFiles).toEqual(expected.dispositions);
  });

  it('sends some files again, byte for byte under the same name, which open nothing', () => {
    const again = days.filter(({ athenaFile }, at) => days[at - 1]?.athenaFile.csv === athenaFile.csv);
    expect(again).toHaveLength(expected.planted['file-sent-again']!);
    expect(again.length).toBeGreaterThan(0);
    again.forEach((day) => expect(day.athenaFile.name).not.toContain(day.on));
  });

  it('is about 185 rows a day and busier on a Tuesday than on a Sunday', () => {
    const rowsOn = (weekday: number): number[] =>
      rowsIn.filter((_, at) => new Date(days[at]!.on).getUTCDay() === weekday);
    const mean = (numbers: number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
    expect(mean(rowsOn(2))).toBeGreaterThan(mean(rowsOn(0)) * 1.1);
    expect(mean(rowsIn)).toBeGreaterThan(185);
    expect(mean(rowsIn)).toBeLessThan(250);
  });

  it('writes the same columns in every file, sometimes in another order', () => {
    const headers = days.map(({ athenaFile }) => headerOf(athenaFile.csv));
    headers.forEach((header) => expect([...header].sort()).toEqual([...COLUMNS].sort()));
    expect(headers.some((header) => header[0] !== COLUMNS[0])).toBe(true);
    expect(days.some(({ athenaFile }) => athenaFile.csv.includes('\r\n'))).toBe(true);
    expect(days.some(({ athenaFile }) => athenaFile.csv.startsWith('\uFEFF'))).toBe(true);
    expect(days.some(({ athenaFile }) => athenaFile.csv.startsWith('"extractId"'))).toBe(true);
    expect(days.some(({ athenaFile }) => !athenaFile.csv.endsWith('\n'))).toBe(true);
  });

  it('has names and notes that break careless readers', () => {
    const text = days.map(({ athenaFile }) => athenaFile.csv).join('');
    for (const hard of [
      'O’Brien',
      "O'Shaunessy",
      'Gwŷn',
      'Llŷwelyn',
      'Wiśniak',
      'voicemail,\npartner',
      '""ask for',
    ]) {
      expect(text).toContain(hard);
    }
  });

  it('is the same for the same seed, and another for another', () => {
    const digest = (seed: number): string =>
      createHash('sha256')
        .update(textOf(new Scenario({ ...PERIOD, seed, to: '2019-04-20', athena: 3_000 }).days()))
        .digest('hex');
    expect(digest(2019)).toBe(digest(2019));
    expect(digest(2020)).not.toBe(digest(2019));
  });

  it('is invented fast enough to wait for', () => {
    expect(secondsOfWork).toBeLessThan(15);
  });
});

describe('The mess in the invented files', () => {
  it.each(KINDS.trim().split(/\s+/))('has %s', (kind) => expect(expected.planted[kind]).toBeGreaterThan(0));

  it.each(REFUSED)('has rows to reject: %s', (kind) =>
    expect(expected.planted[`rejected ${kind}`]).toBeGreaterThan(0),
  );

  it.each(LOOKED_AT)('has rows for a person to judge: %s', (kind) => {
    expect(expected.planted[`quarantined ${kind}`]).toBeGreaterThan(0);
  });
});

function headerOf(csv: string): string[] {
  return csv
    .split(/\r?\n/)[0]!
    .replace(/[\uFEFF"]/g, '')
    .split(',');
}
