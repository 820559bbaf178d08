import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../../src/entitlements/clocks/clock.js';
import { statesOf } from '../../src/entitlements/clocks/clock-states.js';
import { evaluateClocks } from '../../src/entitlements/clocks/evaluate-clocks.js';
import type { Fact, RightsStatus } from '../../src/entitlements/clocks/fact.js';
import { currentCodeBook } from '../../src/entitlements/code/current-code-book.js';
import { englandAndWalesHolidays } from '../../src/platform/working-days/england-and-wales-holidays.js';
import { WorkingDays } from '../../src/platform/working-days/working-days.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import { codeRefusalOf } from '../support/planted-code.js';

const book = currentCodeBook(currentPolicy());
const holidays = englandAndWalesHolidays(2015, 2030).map(({ on }) => on);
const calendar = new WorkingDays(new Set(holidays), '2030-12-31');
const feeds = ['police', 'cps', 'wcu', 'court'].map((feed) => ({
  ...{ feed, validFrom: '2015-01-01', standing: 'covered' as const, source: 'invented' },
}));
const MUCH_LATER = new Date('2028-01-01T00:00:00Z');

let made = 0;

/** Something that happened at noon of a day, and was written down at once. */
function on(day: string, kind: string, more: Partial<Fact> = {}): Fact {
  const occurredAt = new Date(`${day}T12:00:00Z`);
  made += 1;
  return {
    ...{ eventId: `event-${made}`, referralId: null, kind, suspectKey: null, outcome: null, occurredAt },
    ...{
      recordedAt: occurredAt,
      receivedAt: null,
      source: 'police',
      answersEventId: null,
      answersKind: null,
    },
    ...{ answersRule: null, channel: null, quality: null, ...more },
  };
}

/** The same, answering what happened. */
function answering(day: string, kind: string, start: Fact, more: Partial<Fact> = {}): Fact {
  return on(day, kind, { answersEventId: start.eventId, answersKind: start.kind, ...more });
}

function clocks(facts: Fact[], groups: string[] = ['everyone'], status: RightsStatus = 'no'): Clock[] {
  const bases = status === 'yes' ? ['discretion'] : [];
  const statuses = [{ from: -Infinity, until: Infinity, status, bases }];
  return evaluateClocks(
    { partyId: 'party', groups, offenceAt: null, bornOn: null, facts, statuses },
    { book, calendar, feeds },
    MUCH_LATER,
  );
}

function states(found: readonly Clock[], ruleId: string, limitCode?: string): (string | null)[] {
  return found
    .filter((clock) => clock.ruleId === ruleId && (limitCode ?? clock.limitCode) === clock.limitCode)
    .map((clock) => statesOf(clock, MUCH_LATER).atStart);
}

describe('what answers several events', () => {
  it('answers the one that it names: a guardian who was told of one arrest was not told of those before', () => {
    const [first, second] = [on('2019-06-03', 'suspect.arrested'), on('2019-06-10', 'suspect.arrested')];
    const child = ['everyone', 'under-18'];
    const told = answering('2019-06-11', 'guardian.informed', second);
    expect(states(clocks([first, second, told], child, 'yes'), '15-CHILD')).toEqual(['breached', 'met']);
    const unnamed = on('2019-06-04', 'guardian.informed');
    expect(states(clocks([first, second, unnamed], child, 'yes'), '15-CHILD')).toEqual([
      'breached',
      'breached',
    ]);
  });

  it.each([
    ['15-VRR', 'main', 'review.explained', '2019', 'cps.decision-changed', 'discontinued-all'],
    ['20-6H', 'told', 'review.explained', '2022', 'cps.decision-changed', 'discontinued-all'],
    ['15-CPSMEET', 'main', 'prosecutor-meeting.offered', '2019', 'cps.decision-changed', null],
    ['20-9C', 'before', 'prosecutor-meeting.held', '2022', 'trial.ended', 'convicted'],
    ['15-WITNEEDS', 'assessment', 'witness-needs.assessed', '2019', 'not-guilty.pleaded', null],
  ])('%s %s: %s has to name its event or the rule', (ruleId, limit, kind, year, trigger, outcome) => {
    const start = on(`${year}-06-06`, trigger, { outcome, source: 'cps' });
    const groups = ['everyone', 'bereaved', 'specialist'];
    const isMet = (fact: Fact) => states(clocks([start, fact], groups), ruleId, limit)[0] === 'met';
    expect(isMet(on(`${year}-06-07`, kind, { source: 'cps' }))).toBe(false);
    expect(isMet(on(`${year}-06-07`, kind, { source: 'cps', answersRule: ruleId }))).toBe(true);
    expect(isMet(answering(`${year}-06-07`, kind, start, { source: 'cps' }))).toBe(true);
  });

  it('has to name one wherever several kinds of event start a limit, or nothing starts', () => {
    const refusal = codeRefusalOf({
      '2015.yaml': (text) => text.replace('{ kind: guardian.informed, match: event }', 'guardian.informed'),
    });
    expect(refusal.message).toMatch(/15-CHILD: guardian.informed .*match: event/);
  });
});

