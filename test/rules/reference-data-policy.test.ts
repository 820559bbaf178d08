import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { configFolder } from '../../src/reference-data/policy/config-folder.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import { loadReferencePolicy } from '../../src/reference-data/policy/load-reference-policy.js';
import { Suppressors } from '../../src/reference-data/suppressors.js';
import { THRESHOLD_NAMES, Thresholds } from '../../src/reference-data/thresholds.js';
import { effectOf, SAFETY_REASON_CODES } from '../../src/victims/contact-safety/safety-reasons.js';
import { lineOf, loadPlanted, refusalOf } from '../support/planted-policy.js';

const FOLDERS = ['reference-data', 'feeds', 'policy', 'templates', 'forms', 'victims-code'];
const policy = currentPolicy();

describe('policy files', () => {
  it('have schemas that are valid themselves', () => {
    const ajv = new Ajv({ strict: true, strictRequired: false });
    for (const folder of FOLDERS) {
      for (const name of readdirSync(join(configFolder(), folder))) {
        if (!name.endsWith('.schema.json')) continue;
        const schema = JSON.parse(readFileSync(join(configFolder(), folder, name), 'utf8')) as object;
        expect(() => ajv.compile(schema)).not.toThrow();
      }
    }
  });

  it('say at their head what they are, and which schema they follow', () => {
    for (const folder of FOLDERS) {
      for (const name of readdirSync(join(configFolder(), folder))) {
        if (!name.endsWith('.yaml')) continue;
        const [first, second, third] = readFileSync(join(configFolder(), folder, name), 'utf8').split('\n');
        expect([name, first]).toEqual([
          name,
          expect.stringMatching(/^# yaml-language-server: \$schema=\.\/[a-z-]+\.schema\.json$/),
        ]);
        expect([second, third]).toEqual(['#', expect.stringMatching(/^# \S/)]);
      }
    }
  });

  it('are read in a moment', () => {
    const started = performance.now();
    loadReferencePolicy(configFolder());
    // Measured at some 100 ms on a machine that does nothing else; the tests share theirs.
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('are refused with file, line and path where they do not follow their schema', () => {
    const file = 'reference-data/offences.yaml';
    const text = readFileSync(join(configFolder(), file), 'utf8');
    const planted = text.replace('cohorts: [msht]', 'cohorts: msht');
    const refusal = refusalOf({ [file]: planted });
    expect(refusal).toMatchObject({ file, path: '/rules/3/cohorts', line: lineOf(planted, 'cohorts: msht') });
    expect(refusal.message).toBe(`config/${file}:${refusal.line}: /rules/3/cohorts: must be array`);
  });

  it('are refused with the word that nobody knows', () => {
    const typo = refusalOf({ 'policy/thresholds.yaml': (text) => text.replace('meaning:', 'meanig:') });
    expect(typo.message).toMatch(
      /^config\/policy\/thresholds\.yaml:\d+: \/thresholds\/0: must .*(meaning|meanig)/,
    );
    const status = refusalOf({
      'reference-data/forces.yaml': (text) => text.replace('factStatus: likely', 'factStatus: sure'),
    });
    expect(status).toMatchObject({ path: '/rows/1/factStatus' });
    expect(status.message).toContain('certain, likely, unknown, ours, unverified');
  });

  it('are refused with the line where they are no YAML', () => {
    const refusal = refusalOf({ 'policy/retention.yaml': 'classes:\n  - code: [standard\n' });
    expect(refusal.message).toMatch(/^config\/policy\/retention\.yaml:\d+: /);
  });

  it('are refused where a code stands twice', () => {
    const twice = refusalOf({ 'reference-data/genders.yaml': (text) => `${text}  GNDR_0001 Woman\n` });
    expect(twice).toMatchObject({
      file: 'reference-data/genders.yaml',
      fault: 'GNDR_0001 stands twice on the same days',
    });
    const groups = (text: string) =>
      text.replace('PTPR_0142 Stranger', 'PTPR_0142 Stranger\n      PTPR_0110 Partner');
    expect(refusalOf({ 'reference-data/relationships.yaml': groups }).fault).toContain(
      'PTPR_0110 stands twice',
    );
  });

  it('are refused where an offence rule breaks the safety of its own list', () => {
    const file = 'reference-data/offences.yaml';
    const plant = (from: string, to: string) => refusalOf({ [file]: (text) => text.replace(from, to) });
    const slavery = plant('cohorts: [msht]', 'automaticContactAllowed: true\n    cohorts: [msht]');
    expect(slavery).toMatchObject({
      path: '/rules/3/automaticContactAllowed',
      fault: 'no machine writes to msht',
    });
    const raised = plant(
      'cohorts: [theft]\n    automatic',
      'cohorts: [theft]\n    suppressors: [SUP_DA]\n    automatic',
    );
    expect(raised.fault).toBe('no machine writes to SUP_DA');
    expect(plant('cohorts: [msht]', 'cohorts: [slavery]').fault).toBe('there is no cohort slavery');
    expect(plant('[SUP_BEREAVED]', '[SUP_DEAD]').fault).toBe('nobody says what SUP_DEAD means');
    expect(plant("homeOffice: '034'", 'homeOffice: 034 028').fault).toBe(
      '028 stands in two rules on the same days',
    );
    expect(plant("homeOffice: '034'", 'homeOffice: 34 035').fault).toBe(
      '34 is no code of scheme home-office',
    );
  });
});

describe('thresholds', () => {
  const thresholds = new Thresholds(policy);

  it('have every name that code asks for', () => {
    for (const name of THRESHOLD_NAMES) expect(thresholds.at(name, '2019-04-01')).toBeGreaterThanOrEqual(0);
    expect(thresholds.at('contactStalenessDays', new Date('2026-11-22T09:00:00Z'))).toBe(14);
    expect(thresholds.at('victimReferralWorkingDays', '2019-08-16')).toBe(2);
    expect(thresholds.at('contactAttemptsMost', '2019-08-16')).toBe(3);
    expect(thresholds.explain('adultAge', '2019-08-16')).toMatchObject({
      value: 18,
      unit: 'years',
      factStatus: 'certain',
    });
  });

  const change = (more: string) => (text: string) =>
    text.replace('    value: 14\n', `    value: 14\n    validTo: 2020-05-31\n`).concat(more);
  const second = (from: string) => `  - name: contactStalenessDays
    value: 7
    unit: days
    meaning: The same, shorter
    source: invented
    factStatus: ours
    validFrom: ${from}
`;

  it('change on a day, and the days before still see what held', () => {
    const changed = new Thresholds(loadPlanted({ 'policy/thresholds.yaml': change(second('2020-06-01')) }));
    expect(changed.at('contactStalenessDays', '2020-05-31')).toBe(14);
    expect(changed.at('contactStalenessDays', '2020-06-01')).toBe(7);
    expect(changed.at('contactStalenessDays', new Date('2020-05-31T23:00:00Z'))).toBe(7);
  });

  it('are refused where two values hold on one day, where one is missing, and where nothing asks for one', () => {
    const file = 'policy/thresholds.yaml';
    expect(refusalOf({ [file]: change(second('2020-05-31')) }).fault).toContain(
      'two values on the same days',
    );
    const renamed = (text: string) => text.replace('name: breakGlassHours', 'name: glassHours');
    expect(refusalOf({ [file]: renamed }).fault).toBe('breakGlassHours is missing');
    const more = second('2020-06-01').replace('contactStalenessDays', 'somethingElse');
    expect(refusalOf({ [file]: (text) => text.concat(more) }).fault).toBe('nothing asks for somethingElse');
  });

  it('have no value on a day that none covers', () => {
    const ended = new Thresholds(loadPlanted({ 'policy/thresholds.yaml': change('') }));
    expect(() => ended.at('contactStalenessDays', '2020-06-01')).toThrow(RangeError);
  });
});

describe('suppressors', () => {
  const suppressors = new Suppressors(policy);
  const OF_THE_RULES = [
    ...['SUP_DA', 'SUP_SEX', 'SUP_MSHT', 'SUP_CHILD', 'SUP_CE', 'SUP_BEREAVED', 'SUP_SUSPECT', 'SUP_OPTOUT'],
    ...[
      'SUP_UNSAFE_CP',
      'SUP_SHARED',
      'SUP_BUSINESS',
      'SUP_LIVE',
      'SUP_RESTRICTED',
      'SUP_CUSTODY',
      'SUP_UNMAPPED',
    ],
    ...['SUP_NOT_AWARE', 'SUP_ORDER', 'SUP_CANCELLED', 'SUP_NOTE', 'SUP_STALE'],
  ];

  it('are described, each with a sentence', () => {
    for (const code of OF_THE_RULES)
      expect([code, suppressors.describe(code)?.sentence]).toEqual([
        code,
        expect.stringMatching(/^[A-Z].+\.$/),
      ]);
    expect(suppressors.describe('SUP_NOTHING')).toBeNull();
  });

  it('describe every reason that the safety gate gives, to the same effect', () => {
    const results = {
      'do-not-contact': 'DO_NOT_CONTACT',
      'human-only': 'HUMAN_ONLY',
      recheck: 'HUMAN_ONLY',
      'contact-point': 'BLOCKS_CONTACT_POINT',
      explains: 'EXPLAINS',
    };
    for (const code of SAFETY_REASON_CODES) {
      const effect = effectOf(code);
      const described = suppressors.describe(code);
      expect([code, described?.result, described?.passesByItself]).toEqual([
        code,
        results[effect],
        effect === 'recheck',
      ]);
    }
  });

  it('describe nothing that the gate does not know', () => {
    const known: readonly string[] = SAFETY_REASON_CODES;
    expect(
      suppressors
        .all()
        .map(({ code }) => code)
        .filter((code) => !known.includes(code)),
    ).toEqual([]);
  });
});
