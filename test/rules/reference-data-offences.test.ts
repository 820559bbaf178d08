import { describe, expect, it } from '@jest/globals';
import { matchesOf, tokensOf } from '../../src/reference-data/offences/offence-code.js';
import { OffenceRules } from '../../src/reference-data/offence-rules.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import type { OffenceRuleRow } from '../../src/reference-data/policy/policy-files.js';
import type { ReferencePolicy } from '../../src/reference-data/policy/reference-policy.js';

const DAY = '2019-04-01';
const rules = new OffenceRules(currentPolicy());
const byClass = (homeOfficeClassification: string) => rules.ruleFor({ homeOfficeClassification }, DAY);
const byCode = (crimeOffenceCode: string) => rules.ruleFor({ crimeOffenceCode }, DAY);
const byNfib = (nfibCode: string) => rules.ruleFor({ nfibCode }, DAY);

/** Rules of our own instead of those of the file. */
function rulesOf(rows: OffenceRuleRow[]): OffenceRules {
  return new OffenceRules({ offences: { ...currentPolicy().offences, rules: rows } } as ReferencePolicy);
}

describe('offence codes', () => {
  it('are read in every spelling', () => {
    for (const spelling of ['028/03', '28/3', '28/03', ' 028/03 ', '02803', '28.3']) {
      expect(matchesOf('home-office', spelling)).toEqual(['028/03', '028']);
    }
    expect(matchesOf('home-office', '8L')).toEqual(['008L', '008']);
    expect(matchesOf('home-office', '28g/1')).toEqual(['028G/01', '028G', '028']);
    expect(matchesOf('cjs', 'th68010a')).toEqual(['TH68010A', 'TH68010', 'TH6801', 'TH680', 'TH68']);
    expect(matchesOf('nfib', 'NFIB1D')).toEqual(['1D', '1']);
    expect(matchesOf('nfib', 'nfib 52-e')).toEqual(['52E', '52']);
    expect(matchesOf('nfib', '01')).toEqual(['1']);
  });

  it('are none where they are something else', () => {
    expect(matchesOf('home-office', 'burglary')).toEqual([]);
    expect(matchesOf('home-office', '1234567')).toEqual([]);
    expect(matchesOf('cjs', 'TH6')).toEqual([]);
    expect(matchesOf('cjs', '12345678')).toEqual([]);
    expect(matchesOf('nfib', '123')).toEqual([]);
    expect(() => tokensOf('home-office', '28')).toThrow('28 is no code');
    expect(() => tokensOf('cjs', 'SX03060..SX03057')).toThrow(RangeError);
  });

  it('stand for all codes of a range', () => {
    expect(tokensOf('cjs', 'SX03057..SX03060 PK78')).toEqual([
      'SX03057',
      'SX03058',
      'SX03059',
      'SX03060',
      'PK78',
    ]);
    expect(tokensOf('cjs', 'TH68A08..TH68A10')).toEqual(['TH68A08', 'TH68A09', 'TH68A10']);
  });
});

