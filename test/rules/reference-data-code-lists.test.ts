import { describe, expect, it } from '@jest/globals';
import { CodeLists } from '../../src/reference-data/code-lists.js';
import { CrimeStatuses } from '../../src/reference-data/crime-statuses.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import { Relationships } from '../../src/reference-data/relationships.js';
import { RetentionClasses } from '../../src/reference-data/retention-classes.js';
import { Teams } from '../../src/reference-data/teams.js';

const DAY = '2019-04-01';
const policy = currentPolicy();
const lists = new CodeLists(policy);
const codesOf = (list: string) => lists.codesOn(list, DAY).map(({ code }) => code);

describe('code lists', () => {
  it('have the sizes of their sources', () => {
    const sizes: [string, number][] = [
      ['genders', 10],
      ['ethnicities-self-defined', 20],
      ['ethnicities-observed', 7],
      ['languages', 519],
      ['nationalities', 222],
      ['titles', 94],
      ['disability-categories', 7],
      ['contact-preferences', 3],
      ['crime-outcomes', 25],
      ['relationships', 146],
    ];
    for (const [list, size] of sizes) expect([list, codesOf(list).length]).toEqual([list, size]);
  });

  it('know codes and labels, and nothing that they do not hold', () => {
    expect(lists.has('languages', 'LNGG_POL', DAY)).toBe(true);
    expect(lists.label('languages', 'LNGG_CYM', DAY)).toBe('Welsh');
    expect(lists.label('genders', 'GNDR_0001', new Date('2026-11-22T12:00:00Z'))).toBe('Female');
    expect(lists.has('genders', 'gndr_0001', DAY)).toBe(false);
    expect(lists.has('genders', '', DAY)).toBe(false);
    expect(lists.label('genders', 'F', DAY)).toBeNull();
    expect(lists.has('genders', 'constructor', DAY)).toBe(false);
    expect(() => lists.has('no-list', 'GNDR_0001', DAY)).toThrow(RangeError);
    expect(lists.find('no-list')).toBeNull();
  });

  it('keep what the person says apart from what an officer saw', () => {
    expect(codesOf('ethnicities-self-defined')).toContain('ESDD_NS');
    expect(codesOf('ethnicities-observed').every((code) => /^EOVD_IC[1-7]$/.test(code))).toBe(true);
    const observed = new Set(codesOf('ethnicities-observed'));
    expect(codesOf('ethnicities-self-defined').filter((code) => observed.has(code))).toEqual([]);
  });

  it('have outcomes 1 to 22 with their suffixes, and mark those to ask about', () => {
    const numbers = Array.from({ length: 22 }, (_, index) => String(index + 1));
    expect(codesOf('crime-outcomes')).toEqual(expect.arrayContaining([...numbers, '1A', '2A', '3A']));
    expect(lists.entry('crime-outcomes', '16', DAY)?.attributes).toEqual({ victimDoesNotSupport: true });
    expect(lists.entry('crime-outcomes', '13', DAY)?.attributes).toEqual({ victimDeadOrIll: true });
  });

  it('say where each code comes from and how sure it is', () => {
    for (const { codes } of lists.all()) for (const { source } of codes) expect(source).not.toBe('');
    expect(lists.entry('forces', '22', DAY)?.factStatus).toBe('certain');
    expect(lists.entry('forces', '23', DAY)?.factStatus).toBe('likely');
    expect(lists.entry('teams', 'central', DAY)?.label).toContain('invented');
  });
});

