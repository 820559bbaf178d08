import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Clock, ClockStates } from '../../src/entitlements/clocks/clock.js';
import { statesOf } from '../../src/entitlements/clocks/clock-states.js';
import { type ClockRules, evaluateClocks } from '../../src/entitlements/clocks/evaluate-clocks.js';
import { CodeBook } from '../../src/entitlements/code/code-book.js';
import { PublishCode } from '../../src/entitlements/code/publish-code.js';
import { serviceActor } from '../../src/platform/access/actor.js';
import { Database } from '../../src/platform/database/database.js';
import { BankHolidays } from '../../src/reference-data/bank-holidays.js';
import type { CaseworkApplication } from '../support/casework-application.js';
import { type InventedHistory, inventedHistory, readings } from '../support/invented-histories.js';
import { addEvents, countClocks, openEntitlements } from '../support/justice.js';
import type { Somebody } from '../support/people.js';
import { historyOf, storedClocks } from '../support/stored-clocks.js';

const NOW = new Date('2026-11-22T12:00:00Z');
const AGENT = serviceActor('worker', 'invented-readings');

let casework: CaseworkApplication;

beforeAll(async () => {
  casework = await openEntitlements();
  casework.clock.set(NOW);
});
afterAll(() => casework.close());

/** Lets another reading of the open points hold, in the tables as in the book. */
async function reading(given: (typeof readings)[number]): Promise<CodeBook> {
  const held = casework.app.get(CodeBook);
  const settings = [{ ...held.settings[0]!, ...given.setting }];
  const file = {
    settings,
    feeds: given.feeds,
    specialistCohorts: [...held.specialistCohorts],
    injuryCohorts: [...held.injuryCohorts],
    consentFirstCohorts: [...held.consentFirstCohorts],
  };
  const book = new CodeBook(held.rules, file, given.name);
  await casework.rows('DELETE FROM code_feed');
  const publication = new PublishCode(casework.app.get(Database), book);
  await casework.app.get(Database).inTransaction(AGENT, (tx) => publication.publish(tx));
  return book;
}

async function stored(history: InventedHistory): Promise<Somebody> {
  const person = await casework.people.add({
    dateOfBirth: history.dateOfBirth,
    ...(history.isOrganisation ? { organisationName: 'Invented Ltd' } : {}),
  });
  await casework.rows(
    `UPDATE incident SET reported_at = $2, recorded_at = $2, home_office_class = $3, occurred_from = $4 WHERE id = $1`,
    ...[person.incidentId, history.reportedAt, history.homeOfficeClass, history.occurredFrom],
  );
  await casework.rows(
    'UPDATE referral SET first_accepted_at = $2, pathway = $3 WHERE id = $1',
    ...[person.referralId, history.referredAt, history.pathway],
  );
  const ids: string[] = [];
  for (const event of history.events) {
    const answers = event.answers === null ? null : (ids[event.answers % Math.max(ids.length, 1)] ?? null);
    const of = event.isOfVictim ? person : null;
    ids.push(...(await addEvents(casework, person.incidentId, { ...event, of, answers })));
  }
  for (const decision of history.decisions) await decide(person, decision);
  return person;
}

async function decide({ caseId, personId }: Somebody, { status, at }: InventedHistory['decisions'][number]) {
  await casework.rows(
    `INSERT INTO enhanced_status (id, case_id, person_id, status, bases, is_automatic, decided_at, decided_by, recorded_at)
     VALUES (gen_random_uuid(), $1, $2, $3, $4, false, $5, 'invented', $5)`,
    ...[caseId, personId, status, status === 'yes' ? ['discretion'] : [], at],
  );
}

type Judged = Clock & ClockStates;

function judged(clocks: readonly Clock[], asOf: Date): Judged[] {
  return clocks.map((clock) => ({ ...clock, ...statesOf(clock, asOf) })).sort(inOrder);
}

function inOrder(one: Clock, other: Clock): number {
  return keyOf(one) < keyOf(other) ? -1 : 1;
}

function keyOf({ ruleId, limitCode, startEventId, startReferralId }: Clock): string {
  return [ruleId, limitCode, startEventId, startReferralId].join('|');
}

describe('clocks counted row by row', () => {
  it.each(readings)(
    'are those of the set-based SQL for any history ($name)',
    async (given) => {
      const book = await reading(given);
      const calendar = casework.app.get(BankHolidays).workingDays();
      const rules: ClockRules = { book, calendar, feeds: given.feeds };
      await fc.assert(
        fc.asyncProperty(fc.array(inventedHistory, { minLength: 1, maxLength: 4 }), async (histories) => {
          const people: Somebody[] = [];
          for (const history of histories) people.push(await stored(history));
          await countClocks(casework, ...people.map(({ incidentId }) => incidentId));
          for (const [index, person] of people.entries()) {
            const asOf = new Date(histories[index]!.asOf);
            const victim = await historyOf(casework, person, histories[index]!);
            const expected = judged(evaluateClocks(victim, rules, NOW), asOf);
            const found = (await storedClocks(casework, person, asOf)).sort(inOrder);
            expect(found).toEqual(expected);
          }
          const again = await countClocks(casework, ...people.map(({ incidentId }) => incidentId));
          expect(again).toMatchObject({ written: 0, removed: 0 });
        }),
        { numRuns: 12 },
      );
    },
    120_000,
  );
});
