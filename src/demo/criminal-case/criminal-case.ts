import type { KnownCrime } from '../scenario/known-crime.js';
import { Random, type Seed } from '../scenario/random.js';
import { COMPLAINTS, FOLLOWED, SERIOUS_AND_ORGANISED } from './assumptions.js';
import { CaseLog } from './case-log.js';
import { firstDays } from './first-days.js';
import { Investigation } from './investigation.js';
import { Telling } from './telling.js';

/** What happens after a crime was reported; null where no file speaks of it. Nothing outside the seed decides anything. */
export function criminalCase(seed: Seed, crime: KnownCrime, isReferredDirectly: boolean): CaseLog | null {
  const random = Random.stream(seed, 'criminal-case', crime.reference);
  if (!random.chance(shareOf(crime, isReferredDirectly)) || crime.victims.length === 0) return null;
  const log = new CaseLog(crime, random);
  const tellings = crime.victims.map((victim) => new Telling(log, victim));
  tellings.forEach((telling) => firstDays(log, telling));
  new Investigation(log, tellings).run();
  tellings.forEach((telling) => complaint(log, telling));
  return log;
}

function shareOf({ nature }: KnownCrime, isReferredDirectly: boolean): number {
  if (SERIOUS_AND_ORGANISED.includes(nature)) return FOLLOWED.serious;
  return isReferredDirectly ? FOLLOWED.referredDirectly : FOLLOWED.others;
}

/** A complaint is answered by whom it was made to. */
function complaint(log: CaseLog, { victim }: Telling): void {
  const { random, crime } = log;
  if (!random.chance(COMPLAINTS)) return;
  const to = random.pick(['police', 'police', 'wcu', 'val'] as const);
  const day = crime.reportedOn + random.between(5, 40);
  const received = log.happened('complaint.received', to, day, { victim });
  if (random.chance(0.75))
    log.told('complaint.answered', to, day + random.between(2, 20), received, {
      victim,
      outcome: random.pick(['acknowledged', 'answered']),
    });
}
