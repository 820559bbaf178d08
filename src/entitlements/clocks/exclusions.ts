import { addDays, type Day } from '../../platform/working-days/calendar-days.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import type { FeedCoverage } from '../code/code-files.js';
import { holdsOn } from '../../reference-data/policy/dated.js';
import type { Clock, ExcludedReason } from './clock.js';
import type { Fact } from './fact.js';
import { isOfSameSuspect, type Started } from './match-evidence.js';
import { inOrder } from './order.js';

type Exclusion = Pick<Clock, 'excludedReason' | 'excludedAt'>;
type Dated = Pick<Clock, 'startedAt' | 'startedOn' | 'feed' | 'satisfiedAt'> & { lastDueOn: Day | null };

/** Why a duty is out of the count, and from when on: what the victim decided, what was unsafe, what may not be known. */
export function exclusionOf(
  facts: readonly Fact[],
  started: Started,
  dated: Dated,
  feeds: readonly FeedCoverage[],
): Exclusion {
  if (started.limit.isWindow) return { excludedReason: 'victims-choice', excludedAt: null };
  const found = facts
    .filter((fact) => isInTime(fact, dated) && !isResumed(facts, fact, dated.startedAt))
    .flatMap((fact) => {
      const reason = reasonOf(fact, started, dated.startedOn);
      return reason === null ? [] : [{ fact, reason, at: countsFrom(fact) }];
    })
    .sort((one, other) => one.at.getTime() - other.at.getTime() || inOrder(one.fact, other.fact))[0];
  if (found) return { excludedReason: found.reason, excludedAt: found.at };
  const isLawful = !feeds.some(
    (row) => row.feed === dated.feed && row.standing === 'not-lawful' && holdsOn(row, dated.startedOn),
  );
  const reason = dated.satisfiedAt === null && !isLawful ? 'no-lawful-feed' : null;
  return { excludedReason: reason, excludedAt: null };
}

/** A word that came when the duty was done, or when its last day had passed, changes nothing of it. */
function isInTime(fact: Fact, { satisfiedAt, lastDueOn }: Dated): boolean {
  const at = countsFrom(fact);
  if (satisfiedAt !== null && satisfiedAt <= at) return false;
  return lastDueOn === null || londonDayOf(at) <= lastDueOn;
}

/** What is written down later than it was said undoes nothing of what had run out by then. */
function countsFrom({ occurredAt, recordedAt }: Fact): Date {
  return occurredAt > recordedAt ? occurredAt : recordedAt;
}

function isResumed(facts: readonly Fact[], { occurredAt }: Fact, startedAt: Date): boolean {
  return facts.some(
    (fact) => fact.kind === 'service.resumed' && fact.occurredAt > occurredAt && fact.occurredAt <= startedAt,
  );
}

function reasonOf(fact: Fact, { limit, start, setting }: Started, startedOn: Day): ExcludedReason | null {
  if (fact.source === 'victim') return null;
  if (limit.excludedBy.includes(fact.kind)) {
    const isOfStart = fact.answersEventId === null || fact.answersEventId === start.eventId;
    return isOfStart && isOfSameSuspect(fact, start) ? 'declined' : null;
  }
  const namesRule = fact.answersRule === limit.ruleId;
  const isTelling = limit.satisfiedBy.some(({ kind }) => kind === 'victim.informed');
  const isMeant = namesRule || (fact.answersRule === null && isTelling);
  if (fact.kind === 'contact.found-unsafe') {
    const isStanding = startedOn <= addDays(londonDayOf(fact.occurredAt), setting.unsafeReviewDays);
    return isMeant && isStanding ? 'unsafe-to-contact' : null;
  }
  if (fact.kind !== 'service.tailored') return null;
  if (fact.outcome === 'declined-all') return isMeant ? 'declined' : null;
  if (fact.outcome === 'declined-some') return namesRule ? 'declined' : null;
  return fact.outcome === 'other-timing' && isMeant && limit.unit !== null ? 'tailored' : null;
}
