import { describe, expect, it } from '@jest/globals';
import { type AgeBand, ageBandOn } from '../../src/agency-referrals/age-band.js';
import { faultOfConsent, type Giver, standingConsent } from '../../src/agency-referrals/consent-rule.js';
import { mayProtect } from '../../src/agency-referrals/lawful-bases.js';
import { AGENCY_REFERRAL_STATES, AGENCY_REFERRAL_TABLE } from '../../src/agency-referrals/referral-states.js';
import { mayBecome, unreachableStates } from '../../src/platform/state-table.js';
import { londonDayOf } from '../../src/platform/working-days/london-days.js';

const AGES = { own: 16, full: 18 };

describe('The age that bears on consent', () => {
  it.each<[string | null, string, AgeBand]>([
    ['2003-06-10', '2019-06-09', 'under-16'],
    ['2003-06-10', '2019-06-10', 'aged-16-or-17'],
    ['2001-06-10', '2019-06-09', 'aged-16-or-17'],
    ['2001-06-10', '2019-06-10', 'adult'],
    ['2004-02-29', '2020-02-28', 'under-16'],
    ['2004-02-29', '2020-02-29', 'aged-16-or-17'],
    ['2004-02-29', '2022-02-28', 'aged-16-or-17'],
    ['2004-02-29', '2022-03-01', 'adult'],
    ['1900-01-01', '2019-06-10', 'adult'],
    ['2019-06-10', '2019-06-10', 'under-16'],
    ['2019-06-11', '2019-06-10', 'unknown'],
    ['2001-02-30', '2019-06-10', 'unknown'],
    [null, '2019-06-10', 'unknown'],
  ])('of somebody born %s is on %s: %s', (birth, day, band) => {
    expect(ageBandOn(day, birth, AGES)).toBe(band);
  });

  it.each<[string, AgeBand]>([
    ['2019-06-09T22:59:59.999Z', 'aged-16-or-17'],
    ['2019-06-09T23:00:00.000Z', 'adult'],
    ['2019-06-10T22:59:59.999Z', 'adult'],
  ])('changes with midnight in London: at %s it is %s', (at, band) => {
    expect(ageBandOn(londonDayOf(new Date(at)), '2001-06-10', AGES)).toBe(band);
  });

  it.each<[string, AgeBand]>([
    ['2019-12-24T23:59:59.999Z', 'under-16'],
    ['2019-12-25T00:00:00.000Z', 'aged-16-or-17'],
  ])('changes on the 16th birthday, in winter: at %s it is %s', (at, band) => {
    expect(ageBandOn(londonDayOf(new Date(at)), '2003-12-25', AGES)).toBe(band);
  });
});

describe('A yes to telling an agency', () => {
  const yes = (givenBy: Giver, isGillickCompetent: boolean | null = null) =>
    ({ isGiven: true, givenBy, isGillickCompetent }) as const;

  it.each<[AgeBand, Giver, boolean | null, string | null]>([
    ['adult', 'self', null, null],
    ['adult', 'parental-responsibility', null, 'consent-not-the-adults-own'],
    ['adult', 'local-authority', null, 'consent-not-the-adults-own'],
    ['organisation', 'self', null, null],
    ['organisation', 'parental-responsibility', null, 'consent-not-the-adults-own'],
    ['aged-16-or-17', 'self', null, null],
    ['aged-16-or-17', 'self', false, null],
    ['aged-16-or-17', 'parental-responsibility', null, 'consent-not-the-young-persons-own'],
    ['aged-16-or-17', 'parental-responsibility', true, 'consent-not-the-young-persons-own'],
    ['aged-16-or-17', 'parental-responsibility', false, null],
    ['aged-16-or-17', 'local-authority', null, 'consent-not-the-young-persons-own'],
    ['aged-16-or-17', 'local-authority', false, null],
    ['under-16', 'self', null, 'consent-not-asked-of-child'],
    ['under-16', 'self', false, 'consent-not-asked-of-child'],
    ['under-16', 'self', true, null],
    ['under-16', 'parental-responsibility', null, null],
    ['under-16', 'local-authority', null, null],
    ['unknown', 'self', null, 'age-unknown'],
    ['unknown', 'self', false, 'age-unknown'],
    ['unknown', 'self', true, null],
    ['unknown', 'parental-responsibility', null, null],
    ['unknown', 'local-authority', null, null],
  ])('of %s by %s, Gillick competent %s: %s', (age, givenBy, isCompetent, fault) => {
    expect(faultOfConsent(age, yes(givenBy, isCompetent))).toBe(fault);
  });

  it.each<AgeBand>(['adult', 'aged-16-or-17', 'under-16', 'unknown', 'organisation'])(
    'needs no rule where it is their own no: %s',
    (age) => {
      expect(faultOfConsent(age, { ...yes('self'), isGiven: false })).toBeNull();
    },
  );

  it('needs no finding where it is a parent’s no of somebody of 16 or 17, which tells nobody', () => {
    const no = { ...yes('parental-responsibility'), isGiven: false };
    expect(faultOfConsent('aged-16-or-17', no)).toBeNull();
  });
});

/** Answers as one line tells them, oldest first: whose, what, and of a child whether they were found competent. */
function heard(line: string, ageBand: AgeBand) {
  const givers = { own: 'self', parent: 'parental-responsibility', authority: 'local-authority' } as const;
  const answers = line.split(', ').map((said, index) => {
    const [who = 'own', what = '', competent = ''] = said.split(' ');
    return {
      ...{ id: index, givenBy: givers[who as keyof typeof givers] },
      ...{ isGiven: what !== 'no', withdrawnAt: what === 'withdrawn' ? new Date(0) : null },
      isGillickCompetent: { competent: true, incompetent: false }[competent] ?? null,
      ageBand,
    };
  });
  return answers.reverse();
}

