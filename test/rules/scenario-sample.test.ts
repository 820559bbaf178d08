import { describe, expect, it } from '@jest/globals';
import { sampleScenario } from '../../src/demo/scenario/sample-scenario.js';
import { nationalDigits, SecondOpinion, textOf } from '../support/scenario-reading.js';

const days = sampleScenario('first start', '2026-01-15');
const files = days.flatMap(({ athenaFile }) => athenaFile ?? []);
const opinion = new SecondOpinion();
files.forEach(({ csv }) => opinion.file(csv));
const rows = [...opinion.referrals.values()].map(({ row }) => row);

describe('The sample referrals of a first start', () => {
  it('are two hundred: 180 keys in three files, 14 internal, 4 self, 2 other', () => {
    const pathways = days
      .flatMap(({ directReferrals }) => directReferrals.map(({ body }) => body.pathway))
      .sort();
    expect(files).toHaveLength(3);
    expect(rows).toHaveLength(180);
    expect(pathways.join(' ')).toBe(
      [...Array(14).fill('internal'), ...Array(2).fill('other'), ...Array(4).fill('self')].join(' '),
    );
  });

  it('lie in the fourteen days before today', () => {
    const instants = days.flatMap((day) => [
      ...(day.athenaFile ? [day.athenaFile.at] : []),
      ...day.directReferrals.map(({ at }) => at),
    ]);
    expect([days[0]!.on, days.at(-1)!.on]).toEqual(['2026-01-01', '2026-01-14']);
    expect(instants.filter((at) => at < new Date('2026-01-01') || at >= new Date('2026-01-15'))).toEqual([]);
    expect(rows.filter(({ lastUpdatedDateTime }) => lastUpdatedDateTime >= '2026-01-15')).toEqual([]);
  });

  it.each(['first start', 'two', 3, 4, 5, 6])(
    'show each interesting kind at least once (seed %s)',
    (seed) => {
      const again = new SecondOpinion();
      for (const { athenaFile } of sampleScenario(seed, '2026-01-15'))
        if (athenaFile) again.file(athenaFile.csv);
      const shown = [...again.referrals.values()].map(({ row }) => row);
      const has = (holds: (row: (typeof shown)[number]) => boolean): boolean => shown.some(holds);
      expect(has((row) => row.crimeOffenceCode === 'MS15001')).toBe(true);
      expect(has((row) => row.crimeOffenceCode === 'SX03048')).toBe(true);
      expect(has((row) => row.dateOfBirth > '2008-01-15')).toBe(true);
      expect(has((row) => row.nfibCode !== '')).toBe(true);
      expect(textOf(sampleScenario('another', '2026-01-15'))).not.toBe(textOf(days));
    },
  );

  it('have telephones of Ofcom’s drama ranges only', () => {
    const mobiles = rows
      .map((row) => nationalDigits(row.mobileTelephone))
      .filter((phone) => phone.length === 10);
    expect(mobiles.length).toBeGreaterThan(50);
    expect(mobiles.filter((phone) => !/^(7700900|3069990|7?0{9,})/.test(phone))).toEqual([]);
  });
});
