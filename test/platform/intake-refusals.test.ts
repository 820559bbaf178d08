import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { IntakeApplication } from './intake-application.js';
import { ALEX, csv, SAM } from './intake-rows.js';

let intake: IntakeApplication;
beforeAll(async () => {
  intake = await IntakeApplication.open();
});
afterEach(() => intake.empty());
afterAll(() => intake.close());

async function whyOf(...rows: Parameters<typeof csv>) {
  const { receipt } = await intake.feed(csv(...rows));
  return receipt.reasons.map(({ disposition, code, field }) => `${disposition} ${code} ${field}`);
}

describe('a row that cannot be taken in as it stands', () => {
  it.each([
    [{ surname: '' }, 'rejected surname-or-organisationName-missing surname'],
    [{ forceIdentifier: ' ' }, 'rejected forceIdentifier-missing forceIdentifier'],
    [{ crimeReference: '' }, 'rejected crimeReference-missing crimeReference'],
    [{ victimOnCrimeId: '', personId: '' }, 'rejected victimOnCrimeId-or-personId-missing victimOnCrimeId'],
    [{ lastUpdatedDateTime: '' }, 'rejected lastUpdatedDateTime-missing lastUpdatedDateTime'],
    [
      { lastUpdatedDateTime: '2019-02-30T10:00:00' },
      'rejected lastUpdatedDateTime-unreadable lastUpdatedDateTime',
    ],
    [{ surname: 'Exa\0mple' }, 'rejected text-control-character surname'],
    [{ crimeReference: 'WM-1' }, 'quarantined crimeReference-malformed crimeReference'],
    [{ incidentReference: '12' }, 'quarantined incidentReference-malformed incidentReference'],
    [{ vulnerable: 'yes' }, 'quarantined flag-format vulnerable'],
    [{ dateOfDeath: '2019-02-30' }, 'quarantined day-not-in-calendar dateOfDeath'],
    [{ lossAmount: '-3' }, 'quarantined money-negative lossAmount'],
    [{ reportedDateTime: 'yesterday' }, 'quarantined instant-format reportedDateTime'],
  ])('says why, and stops no other: %j', async (change, why) => {
    expect(await whyOf({ ...ALEX, ...change }, SAM)).toEqual([why]);
    expect(await intake.number(`SELECT count(*) FROM referral`)).toBe(1);
  });

  it('rejects rows of the wrong length and bytes that are no text, and keeps quotes in their row', async () => {
    const good = csv(ALEX).trimEnd();
    const bad = csv({ ...SAM, street: 'Bad \u00e9 Street' }).split('\n')[1]!;
    const bytes = Buffer.concat([
      Buffer.from(`${good}\n`),
      Buffer.from(bad, 'latin1'),
      Buffer.from(
        `\n1,2,3\n${csv({ ...SAM, victimOnCrimeId: 'VOC-5' })
          .split('\n')[1]!
          .replace('Invented Street', 'The "Old" Street')}\n`,
      ),
      Buffer.from(`${csv(SAM).split('\n')[1]}\n`),
    ]);
    const { receipt, rowCount } = await intake.feed(bytes);
    expect(rowCount).toBe(5);
    expect(receipt.counts).toMatchObject({ created: 2, rejected: 3 });
    expect(receipt.reasons.map(({ code }) => code).sort()).toEqual([
      'column-count',
      'quote-misplaced',
      'text-encoding',
    ]);
  });

  it('sets two people under one key aside, and ids that contradict', async () => {
    await intake.feed(csv(ALEX, SAM));
    expect(
      await whyOf(
        { ...ALEX, personId: 'P-3', givenName: 'Robin', surname: 'Other', dateOfBirth: '1970-01-02' },
        {
          ...SAM,
          victimOnCrimeId: 'VOC-7',
          crimeReference: '22/10007/19',
          givenName: 'Kim',
          surname: 'Third',
          dateOfBirth: '1999-09-09',
        },
        { ...ALEX, personId: 'P-2' },
        { ...ALEX, crimeReference: '22/10077/19' },
      ),
    ).toEqual([
      'quarantined another-crime-under-this-key crimeReference',
      'quarantined another-person-under-this-key victimOnCrimeId',
      'quarantined person-id-belongs-to-another-person personId',
      'quarantined person-id-contradicts-name-and-birth personId',
    ]);
    expect(await intake.number(`SELECT count(*) FROM intake_row WHERE content_sealed IS NOT NULL`)).toBe(4);
  });
});
