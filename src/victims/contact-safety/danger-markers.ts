import type { SafetyReasonCode } from './safety-reasons.js';

/**
 * The markers of danger and the reason each gives. `repeatVictim` is not one of them: it is priority, not danger.
 * Names: the police hub's Standard Data Model and, where it has none, the feed's own column.
 */
export const DANGER_MARKER_CODES = {
  domesticAbuse: 'SUP_DA',
  hateCrime: 'MARKER_SET',
  childSexualExploitation: 'SUP_CE',
  childCriminalExploitation: 'SUP_CE',
  modernSlavery: 'SUP_MSHT',
  vulnerable: 'MARKER_SET',
  intimidated: 'MARKER_SET',
  persistentlyTargeted: 'MARKER_SET',
  highHarmFlag: 'MARKER_SET',
  restrainingOrder: 'SUP_ORDER',
  noContact: 'SUP_LIVE',
  alsoSuspect: 'SUP_SUSPECT',
  suspectSameAddress: 'SUP_DA',
  restrictedRecord: 'SUP_RESTRICTED',
  riskOfSelfHarm: 'MARKER_SET',
  welfareRisk: 'MARKER_SET',
  contactGuardian: 'MARKER_SET',
} as const satisfies Record<string, SafetyReasonCode>;

export type DangerMarker = keyof typeof DANGER_MARKER_CODES;

export const DANGER_MARKERS = Object.keys(DANGER_MARKER_CODES) as DangerMarker[];

/** `blank`: the sender has the column and left it empty. `never-sent`: its mapping says once that it has no such column. */
export const MARKER_ANSWERS = ['yes', 'no', 'blank', 'never-sent'] as const;
export type MarkerAnswer = (typeof MARKER_ANSWERS)[number];

/** A person looked and took the marker away, as the referral stood at that version. */
export interface LiftedMarker {
  marker: DangerMarker;
  atVersion: number;
  /** Subject of the person who lifted it; a machine never does. */
  liftedBy: string;
}

export interface MarkerFacts {
  /** The union over all versions: a yes stays whatever a later version says. A name that is missing counts as blank. */
  markers: Readonly<Record<DangerMarker, MarkerAnswer>>;
  /** The newest version in which the marker was raised (came as yes after it had not). */
  raisedAtVersion: Readonly<Partial<Record<DangerMarker, number>>>;
  liftedMarkers: readonly LiftedMarker[];
}

/** What one marker says: `set` and `blank` hold machine contact, `clear` does not. */
export type MarkerState = 'set' | 'blank' | 'clear';

/** A marker stays set until a person lifts it; a later version that raises it anew is danger again. */
export function markerState(facts: MarkerFacts, marker: DangerMarker): MarkerState {
  switch (facts.markers[marker]) {
    case 'no':
    case 'never-sent':
      return 'clear';
    case 'yes':
      return isLifted(facts, marker) ? 'clear' : 'set';
    default:
      return 'blank';
  }
}

function isLifted(facts: MarkerFacts, marker: DangerMarker): boolean {
  const raisedAt = facts.raisedAtVersion[marker];
  if (typeof raisedAt !== 'number') return false;
  return facts.liftedMarkers.some(
    (lift) => lift.marker === marker && Boolean(lift.liftedBy) && lift.atVersion >= raisedAt,
  );
}