describe('an answer that names no complaint', () => {
  const complaint = (day: string, source = 'police') => on(day, 'complaint.received', { source });
  const answer = (day: string, more: Partial<Fact> = {}) => on(day, 'complaint.answered', more);
  const met = (...facts: Fact[]) =>
    clocks(facts)
      .filter(({ ruleId }) => ['15-COMP', '20-12'].includes(ruleId))
      .map(({ satisfiedOn }) => satisfiedOn);

  it('answers the oldest alone that nobody had answered', () => {
    const [first, second] = [complaint('2019-06-03'), complaint('2019-06-05')];
    expect(met(first, second, answer('2019-06-06'))).toEqual(['2019-06-06', null]);
    expect(met(first, second, answer('2019-06-06'), answer('2019-06-07'))).toEqual([
      '2019-06-06',
      '2019-06-07',
    ]);
    expect(met(first, second, answer('2019-06-04'), answer('2019-06-04'))).toEqual(['2019-06-04', null]);
  });

  it('leaves what was answered by name, unless it came before', () => {
    const [first, second] = [complaint('2019-06-03'), complaint('2019-06-05')];
    const named = answering('2019-06-06', 'complaint.answered', first);
    expect(met(first, second, named, answer('2019-06-07'))).toEqual(['2019-06-06', '2019-06-07']);
    const late = answering('2019-06-10', 'complaint.answered', first);
    expect(met(first, second, late, answer('2019-06-07'))).toEqual(['2019-06-07', null]);
    const ofSecond = answering('2019-06-06', 'complaint.answered', second);
    expect(met(first, second, ofSecond)).toEqual([null, '2019-06-06']);
  });

  it('answers what that agency was asked, across both Codes, and of the rule that it names', () => {
    const [police, prosecutors] = [complaint('2019-06-03'), complaint('2019-06-03', 'cps')];
    expect(met(police, prosecutors, answer('2019-06-06', { source: 'cps' }))).toEqual([null, '2019-06-06']);
    const [before, after] = [complaint('2021-03-30'), complaint('2021-04-06')];
    expect(met(before, after, answer('2021-04-07'))).toEqual(['2021-04-07', null]);
    const ofTheNew = answer('2021-04-07', { answersRule: '20-12' });
    expect(met(before, after, ofTheNew)).toEqual([null, '2021-04-07']);
    expect(met(before, after, ofTheNew, answer('2021-04-08'))).toEqual(['2021-04-08', '2021-04-07']);
  });
});

describe('who has a duty, and from when on', () => {
  const court = { source: 'court', receivedAt: new Date('2019-06-07T12:00:00Z') };

  it('is whoever got it, the police or the Witness Care Unit, and never prosecutors', () => {
    const holders = (start: Fact, ruleId: string) =>
      clocks([start], ['everyone', 'under-18'])
        .filter((clock) => clock.ruleId === ruleId)
        .map(({ dutyHolder, feed }) => `${dutyHolder} ${feed}`);
    expect(holders(on('2019-06-03', 'warrant.issued'), '15-BAILCT')).toEqual(['POLICE police']);
    expect(holders(on('2019-06-03', 'warrant.issued', court), '15-BAILCT')).toEqual(['WCU wcu']);
    const dropped = on('2019-06-03', 'cps.decision-changed', { source: 'cps' });
    expect(holders(dropped, '15-CHILD')).toEqual(['WCU wcu']);
    expect(holders(on('2019-06-03', 'suspect.arrested'), '15-CHILD')).toEqual(['POLICE police']);
  });

  it('runs for a guardian too from when the news of the court was received', () => {
    const found = clocks([on('2019-06-03', 'warrant.issued', court)], ['everyone', 'under-18'], 'yes');
    const guardian = found.find(({ ruleId }) => ruleId === '15-CHILD');
    expect(guardian).toMatchObject({ limitCode: 'court', startedOn: '2019-06-07', dueOn: '2019-06-10' });
  });

  it('is owed of the first hearing as of any other since 2021', () => {
    const listed = on('2022-06-13', 'first-hearing.listed', { receivedAt: new Date('2022-06-14T12:00:00Z') });
    expect(clocks([listed])).toMatchObject([{ ruleId: '20-8A', dutyHolder: 'WCU', dueOn: '2022-06-15' }]);
  });

  it('is owed to a business that named its contact as to everyone, but for what only persons have', () => {
    const reported = on('2019-06-03', 'crime.reported');
    const rules = (groups: string[]) => clocks([reported], groups).map(({ ruleId }) => ruleId);
    expect(new Set(rules(['business']))).toEqual(new Set(['15-BUS']));
    const named = rules(['everyone', 'no-consent-needed', 'business']);
    expect(named).toEqual(expect.arrayContaining(['15-BUS', '15-LEAFLET', '15-REF']));
    for (const ofPersons of ['15-VPS', '15-NEEDS', '15-CICA']) expect(named).not.toContain(ofPersons);
  });
});

