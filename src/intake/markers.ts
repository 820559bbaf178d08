import {
  DANGER_MARKERS,
  type DangerMarker,
  type MarkerAnswer,
} from '../victims/contact-safety/danger-markers.js';
import type { KnownReferral, OffenceCodes } from './known-world.js';
import type { ReferralRecord } from './referral-record.js';

type Known = Pick<
  KnownReferral,
  'markers' | 'markersRaised' | 'offencesSeen' | 'offencesWrittenAt' | 'relationshipCodes'
>;

/** What a referral's versions together say of danger, as columns and as the batch remembers it. */
interface CombinedMarkers {
  known: Known;
  columns: { markers: object; markers_raised: object; offences_seen: object; relationship_codes: string[] };
  /** Markers that came as yes and were not yes before. */
  raised: DangerMarker[];
}

export function firstMarkers(record: ReferralRecord): CombinedMarkers {
  const raised = DANGER_MARKERS.filter((marker) => record.markers[marker] === 'yes');
  return combinedMarkers(raised, {
    markers: record.markers,
    markersRaised: Object.fromEntries(raised.map((marker) => [marker, 1])),
    offencesSeen: [codesOf(record)],
    offencesWrittenAt: [writtenAt(record)],
    relationshipCodes: record.relationshipCodes,
  });
}

/**
 * The union over all versions: a yes stays until a person lifts it, and so do an offence's and a relationship's
 * consequences. A marker that comes as yes again after the version before said otherwise is raised anew.
 */
export function combined(
  held: KnownReferral,
  record: ReferralRecord,
  version: number,
  /** What the version before said by itself; the union where that is not known. */
  before: Readonly<Record<DangerMarker, MarkerAnswer>> = held.markers,
): CombinedMarkers {
  const isNewVersion = version > held.latestVersion;
  const raised = DANGER_MARKERS.filter(
    (marker) => record.markers[marker] === 'yes' && before[marker] !== 'yes',
  );
  const answers = DANGER_MARKERS.map((marker) => [
    marker,
    unionOf(held.markers[marker], record.markers[marker], isNewVersion),
  ]);
  return combinedMarkers(raised, {
    markers: Object.fromEntries(answers) as Record<DangerMarker, MarkerAnswer>,
    markersRaised: {
      ...held.markersRaised,
      ...Object.fromEntries(raised.map((marker) => [marker, version])),
    },
    ...withCodes(held, record),
    relationshipCodes: [...new Set([...held.relationshipCodes, ...record.relationshipCodes])],
  });
}

function unionOf(held: MarkerAnswer, received: MarkerAnswer, isNewVersion: boolean): MarkerAnswer {
  if (held === 'yes' || received === 'yes') return 'yes';
  return isNewVersion ? received : held;
}

function combinedMarkers(raised: DangerMarker[], known: Known): CombinedMarkers {
  return {
    raised,
    known,
    columns: {
      markers: known.markers,
      markers_raised: known.markersRaised,
      offences_seen: { codes: known.offencesSeen, writtenAt: known.offencesWrittenAt },
      relationship_codes: known.relationshipCodes,
    },
  };
}

function codesOf({ incident }: ReferralRecord): OffenceCodes {
  return {
    offenceCode: incident.offenceCode,
    homeOfficeClass: incident.homeOfficeClass,
    nfibCode: incident.nfibCode,
  };
}

/** Each with the time at which the version that named it first was written; of those kept before that nobody knows. */
function withCodes(
  { offencesSeen, offencesWrittenAt }: KnownReferral,
  record: ReferralRecord,
): Pick<Known, 'offencesSeen' | 'offencesWrittenAt'> {
  const codes = codesOf(record);
  const isSeen = offencesSeen.some(
    (other) => JSON.stringify(inOrder(other)) === JSON.stringify(inOrder(codes)),
  );
  if (isSeen) return { offencesSeen, offencesWrittenAt };
  const times = offencesSeen.map((_, index) => offencesWrittenAt?.[index] ?? null);
  return { offencesSeen: [...offencesSeen, codes], offencesWrittenAt: [...times, writtenAt(record)] };
}

function writtenAt({ lastUpdatedAt }: ReferralRecord): string {
  return lastUpdatedAt.toISOString();
}

function inOrder(codes: OffenceCodes) {
  return [codes.offenceCode, codes.homeOfficeClass, codes.nfibCode];
}
