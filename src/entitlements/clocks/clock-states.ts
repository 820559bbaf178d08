import type { Day } from '../../platform/working-days/calendar-days.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import type { Clock, ClockState, ClockStates } from './clock.js';
import type { RightsStatus } from './fact.js';

/**
 * The states of a clock as of an instant, as `val_entitlement_states` gives them. Past its day a duty is breached only
 * where the records of whoever has it cover it and show nothing, and where it is known when it began.
 */
export function statesOf(clock: Clock, asOf: Date): ClockStates {
  const byStandard = stateBy(clock, clock.dueStandardOn, clock.soonStandardOn, asOf);
  const byEnhanced = stateBy(clock, clock.dueEnhancedOn, clock.soonEnhancedOn, asOf);
  const by = (status: RightsStatus) => {
    if (status === 'not-assessed') return byStandard === byEnhanced ? byStandard : null;
    return status === 'yes' ? byEnhanced : byStandard;
  };
  return { byStandard, byEnhanced, atStart: by(clock.statusAtStart), now: by(clock.statusNow) };
}

function stateBy(clock: Clock, dueOn: Day | null, soonOn: Day | null, asOf: Date): ClockState {
  if (isExcluded(clock, dueOn, asOf) || (clock.unit !== null && dueOn === null)) return 'not-applicable';
  const satisfiedOn = clock.satisfiedAt !== null && clock.satisfiedAt <= asOf ? clock.satisfiedOn : null;
  if (satisfiedOn !== null) return stateOfEvidence(clock, satisfiedOn, dueOn);
  if (dueOn === null) return 'pending';
  const today = londonDayOf(asOf);
  if (today <= dueOn) return soonOn !== null && soonOn <= today ? 'due-soon' : 'pending';
  return clock.feedCovers && clock.isStartKnown ? 'breached' : 'no-evidence';
}

function stateOfEvidence({ isStartKnown }: Clock, satisfiedOn: Day, dueOn: Day | null): ClockState {
  if (dueOn === null || satisfiedOn <= dueOn) return 'met';
  return isStartKnown ? 'met-late' : 'no-evidence';
}

/** A word that came when the last day by this limit had passed changes nothing by it. */
function isExcluded({ excludedReason, excludedAt }: Clock, dueOn: Day | null, asOf: Date): boolean {
  if (excludedReason === null || excludedAt === null) return excludedReason !== null;
  return excludedAt <= asOf && (dueOn === null || londonDayOf(excludedAt) <= dueOn);
}
