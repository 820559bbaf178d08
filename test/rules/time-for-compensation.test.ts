import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../../src/entitlements/clocks/clock.js';
import { statesOf } from '../../src/entitlements/clocks/clock-states.js';
import { evaluateClocks } from '../../src/entitlements/clocks/evaluate-clocks.js';
import type { Fact } from '../../src/entitlements/clocks/fact.js';
import { currentCodeBook } from '../../src/entitlements/code/current-code-book.js';
import { englandAndWalesHolidays } from '../../src/platform/working-days/england-and-wales-holidays.js';
import { WorkingDays } from '../../src/platform/working-days/working-days.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';

const book = currentCodeBook(currentPolicy());
const holidays = englandAndWalesHolidays(2015, 2030).map(({ on }) => on);
const calendar = new WorkingDays(new Set(holidays), '2030-12-31');
const LATER = new Date('2027-01-01T00:00:00Z');

interface Victim {
  offence: string | null;
  reported: string;
  born?: string | null;
}

function fact(kind: string, on: string, source = 'police'): Fact {
  const at = new Date(`${on}T11:00:00Z`);
  return {
    ...{ eventId: `${kind}-${on}`, referralId: null, kind, suspectKey: null, outcome: null, occurredAt: at },
    ...{ recordedAt: at, receivedAt: null, source, answersEventId: null, answersKind: null },
    ...{ answersRule: null, channel: null, quality: null },
  };
}

function timeOf(
  group: string,
  { offence, reported, born = null }: Victim,
  ...more: Fact[]
): Clock | undefined {
  const victim = {
    ...{ partyId: 'party', groups: ['everyone', 'person', group], bornOn: born },
    offenceAt: offence === null ? null : new Date(`${offence}T21:00:00Z`),
    statuses: [{ from: -Infinity, until: Infinity, status: 'not-assessed' as const, bases: [] }],
    facts: [fact('crime.reported', reported), ...more],
  };
  return evaluateClocks(victim, { book, calendar, feeds: [] }, LATER).find(({ limitCode }) =>
    limitCode.startsWith('apply'),
  );
}

describe('the time to apply for compensation of a criminal injury', () => {
  it.each([
    ['two years from the crime, not from its report', '2021-06-10', '2021-09-01', '2023-06-10'],
    [
      'of a crime on a leap day, two years to the end of that February',
      '2024-02-29',
      '2024-03-01',
      '2026-02-28',
    ],
    ['over long ago where the crime is old', '1995-03-01', '2021-09-01', '1997-03-01'],
  ])('is %s', (_, offence, reported, due) => {
    expect(timeOf('injured-adult', { offence, reported })).toMatchObject({
      ...{ ruleId: '20-5', limitCode: 'apply', startedOn: offence, isStartKnown: true, dueOn: due },
    });
  });

  it('runs from the report where the day of the crime is not known, and says so', () => {
    const unknown = timeOf('injured-adult', { offence: null, reported: '2019-06-03' });
    expect(unknown).toMatchObject({
      ...{ ruleId: '15-CICA', startedOn: '2019-06-03', isStartKnown: false, dueOn: '2021-06-03' },
    });
  });

  it.each([
    ['reported as a child: the 20th birthday', '2021-06-10', '2021-06-12', '2010-05-04', '2030-05-04'],
    [
      'reported on the eve of the 18th birthday: the 20th',
      '2021-06-10',
      '2021-06-12',
      '2003-06-13',
      '2023-06-13',
    ],
    ['reported at 18 and later: two years from that', '2012-06-10', '2024-06-12', '2003-06-13', '2026-06-12'],
    ['reported on the 18th birthday: both are one', '2021-06-10', '2021-06-13', '2003-06-13', '2023-06-13'],
  ])('of a child, %s', (_, offence, reported, born, due) => {
    const found = timeOf('injured-child', { offence, reported, born });
    expect(found).toMatchObject({ limitCode: 'apply-child', startedOn: reported, dueOn: due });
  });

  it('is the victim’s own: nobody breaches it, and no total counts it', () => {
    const found = timeOf('injured-adult', { offence: '2021-06-10', reported: '2021-06-10' })!;
    expect(found).toMatchObject({
      dutyHolder: 'VICTIM',
      excludedReason: 'victims-choice',
      satisfiedAt: null,
    });
    expect(statesOf(found, LATER)).toMatchObject({ byStandard: 'not-applicable', atStart: 'not-applicable' });
    const windows = book.limits.filter(({ limitCode }) => limitCode.startsWith('apply'));
    expect(windows.map(({ isCounted, isWindow }) => [isCounted, isWindow])).toEqual(
      windows.map(() => [false, true]),
    );
  });

  it('is used by an application, as the authority or the Victim Advice Line recorded it', () => {
    const victim = { offence: '2021-06-10', reported: '2021-06-10' };
    for (const source of ['cica', 'val'])
      expect(
        timeOf('injured-adult', victim, fact('compensation.applied-for', '2022-01-04', source)),
      ).toMatchObject({ satisfiedBy: 'compensation.applied-for', satisfiedOn: '2022-01-04' });
  });

  it('is none of somebody whose crime injures nobody', () => {
    expect(timeOf('everyone', { offence: '2021-06-10', reported: '2021-06-10' })).toBeUndefined();
  });
});
