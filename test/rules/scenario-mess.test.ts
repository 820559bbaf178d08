import { beforeAll, describe, expect, it } from '@jest/globals';
import { DANGER_MARKERS, type AthenaRow } from '../../src/demo/scenario/columns.js';
import { PLACEHOLDER_EMAILS, PLACEHOLDER_PHONES } from '../../src/demo/scenario/contact-book.js';
import { Scenario } from '../../src/demo/scenario/scenario.js';
import { nationalDigits, SecondOpinion } from '../support/scenario-reading.js';

const PERIOD = {
  seed: 7,
  from: '2019-04-01',
  to: '2019-08-16',
  athena: 8000,
  internal: 959,
  self: 159,
  other: 16,
};
/** Home Office classes from which an adult of no danger may be written to by a machine. */
const ALLOWED = /^(028|030|039|04[0-9]|149|056\/02)/;

let newest: AthenaRow[];

beforeAll(() => {
  const opinion = new SecondOpinion();
  for (const { athenaFile } of new Scenario(PERIOD).days()) opinion.file(athenaFile.csv);
  newest = [...opinion.referrals.values()].map(({ row }) => row);
}, 120_000);

describe('The mess in the invented files', () => {
  it.each(DANGER_MARKERS)('has somebody marked %s', (marker) => {
    expect(newest.some((row) => row[marker] === 'true')).toBe(true);
  });

  it('leaves most danger markers answered', () => {
    const answered = newest.filter((row) => DANGER_MARKERS.every((marker) => row[marker] !== ''));
    expect(answered.length / newest.length).toBeGreaterThan(0.85);
  });

  it('leaves between a fifth and two fifths of the referrals to a machine', () => {
    const share = newest.filter(canBeContactedByMachine(newest)).length / newest.length;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.4);
  });

  it('keeps the rare and grave rare', () => {
    const share = (holds: (row: AthenaRow) => boolean): number => newest.filter(holds).length / newest.length;
    expect(share((row) => row.modernSlavery === 'true')).toBeLessThan(0.005);
    expect(share((row) => row.childSexualExploitation === 'true')).toBeLessThan(0.01);
    expect(share((row) => row.restrictedRecord === 'true')).toBeLessThan(0.005);
    expect(share((row) => row.domesticAbuse === 'true')).toBeGreaterThan(0.08);
  });
});

describe('The invented people', () => {
  it('have telephones that nobody answers', () => {
    const invented =
      /^(7700900|71\d{8}$|1632960|11[3-8]4960|1[2-6]14960|1914980|2079460|2896496|2920180|3069990)/;
    const dialled = newest.flatMap((row) => [row.mobileTelephone, row.homeTelephone, row.workTelephone]);
    const real = dialled.filter((phone) => /\d{6}/.test(phone) && !PLACEHOLDER_PHONES.includes(phone));
    expect(real.filter((phone) => !invented.test(nationalDigits(phone)))).toEqual([]);
  });

  it('have email addresses in domains kept for examples', () => {
    const written = newest.map((row) => row.emailAddress).filter((email) => email !== '');
    const strange = written.filter(
      (email) => !/@(example\.(org|com|net)|westmercia\.police\.example)$/.test(email),
    );
    expect([...new Set(strange)].filter((email) => !PLACEHOLDER_EMAILS.includes(email))).toEqual([]);
  });

  it('live in well-formed postcodes of districts that nobody lives in', () => {
    const postcodes = newest.map((row) => row.postcode).filter((postcode) => postcode !== '');
    expect(
      postcodes.filter((postcode) => !/^(WR|DY|HR|TF|SY)8\d \d[ABD-HJLNP-UW-Z]{2}$/.test(postcode)),
    ).toEqual([]);
  });

  it('have names that fit the data standard', () => {
    const names = newest.flatMap((row) => [row.givenName, row.surname, row.middleName]);
    expect(names.filter((name) => name.length > 35 || name.includes('  '))).toEqual([]);
  });
});

function canBeContactedByMachine(rows: readonly AthenaRow[]): (row: AthenaRow) => boolean {
  const homesOf = new Map<string, Set<string>>();
  for (const row of rows)
    homesOf.set(row.emailAddress, (homesOf.get(row.emailAddress) ?? new Set()).add(row.postcode));
  const suspects = new Set(
    rows.flatMap((row) => [...row.suspectEmails.split('|'), ...row.suspectPostcodes.split('|')]),
  );
  const isSafe = (row: AthenaRow): boolean =>
    DANGER_MARKERS.every((marker) => row[marker] === 'false') &&
    ALLOWED.test(row.homeOfficeClassification) &&
    ['PTPR_0102', 'PTPR_0142'].includes(row.relationshipToSuspect) &&
    !['Cancelled', 'No crime', 'Awaiting district review'].includes(row.crimeStatus);
  const inDanger = new Set(
    rows.filter((row) => !isSafe(row) && row.personId !== '').map((row) => row.personId),
  );
  return (row) =>
    isSafe(row) &&
    !inDanger.has(row.personId) &&
    row.organisationName === '' &&
    row.dateOfDeath === '' &&
    row.dateOfBirth > '1908-01-01' &&
    row.dateOfBirth < '2001-04-01' &&
    row.victimSupport !== 'false' &&
    row.victimAwareReported !== 'false' &&
    row.safeContactNotes === '' &&
    /^[a-z.0-9]+@example\.(org|com|net)$/.test(row.emailAddress) &&
    !PLACEHOLDER_EMAILS.includes(row.emailAddress) &&
    homesOf.get(row.emailAddress)!.size === 1 &&
    !suspects.has(row.emailAddress) &&
    !suspects.has(row.postcode);
}
