import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { preferredChannels } from '../../src/victims/contact-safety/referral-facts.js';
import { ReferralReceiver } from '../../src/intake/receive-referral.js';
import { FEEDER, IntakeApplication } from './intake-application.js';
import { ALEX, csv } from './intake-rows.js';

const LATER = '2019-04-01T19:00:00';
const LATEST = '2019-04-01T20:00:00';

let intake: IntakeApplication;
beforeAll(async () => {
  intake = await IntakeApplication.open();
});
afterEach(() => intake.empty());
afterAll(() => intake.close());

async function feedEach(...rows: (typeof ALEX)[]): Promise<void> {
  for (const row of rows) await intake.feed(csv(row));
}

async function answers() {
  const [row] = await intake.rows(
    `SELECT victim_support, victim_aware, custody_address, unknown_codes, contact_preferences FROM referral`,
  );
  return row!;
}

const AGAINST = {
  ...ALEX,
  victimSupport: 'false',
  victimAwareReported: 'false',
  buildingName: 'HMP Invented',
  gender: 'made-up',
  contactPreference: 'CPNC_0003',
};
const SILENT = {
  ...ALEX,
  victimSupport: '',
  buildingNumber: '',
  street: '',
  cityOrTown: '',
  postcode: '',
  gender: '',
  lastUpdatedDateTime: LATER,
};
const HELD = { victim_support: false, victim_aware: false, custody_address: true };

describe('I11: what speaks against contact', () => {
  it('is not taken back by a blank of a later version', async () => {
    await feedEach(AGAINST, SILENT);
    const unread = { unknown_codes: ['gender'], contact_preferences: ['CPNC_0003'] };
    expect(await answers()).toEqual({ ...HELD, ...unread });
  });

  it('is taken back by what a later version states', async () => {
    const known = {
      ...ALEX,
      gender: 'GEND_0001',
      contactPreference: 'CPNC_0001',
      victimAwareReported: 'true',
    };
    await feedEach(AGAINST, { ...known, lastUpdatedDateTime: LATER });
    expect(await answers()).toMatchObject({
      victim_support: true,
      victim_aware: true,
      custody_address: false,
      contact_preferences: ['CPNC_0001'],
    });
  });

  it('is heeded where an older version brings it and the newest was silent', async () => {
    await feedEach(SILENT, AGAINST);
    expect(await answers()).toMatchObject({ ...HELD, contact_preferences: ['CPNC_0003'] });
    expect(await intake.number(`SELECT safety_version FROM person`)).toBe(2);
    await feedEach(AGAINST);
    expect(await intake.number(`SELECT safety_version FROM person`)).toBe(2);
    await intake.empty();
    await feedEach({ ...ALEX, lastUpdatedDateTime: LATER }, AGAINST);
    expect(await answers()).toMatchObject({ victim_support: true, custody_address: false });
  });

  it('is heeded though an even older version had said otherwise', async () => {
    await feedEach(
      ALEX,
      { ...SILENT, lastUpdatedDateTime: LATEST },
      { ...AGAINST, lastUpdatedDateTime: LATER },
    );
    expect(await answers()).toMatchObject(HELD);
  });
});

describe("I4: a suspect's means of contact", () => {
  it('are noted as unknown where they cannot be read, and as read where they can', async () => {
    await feedEach({ ...ALEX, suspectTelephones: 'call Kim', suspectPostcodes: 'somewhere' });
    expect(await answers()).toMatchObject({ unknown_codes: ['suspectTelephones', 'suspectPostcodes'] });
    const read = '07700 900123 (mobile), 07700 900124; 07700 900125';
    await feedEach({ ...ALEX, suspectTelephones: read, lastUpdatedDateTime: LATER });
    expect(await answers()).toMatchObject({ unknown_codes: ['suspectPostcodes'] });
    expect(await intake.number(`SELECT count(*) FROM suspect_key`)).toBe(3);
  });
});

