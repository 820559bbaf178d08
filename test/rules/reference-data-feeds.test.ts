import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FeedMappings } from '../../src/reference-data/feed-mappings.js';
import { FEED_FIELD_NAMES, fieldsOf } from '../../src/reference-data/feeds/feed-fields.js';
import { configFolder } from '../../src/reference-data/policy/config-folder.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import { DANGER_MARKERS } from '../../src/victims/contact-safety/danger-markers.js';
import { loadPlanted, refusalOf } from '../support/planted-policy.js';

const FILE = 'feeds/athena.yaml';
const athena = new FeedMappings(currentPolicy()).get('athena')!;
const refused = (from: string, to: string) => refusalOf({ [FILE]: (text) => text.replace(from, to) });

/** A layout as another system might send it: other headings, codes, separators and days, and no marker of debt to ours. */
function renamedLayout(): string {
  const text = readFileSync(join(configFolder(), FILE), 'utf8');
  const [, columns = ''] = text.split('\ncolumns:\n');
  const renamed = columns
    .replace('gender: gender', 'gender: SEX')
    .replace('relationshipToSuspect: relationshipToSuspect', 'relationshipToSuspect: REL')
    .replace('dateOfBirth: dateOfBirth', 'dateOfBirth: DOB')
    .replace(/^ {2}welfareRisk: .*\n/m, '');
  return text
    .split('\ncolumns:\n')[0]!
    .replace('feed: athena', 'feed: county-extract')
    .replace('encoding: utf-8', 'encoding: windows-1252')
    .replace("delimiter: ','", "delimiter: ';'")
    .replace('dayFormat: iso', 'dayFormat: dd/MM/yyyy')
    .replace("yes: ['true']", 'yes: [Y, Yes]')
    .replace("no: ['false']", 'no: [N, No]')
    .replace(
      'values: {}',
      'values: { gender: { F: GNDR_0001, M: GNDR_0003 }, victimSupport: { Refused: no } }',
    )
    .replace('neverSends: []', 'neverSends: [welfareRisk]')
    .replace('blankMeans: {}', 'blankMeans: { relationshipToSuspect: PTPR_0102 }')
    .replace('{ Refused: no }', "{ Refused: 'no' }")
    .concat('\ncolumns:\n', renamed);
}

describe('the Athena mapping', () => {
  it('has a column for every field of the published layout', () => {
    expect(Object.keys(athena.columns)).toEqual(FEED_FIELD_NAMES);
    expect(FEED_FIELD_NAMES).toHaveLength(77);
    expect(FEED_FIELD_NAMES.filter((field) => athena.columns[field] !== field)).toEqual([]);
    expect(athena).toMatchObject({
      encoding: 'utf-8',
      delimiter: ',',
      listSeparator: '|',
      timeZone: 'Europe/London',
    });
  });

  it('needs what the layout needs', () => {
    expect(athena.required).toEqual(['forceIdentifier', 'crimeReference', 'lastUpdatedDateTime']);
    expect(athena.requiredOneOf).toEqual([
      ['victimOnCrimeId', 'personId'],
      ['surname', 'organisationName'],
    ]);
  });

  it('never takes silence for an answer', () => {
    expect(athena.neverSends).toEqual([]);
    expect(athena.blankMeans).toEqual({});
    const named: readonly string[] = FEED_FIELD_NAMES;
    expect(DANGER_MARKERS.filter((marker) => !named.includes(marker))).toEqual([]);
  });

  it('knows a crime reference and an incident reference', () => {
    const crime = new RegExp(athena.patterns.crimeReference!, 'u');
    const incident = new RegExp(athena.patterns.incidentReference!, 'u');
    expect(['22/20879/23', '22/1/19'].every((text) => crime.test(text))).toBe(true);
    expect(['22/20879/2023', '22-20879-23', '22/20879/23 '].some((text) => crime.test(text))).toBe(false);
    expect(incident.test('00276_I_02032023')).toBe(true);
  });

  it('is found by its name alone', () => {
    const mappings = new FeedMappings(currentPolicy());
    expect(mappings.names()).toEqual(['athena', 'justice-events']);
    expect(mappings.get('Athena')).toBeNull();
  });
});