describe('relationships', () => {
  const relationships = new Relationships(policy);

  it('have a group for each of the 146 codes of the Standard Data Model', () => {
    const codes = Array.from({ length: 146 }, (_, index) => `PTPR_${String(index + 1).padStart(4, '0')}`);
    expect(codes.filter((code) => relationships.groupOf(code) === null)).toEqual([]);
    expect(codesOf('relationships').sort()).toEqual(codes);
  });

  it('know those that the standard names', () => {
    const named: [string, string][] = [
      ['PTPR_0054', 'ex-intimate'],
      ['PTPR_0065', 'family'],
      ['PTPR_0110', 'intimate'],
      ['PTPR_0113', 'carer-or-trust'],
      ['PTPR_0142', 'stranger'],
      ['PTPR_0009', 'organisation'],
      ['PTPR_0103', 'organisation'],
      ['PTPR_0102', 'no-current-suspect'],
      ['PTPR_0116', 'unknown'],
    ];
    for (const [code, group] of named) expect([code, relationships.groupOf(code)]).toEqual([code, group]);
  });

  it('call nobody a stranger but strangers', () => {
    const strangers = codesOf('relationships').filter((code) =>
      ['stranger', 'no-current-suspect'].includes(relationships.groupOf(code)!),
    );
    expect(strangers).toEqual(['PTPR_0142', 'PTPR_0102']);
    expect(relationships.groupOf('')).toBeNull();
    expect(relationships.groupOf('PTPR_0147')).toBeNull();
    expect(relationships.groupOf('stranger')).toBeNull();
  });

  it('hold partners, former partners and relatives by their words', () => {
    const close =
      /partner|spouse|husband|wife|mother|father|brother|sister|parent|child|daughter|friend$|\bson\b/i;
    const held = new Set(['intimate', 'ex-intimate', 'family']);
    for (const { code, label } of lists.codesOn('relationships', DAY)) {
      if (!close.test(label) || label === 'Friend' || label === "Lover's spouse") continue;
      expect([label, held.has(relationships.groupOf(code)!)]).toEqual([label, true]);
    }
    expect(relationships.groupOf('PTPR_0094')).toBe('acquaintance');
  });
});

describe('crime statuses', () => {
  const statuses = new CrimeStatuses(policy);

  it('are read whatever their capitals, hyphens and spaces', () => {
    for (const wording of ['No crime', 'NO-CRIME', ' no  crime ', 'no_crime']) {
      expect(statuses.meaningOf(wording)).toBe('no-crime');
    }
    expect(statuses.meaningOf('Cancelled')).toBe('cancelled');
    expect(statuses.meaningOf('Transferred to other force')).toBe('transferred-out');
    expect(statuses.meaningOf('Under investigation')).toBe('current');
  });

  it('mean nothing where nobody has said what', () => {
    expect(statuses.meaningOf('Status 17')).toBeNull();
    expect(statuses.meaningOf('')).toBeNull();
  });

  it('end machine contact where the crime no longer stands', () => {
    expect(statuses.endsMachineContact('current')).toBe(false);
    expect(statuses.endsMachineContact('cancelled')).toBe(true);
    expect(statuses.endsMachineContact('no-crime')).toBe(true);
    expect(statuses.endsMachineContact('transferred-out')).toBe(true);
  });
});

describe('teams and retention', () => {
  it('send serious and organised crime to the specialists', () => {
    const teams = new Teams(policy);
    expect(['msht', 'cse', 'cce', 'fraud'].map((cohort) => teams.forCohorts([cohort]))).toEqual(
      Array.from({ length: 4 }, () => 'specialist'),
    );
    expect(teams.forCohorts(['burglary'])).toBe('central');
    expect(teams.forCohorts([])).toBe('central');
  });

  it('keep by the gravest cohort, and someone of unknown age as a child', () => {
    const retention = new RetentionClasses(policy);
    expect(retention.classFor(['sexual', 'cse'], false).code).toBe('child-sexual-exploitation');
    expect(retention.classFor(['msht'], null)).toMatchObject({ code: 'modern-slavery', legalHold: true });
    expect(retention.classFor(['burglary'], true).code).toBe('child');
    expect(retention.classFor(['burglary'], null).code).toBe('child');
    expect(retention.classFor(['burglary'], false).code).toBe('standard');
    expect(retention.describe('standard')?.reason).not.toBe('');
    expect(retention.describe('nothing')).toBeNull();
  });
});