describe('I4: a preference for another way than email', () => {
  it.each([
    ['CPNC_0002', ['phone']],
    ['CPNC_0003|CPNC_0001', ['letter', 'email']],
    ['', []],
  ])('stands in the order of channels: %s', async (contactPreference, channelOrder) => {
    await feedEach({ ...ALEX, contactPreference });
    const held = await intake.rows<{ contactPreferences: string[] }>(
      'SELECT contact_preferences AS "contactPreferences" FROM referral',
    );
    expect(preferredChannels(held)).toEqual(channelOrder);
  });

  it('that leaves email out stands before one that names it', () => {
    const stated = [['CPNC_0001'], [], ['CPNC_0002'], ['made-up']];
    const channels = preferredChannels(stated.map((contactPreferences) => ({ contactPreferences })));
    expect(channels).toEqual(['phone', 'unknown']);
  });
});

describe('I11: rows of several referrals to one person and crime', () => {
  const WITNESS = { ...ALEX, victimOnCrimeId: 'VOC-8' };
  const NEWER = { ...ALEX, lastUpdatedDateTime: LATEST };
  const OLDER = { ...WITNESS, lastUpdatedDateTime: LATER };

  const birth = async () =>
    (await intake.rows(`SELECT date_of_birth::text AS day, birth_date_doubt AS doubt FROM person`))[0];

  it('an older one fills blanks and overwrites nothing', async () => {
    const cancelled = { ...NEWER, crimeStatus: 'Cancelled', crimeOutcome: '', alias: '', surname: 'New' };
    const older = { ...OLDER, crimeStatus: 'New', officerName: 'Invented Officer', alias: 'Lex' };
    await feedEach(cancelled, older);
    expect(await intake.rows(`SELECT crime_status, officer_name FROM incident`)).toEqual([
      { crime_status: 'Cancelled', officer_name: 'Invented Officer' },
    ]);
    expect(await intake.rows(`SELECT surname, alias FROM person`)).toEqual([
      { surname: 'New', alias: 'Lex' },
    ]);
    await intake.empty();
    await intake.feed(csv(cancelled, older));
    expect(await intake.rows(`SELECT crime_status, officer_name FROM incident`)).toEqual([
      { crime_status: 'Cancelled', officer_name: 'Invented Officer' },
    ]);
    expect(await intake.rows(`SELECT surname, alias FROM person`)).toEqual([
      { surname: 'New', alias: 'Lex' },
    ]);
  });

  it('a newer one sets what it states', async () => {
    await feedEach(OLDER, { ...NEWER, crimeStatus: 'Cancelled' });
    expect(await intake.rows(`SELECT crime_status FROM incident`)).toEqual([{ crime_status: 'Cancelled' }]);
  });

  it.each([
    ['older', '2019-04-01T17:00:00'],
    ['newer', LATER],
  ])(
    'leave the age unknown where a birth date of an %s one disagrees, for good',
    async (_, lastUpdatedDateTime) => {
      await feedEach(ALEX, { ...WITNESS, dateOfBirth: '1975-03-14', lastUpdatedDateTime });
      expect(await birth()).toEqual({ day: null, doubt: 'birth-dates-disagree' });
      await feedEach({ ...NEWER, crimeStatus: 'Filed' });
      expect(await birth()).toEqual({ day: null, doubt: 'birth-dates-disagree' });
    },
  );

  it('a source corrects the birth date that it gave', async () => {
    await feedEach(ALEX, { ...NEWER, dateOfBirth: '2010-03-14' });
    expect(await birth()).toEqual({ day: '2010-03-14', doubt: null });
  });

  it('a single referral overwrites nothing that an extract said, nor makes the next extract older', async () => {
    await feedEach(ALEX);
    await intake.get(ReferralReceiver).receive(FEEDER, {
      pathway: 'internal',
      role: 'victim',
      person: { kind: 'individual', givenName: 'Alex', surname: 'Example', personId: 'P-1' },
      incident: { forceIdentifier: '22', crimeReference: ALEX.crimeReference, offenceTitle: 'Another' },
    });
    expect(await intake.rows(`SELECT offence_title FROM incident`)).toEqual([
      { offence_title: ALEX.offenceTitle },
    ]);
    await feedEach({ ...NEWER, crimeStatus: 'Cancelled' });
    expect(await intake.rows(`SELECT crime_status FROM incident`)).toEqual([{ crime_status: 'Cancelled' }]);
  });
});
