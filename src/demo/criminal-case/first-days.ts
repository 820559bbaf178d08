import { FIRST_DAYS } from './assumptions.js';
import type { CaseLog } from './case-log.js';
import type { Telling } from './telling.js';

/** What the police do for a victim when a crime has been reported, as far as they write it down. */
export function firstDays(log: CaseLog, { victim }: Telling): void {
  const { random, crime } = log;
  const does = (
    kind: string,
    share: number,
    [first, last]: readonly [number, number],
    outcome = '',
  ): void => {
    if (!random.chance(share)) return;
    log.told(kind, 'police', crime.reportedOn + random.between(first, last), null, { victim, outcome });
  };
  if (victim.isOrganisation) {
    does('named-contact.given', FIRST_DAYS.business, [1, 6]);
    does('business-statement.offered', FIRST_DAYS.business, [1, 6]);
    return;
  }
  does('report.acknowledged', FIRST_DAYS.acknowledged, [1, 5]);
  does('leaflet.given', FIRST_DAYS.leaflet, [1, 11]);
  does('needs.assessed', FIRST_DAYS.needsAssessed, [1, 4], crime.isEnhanced ? 'enhanced' : '');
  does('contact-plan.agreed', FIRST_DAYS.contactPlan, [1, 3]);
  does('restorative-justice.explained', FIRST_DAYS.restorativeJustice, [2, 9]);
  does('compensation.explained', FIRST_DAYS.compensation, [1, 9]);
  statement(log, victim);
  if (crime.nature === 'bereavement') does('family-liaison.assigned', FIRST_DAYS.familyLiaison, [1, 2]);
}

function statement(log: CaseLog, victim: Telling['victim']): void {
  const { random, crime } = log;
  if (!random.chance(FIRST_DAYS.statement)) return;
  const day = crime.reportedOn + random.between(1, 6);
  log.told('statement.offered', 'police', day, null, { victim });
  const answer = random.weighted([
    ['', 3],
    ['statement.taken', 5],
    ['statement.declined', 2],
  ] as const);
  if (answer) log.happened(answer, 'police', day + random.between(1, 9), { victim });
}
