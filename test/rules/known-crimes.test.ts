import { describe, expect, it } from '@jest/globals';
import type { HeldChildhood } from '../../src/entitlements/victims/held-childhood.js';
import { knownCrime } from '../../src/entitlements/victims/known-crimes.js';
import type { CrimeRow, OffencesSeen } from '../../src/entitlements/victims/victim-rows.js';
import type { OffenceCodes, OffenceRule, OffenceRules } from '../../src/reference-data/offence-rules.js';

const day = (of: string) => `2019-${of}T00:00:00.000Z`;
const [REPORTED, FIRST, SECOND, THIRD] = [day('04-01'), day('05-01'), day('06-01'), day('07-01')];

const codes = (homeOfficeClass: string | null, nfibCode: string | null = null): OffencesSeen => ({
  ...{ offenceCode: null, homeOfficeClass, nfibCode },
});

/** Calls each offence by its codes. */
const offences = {
  ruleFor: ({ homeOfficeClassification, nfibCode }: OffenceCodes) => {
    const category = [homeOfficeClassification, nfibCode].filter(Boolean).join('+');
    return { category, matchedBy: [{ category }], cohorts: [] } as unknown as OffenceRule;
  },
  cohortsOf: () => [],
} as unknown as OffenceRules;

const NO_CHILD: HeldChildhood = { wasChildAt: () => false, basesOf: () => [] };

/** From when on each offence of the crime was known. */
function knownFrom(row: Partial<CrimeRow>): [string, string][] {
  const crime = {
    ...{ caseId: 'case', referralId: 'referral', partyId: 'party', occurredAt: null },
    ...{ reportedAt: new Date(REPORTED), firstAcceptedAt: new Date(REPORTED) },
    ...{ offencesWrittenAt: null, offencesChangedAt: [], crimeNamings: null, crimeChangedAt: null },
    ...{ markers: {}, raisedAtVersion: {}, lifts: [], versionTimes: {} },
    ...row,
  } as unknown as CrimeRow;
  const victim = { dateOfBirth: null, childhood: NO_CHILD };
  const known = knownCrime(crime, victim, { offences, adultAge: 18, now: new Date(day('08-01')) });
  return known.offences.map(({ category, knownAt }) => [category, new Date(knownAt).toISOString()]);
}

describe('an offence is known', () => {
  const three = { offences: [codes('A'), codes('B'), codes('C')], recorded: codes('C') };

  it('from the version on that named it, also where another returned to an earlier one', () => {
    const offencesChangedAt = [FIRST, SECOND, THIRD];
    const offencesWrittenAt = [day('04-02'), FIRST, THIRD];
    expect(knownFrom({ ...three, offencesWrittenAt, offencesChangedAt })).toEqual([
      ['A', REPORTED],
      ['B', FIRST],
      ['C', THIRD],
    ]);
  });

  it('by the order in which versions were written, whichever came first', () => {
    const offencesWrittenAt = [SECOND, day('04-02'), THIRD];
    expect(knownFrom({ ...three, offencesWrittenAt })).toEqual([
      ['A', SECOND],
      ['B', REPORTED],
      ['C', THIRD],
    ]);
  });

  it('by the changes of its referral where no time was kept with it, and from the report where they are fewer', () => {
    const later = { offencesWrittenAt: [null, null, THIRD] };
    expect(knownFrom({ ...three, ...later, offencesChangedAt: [FIRST, THIRD] })[1]).toEqual(['B', FIRST]);
    expect(knownFrom({ ...three, offencesChangedAt: [FIRST] }).map(([, at]) => at)).toEqual([
      ...[REPORTED, REPORTED, REPORTED],
    ]);
  });

  it('from when another’s referral recoded the crime', () => {
    const row = { offences: [codes('A')], recorded: codes('B') };
    const crimeNamings = [
      { codes: codes('A'), at: day('04-02') },
      { codes: codes('A'), at: day('04-03') },
      { codes: codes('B'), at: SECOND },
    ];
    expect(knownFrom({ ...row, crimeNamings, crimeChangedAt: SECOND })[1]).toEqual(['B', SECOND]);
    expect(knownFrom({ ...row, crimeNamings: crimeNamings.slice(0, 2), crimeChangedAt: THIRD })[1]).toEqual([
      ...['B', THIRD],
    ]);
  });

  it('from the version on that left a code blank beside a new one, since a blank wipes nothing', () => {
    const [named, partly] = [codes('A', 'N'), codes('B')];
    const row = { offences: [named, partly], recorded: codes('B', 'N'), offencesChangedAt: [FIRST] };
    const crimeNamings = [
      { codes: named, at: day('04-02') },
      { codes: partly, at: FIRST },
    ];
    expect(knownFrom({ ...row, crimeNamings, crimeChangedAt: FIRST })).toEqual([
      ['A+N', REPORTED],
      ['B', FIRST],
      ['B+N', FIRST],
    ]);
  });

  it('from the report where nothing tells when it was recorded, or the first version did', () => {
    const row = { offences: [codes('A')], recorded: codes('B') };
    expect(knownFrom(row)[1]).toEqual(['B', REPORTED]);
    const crimeNamings = [{ codes: codes('B'), at: FIRST }];
    expect(knownFrom({ ...row, crimeNamings, crimeChangedAt: SECOND })[1]).toEqual(['B', REPORTED]);
  });
});
