import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stepDue, transitionDays } from '../../src/casework/transition/transition-days.js';
import {
  toEnd,
  toRaise,
  toRaiseAgain,
  type Transition,
} from '../../src/casework/transition/transition-path.js';
import { addDays } from '../../src/platform/working-days/calendar-days.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import { Thresholds } from '../../src/reference-data/thresholds.js';
import { ageOn, birthdayOf } from '../../src/victims/age-on.js';

const thresholds = new Thresholds(currentPolicy());
const days = (birth: string) => transitionDays(birth, thresholds, '2026-03-02');
const dates = (birth: string) => days(birth).map(({ dueOn }) => dueOn);

describe('The days of a transition to adulthood', () => {
  it.each([
    ['2009-09-14', ['2026-09-14', '2027-03-14', '2027-09-14']],
    ['2008-08-31', ['2025-08-31', '2026-02-28', '2026-08-31']],
    ['2008-02-29', ['2025-03-01', '2025-09-01', '2026-03-01']],
  ])('of somebody born %s are 17, six months before 18, and 18: %j', (birth, expected) => {
    expect(dates(birth)).toEqual(expected);
  });

  it('say by which rule each was counted, and that 17 and the six months are the service’s own', () => {
    expect(days('2009-09-14')).toMatchObject([
      {
        step: 'plan',
        factStatus: 'ours',
        taskKind: 'plan-transition',
        arithmetic: '2009-09-14 + 17 years = 2026-09-14',
      },
      { step: 'review', factStatus: 'ours', arithmetic: '2027-09-14 - 6 months = 2027-03-14' },
      { step: 'of-age', factStatus: 'certain', taskKind: 'retake-consent' },
    ]);
  });

  it('fall on the first day of full age, whenever somebody was born', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12_000 }), (count) => {
        const birth = addDays('1995-01-01', count);
        const [plan, review, ofAge] = dates(birth) as [string, string, string];
        expect(birthdayOf(birth, 18)).toBe(ofAge);
        expect([ageOn(birth, addDays(ofAge, -1)), ageOn(birth, ofAge)]).toEqual([17, 18]);
        expect([ageOn(birth, addDays(plan, -1)), ageOn(birth, plan)]).toEqual([16, 17]);
        expect(plan < review && review < ofAge).toBe(true);
      }),
    );
  });

  it.each([
    ['2026-09-13', null],
    ['2026-09-14', 'plan'],
    ['2027-03-13', 'plan'],
    ['2027-03-14', 'review'],
    ['2027-09-14', 'of-age'],
    ['2031-01-01', 'of-age'],
  ])('on %s the step that is due is %s', (today, step) => {
    expect(stepDue(days('2009-09-14'), '2026-01-01', today)?.step ?? null).toBe(step);
  });

  it('are none of a case that began with an adult', () => {
    expect(stepDue(days('2009-09-14'), '2027-09-14', '2028-01-01')).toBeNull();
    expect(stepDue(days('2009-09-14'), '2027-09-13', '2028-01-01')?.step).toBe('of-age');
  });
});

describe('What is raised', () => {
  const followed = (raised: Transition['raised']): Transition => {
    const all = days('2009-09-14');
    return { caseId: 'c', state: 'followed', days: all, due: all[0]!, raised };
  };
  const step = (dueOn: string | null, isOpen = true, isEnded = false) =>
    ({
      id: 's',
      step: dueOn === null ? 'age-unknown' : 'plan',
      dueOn,
      taskId: 't',
      isOpen,
      isEnded,
    }) as const;

  it('is raised once for a date, and again for another date', () => {
    expect(toRaise(followed([]))).toMatchObject({ step: 'plan' });
    expect(toRaise(followed([step('2026-09-14', false)]))).toBeNull();
    expect(toRaise(followed([step('2026-01-01', false)]))).toMatchObject({ step: 'plan' });
  });

  it('ends where it was about another birth date, or where the age is known', () => {
    expect(toEnd(followed([step('2026-09-14')]))).toEqual([]);
    expect(toEnd(followed([step('2026-01-01')]))).toHaveLength(1);
    expect(toEnd(followed([step('2026-01-01', false)]))).toEqual([]);
    expect(toEnd(followed([step(null)]))).toHaveLength(1);
  });

  it('is a question for the age, and no date, where nobody knows it', () => {
    const unknown = { caseId: 'c', state: 'age-unknown', days: [], due: null } as const;
    expect(toRaise({ ...unknown, raised: [] })).toBe('age-unknown');
    expect(toRaise({ ...unknown, raised: [step(null, false)] })).toBeNull();
  });

  it('stays as it is while nobody knows the age: the date may be confirmed', () => {
    const unknown = { caseId: 'c', state: 'age-unknown', days: [], due: null } as const;
    const raised = [step('2026-09-14'), step('2026-09-14', false, true), step(null)];
    expect(toEnd({ ...unknown, raised })).toEqual([]);
    expect(toRaiseAgain({ ...unknown, raised })).toEqual([]);
  });

  it('is raised again where its date holds again and it was not done, and not where somebody ended it', () => {
    expect(toRaiseAgain(followed([step('2026-09-14', false, true)]))).toHaveLength(1);
    expect(toRaiseAgain(followed([step('2026-09-14', false)]))).toEqual([]);
    expect(toRaiseAgain(followed([step('2026-01-01', false, true)]))).toEqual([]);
  });

  it('is a question for the age once more at a new doubt, though the last one was answered by hand', () => {
    const unknown = { caseId: 'c', state: 'age-unknown', days: [], due: null } as const;
    expect(toEnd(followed([step(null, false)]))).toHaveLength(1);
    expect(toEnd(followed([step(null, false, true)]))).toEqual([]);
    expect(toRaise({ ...unknown, raised: [step(null, false, true)] })).toBe('age-unknown');
  });
});