describe('What was answered about an agency, taken together', () => {
  const [NO, NOT_OWN, CHILD, UNKNOWN] = [
    ...['answered-no', 'consent-not-the-adults-own', 'consent-not-asked-of-child', 'age-unknown'],
  ];
  const NOT_YOUNG = 'consent-not-the-young-persons-own';
  it.each<[AgeBand, string, number | string | undefined]>([
    ['adult', 'own yes', 0],
    ['adult', 'own yes, own no', NO],
    ['adult', 'own no, own yes', 1],
    ['adult', 'own withdrawn', NO],
    ['adult', 'parent yes', NOT_OWN],
    ['adult', 'own no, parent yes', NO],
    ['adult', 'own yes, parent yes', 0],
    ['organisation', 'own yes', 0],
    ['organisation', 'own no', NO],
    ['aged-16-or-17', 'own yes', 0],
    ['aged-16-or-17', 'parent yes', NOT_YOUNG],
    ['aged-16-or-17', 'parent yes competent', NOT_YOUNG],
    ['aged-16-or-17', 'authority yes', NOT_YOUNG],
    ['aged-16-or-17', 'parent yes incompetent', 0],
    ['aged-16-or-17', 'authority yes incompetent', 0],
    ['aged-16-or-17', 'own no, parent yes incompetent', NO],
    ['aged-16-or-17', 'authority no, parent yes incompetent', NO],
    ['aged-16-or-17', 'own no, parent yes', NO],
    ['aged-16-or-17', 'parent yes, own no', NO],
    ['aged-16-or-17', 'own no, authority yes, parent yes', NO],
    ['aged-16-or-17', 'own no incompetent, parent yes', NO],
    ['aged-16-or-17', 'own withdrawn, parent yes', NO],
    ['aged-16-or-17', 'own no, parent yes, own yes', 2],
    ['aged-16-or-17', 'own yes, parent no', 0],
    ['aged-16-or-17', 'parent no', NO],
    ['under-16', 'own yes', CHILD],
    ['under-16', 'own yes competent', 0],
    ['under-16', 'parent yes', 0],
    ['under-16', 'own no competent, parent yes', NO],
    ['under-16', 'own no competent, authority yes', NO],
    ['under-16', 'own yes competent, own no, parent yes', NO],
    ['under-16', 'own no competent, own no incompetent, parent yes', 2],
    ['under-16', 'own withdrawn competent, parent yes', NO],
    ['under-16', 'own no, parent yes', 1],
    ['under-16', 'own no incompetent, parent yes', 1],
    ['under-16', 'parent yes, own no', NO],
    ['under-16', 'parent no', NO],
    ['under-16', 'authority no, parent yes', NO],
    ['under-16', 'parent yes, authority no', NO],
    ['under-16', 'authority withdrawn, parent yes', NO],
    ['under-16', 'authority no, authority yes, parent yes', 2],
    ['under-16', 'authority no, own yes competent', 1],
    ['under-16', 'authority no, own yes incompetent, parent yes', NO],
    ['under-16', 'authority yes, parent yes', 1],
    ['under-16', 'authority yes, parent no', NO],
    ['under-16', 'parent no, authority yes', 1],
    ['unknown', 'authority no, parent yes', NO],
    ['unknown', 'own yes', UNKNOWN],
    ['unknown', 'own yes competent', 0],
    ['unknown', 'parent yes', 0],
    ['unknown', 'own no, parent yes', NO],
    ['unknown', 'own no incompetent, parent yes', NO],
    ['unknown', 'own yes competent, own withdrawn, parent yes', NO],
  ])('of %s, %s: %s', (age, line, expected) => {
    const { answer, refusal } = standingConsent(age, heard(line, age));
    expect(answer?.id ?? refusal).toBe(expected);
    expect(answer === null).toBe(refusal !== null);
  });

  it('takes no finding about a child for one about somebody of 16', () => {
    const answers = heard('parent yes incompetent', 'under-16');
    expect(standingConsent('aged-16-or-17', answers).refusal).toBe('consent-not-the-young-persons-own');
  });

  it.each<AgeBand>(['adult', 'aged-16-or-17', 'under-16', 'unknown', 'organisation'])(
    'is nothing where nobody was asked: %s',
    (age) => {
      expect(standingConsent(age, [])).toEqual({ answer: null, refusal: 'nobody-asked' });
    },
  );
});

describe('Safeguarding without consent', () => {
  it.each<[AgeBand, boolean, boolean]>([
    ['adult', false, true],
    ['aged-16-or-17', true, false],
    ['under-16', true, false],
    ['unknown', true, true],
    ['organisation', false, false],
  ])('of %s: as a child %s, as an adult at risk %s', (age, asChild, asAdult) => {
    expect([mayProtect('under-18', age), mayProtect('adult-at-risk', age)]).toEqual([asChild, asAdult]);
  });
});

describe('The states of a referral to an agency', () => {
  it('can all be reached', () => {
    expect(Object.keys(AGENCY_REFERRAL_TABLE)).toEqual([...AGENCY_REFERRAL_STATES]);
    expect(unreachableStates(AGENCY_REFERRAL_TABLE, 'sent')).toEqual([]);
  });

  it('end, and nothing comes back from an end', () => {
    for (const to of AGENCY_REFERRAL_STATES)
      expect([
        mayBecome(AGENCY_REFERRAL_TABLE, 'declined', to),
        mayBecome(AGENCY_REFERRAL_TABLE, 'closed', to),
      ]).toEqual([false, false]);
    expect(mayBecome(AGENCY_REFERRAL_TABLE, 'accepted', 'declined')).toBe(false);
  });
});