describe('offence rules', () => {
  it('know the cohorts of the police data standard', () => {
    const expected: [string, string][] = [
      ...['106', '106/01', '072/01', '036/08', '099/25'].map((code) => [code, 'msht'] as [string, string]),
      ...['017', '018', '019/08', '020', '021', '022', '023', '070', '071', '073', '088A', '088E'].map(
        (code) => [code, 'sexual'] as [string, string],
      ),
      ...['002', '003/01', '005/01', '008/06', '010', '104/23', '105/01'].map(
        (code) => [code, 'violence'] as [string, string],
      ),
      ...[
        ['8L', 'harassment'],
        ['8M', 'harassment'],
        ['8Q', 'stalking'],
        ['8R', 'harassment'],
        ['8U', 'domestic'],
      ],
      ...[
        ['036/01', 'kidnap'],
        ['013', 'kidnap'],
        ['034/01', 'robbery'],
        ['028', 'burglary'],
        ['030', 'burglary'],
      ],
      ...[
        ['051', 'fraud'],
        ['052', 'fraud'],
        ['053/40', 'fraud'],
        ['001', 'homicide'],
        ['004/01', 'homicide'],
      ],
      ...[
        ['004/04', 'road-death'],
        ['045/10', 'vehicle'],
        ['048/01', 'vehicle'],
        ['046', 'theft'],
        ['058', 'criminal-damage'],
      ],
    ] as [string, string][];
    for (const [code, cohort] of expected)
      expect([code, byClass(code)?.cohorts]).toEqual([code, expect.arrayContaining([cohort])]);
  });

  it('know the codes that the standard names by their beginnings', () => {
    const expected: [string, string][] = [
      ...['MS15001', 'SX03057', 'SX03060', 'CJ09071', 'CJ09002'].map(
        (code) => [code, 'msht'] as [string, string],
      ),
      ...['SX03001', 'SX56001', 'CR88001', 'PK78001'].map((code) => [code, 'sexual'] as [string, string]),
      ...[
        ['OF61102', 'violence'],
        ['PH97004', 'harassment'],
        ['PH97010', 'stalking'],
        ['SC15076', 'domestic'],
      ],
      ...[
        ['SC15004', 'domestic'],
        ['TH68023', 'robbery'],
        ['TH68036', 'burglary'],
        ['FA06001', 'fraud'],
        ['CM90001', 'fraud'],
      ],
    ] as [string, string][];
    for (const [code, cohort] of expected)
      expect([code, byCode(code)?.cohorts]).toEqual([code, expect.arrayContaining([cohort])]);
  });

  it('take every group of the fraud bureau as fraud, and never for a machine', () => {
    for (const code of ['1A', '1D', '1E', '2', '3F', '5D', '10', '50A', '52', '52E', '90']) {
      expect([code, byNfib(code)?.cohorts, byNfib(code)?.automaticContactAllowed]).toEqual([
        code,
        ['fraud'],
        false,
      ]);
    }
    expect(byNfib('1D')?.category).toBe('fraud-of-trust');
    expect(byNfib('53')).toBeNull();
  });

  it('take the longest match', () => {
    expect(byClass('028/03')).toMatchObject({ category: 'burglary', automaticContactAllowed: true });
    expect(byClass('028/01')).toMatchObject({
      category: 'aggravated-burglary',
      automaticContactAllowed: false,
    });
    expect(byClass('28G')).toMatchObject({
      category: 'distraction-burglary',
      automaticContactAllowed: false,
    });
    expect(byClass('056/01')?.automaticContactAllowed).toBe(false);
    expect(byClass('056/02')?.automaticContactAllowed).toBe(true);
    expect(byCode('TH68030')).toMatchObject({ suppressors: ['SUP_SEX'], automaticContactAllowed: false });
    expect(byCode('TH68037A')).toMatchObject({ category: 'burglary', automaticContactAllowed: true });
    expect(byCode('TH68071')?.category).toBe('blackmail');
    expect(byCode('TH68999')).toMatchObject({
      category: 'other-acquisitive',
      automaticContactAllowed: false,
    });
  });

  it('raise what the offence itself says', () => {
    expect(byClass('106')?.suppressors).toEqual(['SUP_MSHT']);
    expect(byClass('019')?.suppressors).toEqual(['SUP_SEX']);
    expect(byClass('001/01')?.suppressors).toEqual(['SUP_BEREAVED']);
    expect(byCode('RT88025')?.suppressors).toEqual(['SUP_BEREAVED']);
    expect(byClass('008/67')?.suppressors).toEqual(['SUP_DA']);
    expect(byClass('195/12')?.suppressors).toEqual(['SUP_DA']);
    expect(byCode('PH97003')?.suppressors).toEqual(['SUP_DA', 'SUP_ORDER']);
    expect(byClass('071/02')?.suppressors).toEqual(['SUP_SEX', 'SUP_CE', 'SUP_CHILD']);
  });

  it('leave an unmapped code unmapped', () => {
    expect(rules.ruleFor({}, DAY)).toBeNull();
    expect(
      rules.ruleFor({ crimeOffenceCode: ' ', homeOfficeClassification: '', nfibCode: null }, DAY),
    ).toBeNull();
    expect(byCode('ZZ99001')).toBeNull();
    expect(byClass('999/99')).toBeNull();
    expect(byClass('099/01')).toBeNull();
    expect(byCode('LOCAL7')).toBeNull();
  });

  it('take several codes together by the strictest', () => {
    const sexualIntent = rules.ruleFor(
      { crimeOffenceCode: 'SX03125', homeOfficeClassification: '028/03' },
      DAY,
    );
    expect(sexualIntent).toMatchObject({
      category: 'sexual',
      cohorts: ['sexual', 'burglary'],
      suppressors: ['SUP_SEX'],
      automaticContactAllowed: false,
    });
    const alike = rules.ruleFor({ crimeOffenceCode: 'TH68036', homeOfficeClassification: '028/03' }, DAY);
    expect(alike).toMatchObject({ automaticContactAllowed: true, suppressors: [], unmappedSchemes: [] });
    expect(alike?.matchedBy).toEqual([
      { scheme: 'home-office', matched: '028', category: 'burglary' },
      { scheme: 'cjs', matched: 'TH68036', category: 'burglary' },
    ]);
  });

  it('let no machine write where one of several codes is not known', () => {
    const half = rules.ruleFor({ crimeOffenceCode: 'ZZ99001', homeOfficeClassification: '028/03' }, DAY);
    expect(half).toMatchObject({
      category: 'burglary',
      automaticContactAllowed: false,
      suppressors: ['SUP_UNMAPPED'],
      unmappedSchemes: ['cjs'],
    });
  });

  it('make a sexual offence against a child exploitation', () => {
    const sexual = byClass('020/05')!;
    expect(rules.cohortsOf(sexual, true)).toEqual(['sexual', 'cse']);
    expect(rules.cohortsOf(sexual, false)).toEqual(['sexual']);
    expect(rules.cohortsOf(sexual, null)).toEqual(['sexual']);
    expect(rules.cohortsOf(byClass('028')!, true)).toEqual(['burglary']);
  });

  it('hold from their first day to their last', () => {
    const dated = rulesOf([
      { category: 'theft', label: 'Old', cohorts: ['theft'], homeOffice: '028G', validTo: '2017-03-31' },
      {
        category: 'burglary',
        label: 'New',
        cohorts: ['burglary'],
        homeOffice: '028G',
        validFrom: '2017-04-01',
      },
    ]);
    const on = (day: string | Date) => dated.ruleFor({ homeOfficeClassification: '28G' }, day)?.label;
    expect(on('2017-03-31')).toBe('Old');
    expect(on('2017-04-01')).toBe('New');
    // 23:30 UTC on a summer's day is the next day in London.
    expect(on(new Date('2017-03-31T23:30:00Z'))).toBe('New');
    const ended = rulesOf([
      { category: 'theft', label: 'Old', cohorts: ['theft'], cjs: 'TH68', validTo: '2017-03-31' },
    ]);
    expect(ended.ruleFor({ crimeOffenceCode: 'TH68001' }, DAY)).toBeNull();
  });
});