describe('the mapping of justice events', () => {
  const events = currentPolicy().feeds.find(({ feed }) => feed === 'justice-events')!;

  it('has a column for every field, with a question for every code of quality', () => {
    expect(Object.keys(events.columns)).toEqual(fieldsOf({ rows: 'justice-events' }));
    const questions = currentPolicy().codesOf('justice-event-quality');
    expect(fieldsOf(events)).toEqual(expect.arrayContaining(questions.map(({ code }) => code)));
  });

  it('takes files of the watched folder by their names', () => {
    const mappings = new FeedMappings(currentPolicy());
    expect(mappings.ofInboxFile('justice-events-2026-01-05.csv')).toBe('justice-events');
    expect(mappings.ofInboxFile('athena-2026-01-05.csv')).toBeNull();
  });

  it('is refused with a pathway, and one of referrals without', () => {
    const file = 'feeds/justice-events.yaml';
    const withPathway = refusalOf({ [file]: (text) => text.replace('layout:', 'pathway: athena\nlayout:') });
    expect(withPathway).toMatchObject({ file, path: '/pathway' });
    const without = refusalOf({ 'feeds/athena.yaml': (text) => text.replace('pathway: athena\n', '') });
    expect(without).toMatchObject({ file: 'feeds/athena.yaml', path: '/pathway' });
    const strange = refusalOf({
      [file]: (text) => text.replace('columns:\n', 'columns:\n  surname: surname\n'),
    });
    expect(strange).toMatchObject({ file, path: '/columns/surname' });
  });
});

describe('any other extract', () => {
  it('is mapped by a file alone', () => {
    const mappings = new FeedMappings(loadPlanted({ 'feeds/county-extract.yaml': renamedLayout() }));
    expect(mappings.names()).toEqual(['athena', 'county-extract', 'justice-events']);
    expect(mappings.get('county-extract')).toMatchObject({
      encoding: 'windows-1252',
      delimiter: ';',
      dayFormat: 'dd/MM/yyyy',
      yes: ['Y', 'Yes'],
      values: { gender: { F: 'GNDR_0001', M: 'GNDR_0003' }, victimSupport: { Refused: 'no' } },
      neverSends: ['welfareRisk'],
      blankMeans: { relationshipToSuspect: 'PTPR_0102' },
    });
    expect(mappings.get('county-extract')?.columns).toMatchObject({ gender: 'SEX', dateOfBirth: 'DOB' });
  });
});

describe('a mapping is refused', () => {
  it('where a field of ours has neither a column nor a word that it is never sent', () => {
    expect(refused('  noContact: noContact\n', '').fault).toContain(
      'noContact has no column and is not said',
    );
    expect(refused('neverSends: []', 'neverSends: [noContact]').fault).toContain(
      'noContact has a column too',
    );
    expect(refused('neverSends: []', 'neverSends: [danger]').fault).toContain('danger is no field of ours');
  });

  it('where it names what is no field of ours', () => {
    expect(refused('  noContact: noContact', '  noCall: noContact')).toMatchObject({
      path: '/columns/noCall',
    });
    expect(refused('values: {}', 'values: { sex: { F: GNDR_0001 } }').path).toBe('/values/sex');
  });

  it('where two fields share a heading', () => {
    expect(refused('surname: surname', 'surname: GivenName ').fault).toBe('has the heading of givenName');
  });

  it('where a blank would answer a danger marker, a consent or a day', () => {
    for (const blank of [
      'noContact: no',
      'victimSupport: yes',
      "dateOfBirth: '1990-01-01'",
      'disability: DCRY_0005',
    ]) {
      expect(refused('blankMeans: {}', `blankMeans: { ${blank} }`).fault).toMatch(/^a blank means nothing/);
    }
    expect(refused('blankMeans: {}', 'blankMeans: { relationshipToSuspect: PTPR_9999 }').fault).toContain(
      'is no code',
    );
  });

  it('where a value becomes something that we do not have', () => {
    expect(refused('values: {}', 'values: { gender: { F: Female } }').fault).toBe(
      'Female is no value of gender',
    );
    expect(refused('values: {}', 'values: { noContact: { X: maybe } }').fault).toBe(
      'maybe is no value of noContact',
    );
    expect(refused('gender: genders', 'gender: sexes').fault).toBe('there is no code list sexes');
    expect(refused('  gender: genders\n', '').fault).toBe('gender needs a code list');
    expect(refused('codeLists:', 'codeLists:\n  surname: genders').fault).toBe('holds no codes');
  });

  it('where a needed field has no column, or a pattern is none', () => {
    expect(refused('required: [forceIdentifier,', 'required: [force,').fault).toBe('force has no column');
    expect(refused('crimeReference: ^', 'crimeReference: (^').fault).toBe('is no regular expression');
  });
});
