import type { Disposition } from './ledger.js';
import { Random } from './random.js';
import type { Seed } from './random.js';
import { dailySchedule } from './schedule.js';
import type { Totals } from './schedule.js';
import { ServicePeriod } from './service-period.js';
import type { AthenaFile, PeriodDay } from './service-period.js';

/** A period to invent: ISO days, both included, and how many referrals came by each pathway. */
export interface ScenarioOptions extends Totals {
  seed: Seed;
  from: string;
  to: string;
}

/** A day of the period; its extract may be the day before's once more. */
export interface ScenarioDay extends PeriodDay {
  athenaFile: AthenaFile;
}

/**
 * What a run planted, for tests of whoever takes it in. Reports must come to their numbers from the files and
 * referrals alone and never read this.
 */
export interface Expectations {
  /** Distinct acceptable referral keys, by pathway. */
  acceptableKeys: Totals;
  /** What ought to become of each row, files that were sent again left out. */
  dispositions: Record<Disposition, number>;
  /** Every kind of mess with how often it was planted. */
  planted: Record<string, number>;
}

/**
 * An invented service period of the Victim Advice Line: a file of the Athena feed every day, and the referrals
 * that people made themselves. All people are invented. The same options give the same period, byte for byte;
 * the totals hold exactly, in distinct acceptable referral keys (VAL report to the Police and Crime Panel,
 * 10 September 2019, para 12, for the numbers of 1 April to 16 August 2019).
 */
export class Scenario {
  constructor(private readonly options: ScenarioOptions) {}

  /** The days in order; each call begins anew. */
  *days(): Generator<ScenarioDay, void, undefined> {
    for (const day of this.run().days()) {
      if (!day.athenaFile) throw new Error(`No extract on ${day.on}`);
      yield { ...day, athenaFile: day.athenaFile };
    }
  }

  /** What a whole run plants (it is walked to the end for this). For tests only. */
  expectations(): Expectations {
    const run = this.run();
    for (const _day of run.days());
    const { athena, internal, self, other } = this.options;
    const planted = run.ledger.planted();
    const expected = (disposition: Disposition): number => planted[`disposition ${disposition}`] ?? 0;
    return {
      acceptableKeys: { athena, internal, self, other },
      dispositions: {
        first: expected('first'),
        updated: expected('updated'),
        unchanged: expected('unchanged'),
        quarantined: expected('quarantined'),
        rejected: expected('rejected'),
      },
      planted,
    };
  }

  private run(): ServicePeriod {
    const { seed, from, to } = this.options;
    return new ServicePeriod(seed, dailySchedule(from, to, this.options, Random.stream(seed, 'schedule')));
  }
}

/**
 * Police ids and crime references by which direct referrals of these days name somebody: whoever is found by one of them
 * is, or will be, referred directly.
 */
export function namesInDirectReferrals(days: readonly PeriodDay[]): Set<string> {
  const names = new Set<string>();
  for (const { body } of days.flatMap((day) => day.directReferrals)) {
    if (body.person.personId) names.add(body.person.personId);
    if (body.incident?.crimeReference) names.add(body.incident.crimeReference);
  }
  return names;
}