describe('the allow-list for automatic contact', () => {
  const allowed = currentPolicy().offences.rules.filter((rule) => rule.automaticContactAllowed);

  it('has property offences and nothing else', () => {
    expect(allowed.map(({ category }) => category)).toEqual([
      'burglary',
      'vehicle',
      'theft',
      'criminal-damage',
    ]);
    const classes = allowed.flatMap(({ homeOffice }) => tokensOf('home-office', homeOffice ?? ''));
    const numbers = new Set(classes.map((token) => Number(token.slice(0, 3))));
    // 130 and 149 are the summary offences that the counting rules count under 48 and 58.
    const candidates = [28, 30, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 56, 57, 58, 59, 130, 149];
    expect([...numbers].filter((number) => !candidates.includes(number))).toEqual([]);
    const acts = allowed.flatMap(({ cjs }) => tokensOf('cjs', cjs ?? '').map((token) => token.slice(0, 4)));
    expect(new Set(acts)).toEqual(new Set(['TH68', 'CD71']));
    expect(allowed.every(({ nfib }) => nfib === undefined)).toBe(true);
  });

  it('has nobody of a cohort that no machine writes to, and no suppressor', () => {
    const never = [
      'msht',
      'cse',
      'cce',
      'fraud',
      'sexual',
      'domestic',
      'honour-based',
      'stalking',
      'harassment',
    ];
    const more = [
      'homicide',
      'road-death',
      'bereaved',
      'child-abuse',
      'kidnap',
      'hate',
      'violence',
      'robbery',
    ];
    for (const { cohorts, suppressors } of allowed) {
      expect(cohorts.filter((cohort) => [...never, ...more].includes(cohort))).toEqual([]);
      expect(suppressors ?? []).toEqual([]);
    }
  });

  it('lets no code through that a grave rule has a part of', () => {
    const grave = currentPolicy().offences.rules.filter((rule) => !rule.automaticContactAllowed);
    for (const rule of grave) {
      for (const code of tokensOf('cjs', rule.cjs ?? '')) {
        expect([code, byCode(code)?.automaticContactAllowed]).toEqual([code, false]);
      }
      for (const code of tokensOf('home-office', rule.homeOffice ?? '')) {
        expect([code, byClass(code)?.automaticContactAllowed]).toEqual([code, false]);
      }
    }
  });
});