describe('evidence that names an event', () => {
  it('is none where a correction has put the event after it', () => {
    const start = on('2022-06-13', 'suspect.arrested');
    expect(states(clocks([start, answering('2022-06-10', 'victim.informed', start)]), '20-6A1')).toEqual([
      'breached',
    ]);
    expect(states(clocks([start, answering('2022-06-13', 'victim.informed', start)]), '20-6A1')).toEqual([
      'met',
    ]);
  });

  it('and nor is what the victim says of it', () => {
    const start = on('2022-06-13', 'suspect.arrested');
    const word = answering('2022-06-10', 'victim.informed', start, { source: 'victim', outcome: 'told' });
    expect(clocks([start, word])[0]).toMatchObject({ victimReported: null });
  });
});

describe('a word that takes a duty out of the count', () => {
  const arrest = (day: string) => on(day, 'suspect.arrested');
  const recorded = (day: string) => ({ recordedAt: new Date(`${day}T12:00:00Z`) });
  const declined = (day: string, recordedOn: string) =>
    on(day, 'service.tailored', { outcome: 'declined-all', ...recorded(recordedOn) });

  it('undoes no breach where it was written down after the last day', () => {
    // Arrested on a Monday: due by the Tuesday with enhanced rights, else by the Monday after.
    const facts = [arrest('2022-06-13'), declined('2022-06-13', '2022-06-21')];
    expect(states(clocks(facts), '20-6A1')).toEqual(['breached']);
    const inTime = [arrest('2022-06-13'), declined('2022-06-13', '2022-06-20')];
    expect(states(clocks(inTime), '20-6A1')).toEqual(['not-applicable']);
  });

  it('comes too late for the shorter limit, in time for the longer one', () => {
    const facts = [arrest('2022-06-13'), declined('2022-06-13', '2022-06-15')];
    expect(states(clocks(facts, ['everyone'], 'yes'), '20-6A1')).toEqual(['breached']);
    expect(states(clocks(facts, ['everyone'], 'no'), '20-6A1')).toEqual(['not-applicable']);
  });

  it('counts from the earliest of several that came in time', () => {
    const facts = [
      arrest('2022-06-13'),
      declined('2022-06-13', '2022-06-17'),
      declined('2022-06-14', '2022-06-14'),
    ];
    expect(states(clocks(facts, ['everyone'], 'yes'), '20-6A1')).toEqual(['not-applicable']);
  });

  it('holds for some weeks where it was unsafe to tell, and then has to be found anew', () => {
    const unsafe = (day: string) => on(day, 'contact.found-unsafe');
    const { unsafeReviewDays } = book.settingOn('2022-06-13');
    expect(unsafeReviewDays).toBe(28);
    const facts = [
      unsafe('2022-06-13'),
      arrest('2022-06-13'),
      arrest('2022-07-11'),
      arrest('2022-07-12'),
      arrest('2022-09-12'),
    ];
    const outOfCount = ['not-applicable', 'not-applicable'];
    expect(states(clocks(facts), '20-6A1')).toEqual([...outOfCount, 'breached', 'breached']);
    const anew = [...facts, unsafe('2022-07-13')];
    expect(states(clocks(anew), '20-6A1')).toEqual([...outOfCount, 'not-applicable', 'breached']);
  });
});
