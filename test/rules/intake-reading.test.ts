import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { ALEX, csv } from '../platform/intake-rows.js';
import { type AthenaRow, COLUMNS } from '../../src/demo/scenario/columns.js';
import { BlindIndex } from '../../src/platform/crypto/blind-index.js';
import { newKeyText, parseKey } from '../../src/platform/crypto/keyring.js';
import { CodeLists } from '../../src/reference-data/code-lists.js';
import { FeedMappings } from '../../src/reference-data/feed-mappings.js';
import type { FeedMapping } from '../../src/reference-data/feeds/feed-mapping.js';
import { configFolder } from '../../src/reference-data/policy/config-folder.js';
import { loadReferencePolicy } from '../../src/reference-data/policy/load-reference-policy.js';
import { DANGER_MARKERS } from '../../src/victims/contact-safety/danger-markers.js';
import { FileReading } from '../../src/intake/read-file.js';
import { RowReader } from '../../src/intake/read-row.js';
import { meaningOf, rejectLine } from '../../src/intake/rejects-file.js';

const policy = loadReferencePolicy(configFolder());
const athena = new FeedMappings(policy).get('athena')!;
const reader = new RowReader(
  new CodeLists(policy),
  new BlindIndex(parseKey('BLIND_INDEX_KEY', newKeyText())),
);
const NOW = new Date('2019-04-02T05:30:00Z');

function read(row: AthenaRow, mapping: FeedMapping = athena, isReleased = false) {
  return reader.read(
    mapping,
    new Map(COLUMNS.map((column) => [column, row[column]])),
    'feeder',
    NOW,
    isReleased,
  );
}

const recordOf = (change: Partial<AthenaRow>, mapping?: FeedMapping) =>
  read({ ...ALEX, ...change }, mapping).record!;

describe('a row becomes a record', () => {
  it('is known by its victim-on-crime id, else by force, crime and person', () => {
    expect(recordOf({}).sourceKey).toBe('voc:22:VOC-1');
    expect(recordOf({ victimOnCrimeId: '' }).sourceKey).toBe('fcp:22:22/10001/19:P-1');
    expect(recordOf({}).person.identifier).toEqual({ source: 'police:22', value: 'P-1' });
    expect(recordOf({ personId: '' }).person.identifier).toBeNull();
  });

  it('is the same content whatever its extract and its time of update', () => {
    const { contentSha256 } = recordOf({});
    expect(recordOf({ extractId: 'E-9', lastUpdatedDateTime: '2019-04-09T00:00:00' }).contentSha256).toBe(
      contentSha256,
    );
    expect(recordOf({ crimeStatus: 'Filed' }).contentSha256).not.toBe(contentSha256);
    expect(recordOf({ alias: 'New', crimeStatus: '' }).contentSha256).not.toBe(
      recordOf({ alias: '', crimeStatus: 'New' }).contentSha256,
    );
  });

  it('answers each marker with yes, no, blank, or never sent', () => {
    expect(recordOf({ vulnerable: 'true', hateCrime: 'false' }).markers).toMatchObject({
      vulnerable: 'yes',
      hateCrime: 'no',
      noContact: 'blank',
    });
    const poor = { ...athena, neverSends: ['noContact'] as const };
    expect(recordOf({}, poor).markers.noContact).toBe('never-sent');
    expect(Object.keys(recordOf({}).markers).sort()).toEqual([...DANGER_MARKERS].sort());
  });

  it('reads London time, and several values in a cell', () => {
    expect(recordOf({ reportedDateTime: '2019-04-01T09:00:00' }).incident.reportedAt).toEqual(
      new Date('2019-04-01T08:00:00Z'),
    );
    const { contactPoints } = recordOf({
      mobileTelephone: '07700 900123|07700 900124|07700900123',
      emailAddress: '',
    });
    expect(contactPoints.filter(({ kind }) => kind === 'mobile-phone')).toHaveLength(2);
  });

  it("makes a suspect's number meet the same number of a victim", () => {
    const record = recordOf({ suspectTelephones: '+447700900123', suspectPostcodes: 'wr11aa' });
    const mobile = record.contactPoints.find(({ kind }) => kind === 'mobile-phone')!;
    expect(record.suspectKeys).toEqual([
      { kind: 'phone', key: mobile.blindIndex },
      { kind: 'postcode', key: record.person.postcode },
    ]);
  });

  it.each([
    ['2019-02-30', 'day-not-in-calendar'],
    ['1900-01-01', 'birth-date-default'],
    ['2030-01-01', 'birth-date-in-future'],
    ['unknown', 'day-format'],
  ])('takes a date of birth %s as unknown', (dateOfBirth, birthDateDoubt) => {
    expect(recordOf({ dateOfBirth }).person).toMatchObject({ dateOfBirth: null, birthDateDoubt });
  });

  it('spaces out line breaks where none belong, and keeps them in notes', () => {
    const record = recordOf({ street: 'Invented\nStreet', safeContactNotes: 'Not\r\nafter six' });
    expect(record.contactPoints.find(({ kind }) => kind === 'post')!.value).toContain('Invented Street');
    expect(record.safeContactNote).toBe('Not\nafter six');
  });

  it('holds nothing of a released row, and makes nothing up for what cannot be', () => {
    const bad = {
      ...ALEX,
      crimeReference: 'WM-1',
      vulnerable: 'perhaps',
      lossAmount: 'lots',
      officerName: 'x'.repeat(500),
      victimSupport: 'maybe',
      victimAwareReported: '?',
    };
    expect(read(bad).fault).toMatchObject({ disposition: 'quarantined' });
    const { record } = read(bad, athena, true);
    expect(record).toMatchObject({
      incident: { crimeReference: 'WM-1', lossPence: null, officerName: 'x'.repeat(200) },
      markers: { vulnerable: 'blank' },
      victimSupport: null,
      unknownCodes: ['victimSupport', 'victimAwareReported'],
    });
  });
});

describe('a file is read in pieces', () => {
  it('comes out the same however its bytes are cut', async () => {
    const bytes = Buffer.from(
      csv({ ...ALEX, givenName: 'Zo\u00eb \u{1f600}', safeContactNotes: 'two\nlines' }, ALEX),
    );
    const rowsIn = async (size: number) => {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      const reading = new FileReading(Readable.from(pieces), athena);
      const rows = [];
      for await (const row of reading.rows()) rows.push(row);
      return { rows, sha256: reading.sha256, bytes: reading.byteCount };
    };
    const whole = await rowsIn(1_000_000);
    expect(whole.rows.map(({ number }) => number)).toEqual([0, 1, 2]);
    for (const size of [1, 2, 3, 7, 64]) expect(await rowsIn(size)).toEqual(whole);
  });
});

describe('the rejects file', () => {
  it('is safe to open in a spreadsheet', () => {
    expect(rejectLine({ row: 2, disposition: 'rejected', code: '=cmd()', field: '@x' })).toBe(
      `"2","rejected","'=cmd()","'@x","The value cannot be used."\r\n`,
    );
  });

  it('has words for every kind of reason', () => {
    expect(meaningOf('surname-missing')).not.toBe(meaningOf('crimeReference-malformed'));
  });
});
