import { serviceActor } from '../../platform/access/actor.js';
import type { Row, Transaction } from '../../platform/database/transaction.js';
import { withinScopeOf } from '../../platform/database/within-scope.js';
import { newId } from '../../platform/ids.js';
import { slicesOf } from '../../platform/slices.js';
import type { VictimOfCrime } from './crimes.js';
import type { HeldEvent } from './justice-event.js';

/** A version of an event on its way into the ledger. */
export interface NewVersion extends HeldEvent {
  /** The version that it replaces. */
  supersedesId: string | null;
  correctionReason: string | null;
  /** The victim whom it concerns. */
  victim: VictimOfCrime | null;
  contentSha256: string | null;
}

interface CaseOfIncident {
  incidentId: string;
  partyId: string;
  caseId: string;
  personId: string;
  restricted: boolean;
}

/** Incidents named by one event of the outbox; jobs stay small. */
const INCIDENTS_PER_EVENT = 500;
const LEDGER = serviceActor('worker', 'justice-events');

/**
 * Writes versions of events with everything that goes with them: the timelines of the cases of whom they concern, also
 * of those that the actor may not see, the audit entry, and the announcement.
 *
 * @param left incidents that an event was moved away from
 */
export async function writeVersions(
  tx: Transaction,
  versions: readonly NewVersion[],
  left: readonly string[] = [],
): Promise<void> {
  if (versions.length === 0) return;
  await tx.insert(
    'justice_event',
    versions.map((version) => rowOf(version, tx)),
  );
  const incidentIds = [...new Set(versions.map(({ incidentId }) => incidentId))];
  const people = await withinScopeOf(LEDGER, tx, () => tellCases(tx, versions, incidentIds));
  await tx.audit({
    action: actionOf(versions),
    targetType: 'justice-event',
    targetIds: versions.map(({ id }) => id),
    personIds: people,
  });
  await announce(tx, [...new Set([...incidentIds, ...left])]);
}

async function announce(tx: Transaction, incidentIds: readonly string[]): Promise<void> {
  const slices = slicesOf(incidentIds, INCIDENTS_PER_EVENT);
  await tx.announce('justice-events.recorded', ...slices.map((slice) => ({ incidentIds: slice })));
}

function actionOf(versions: readonly NewVersion[]): string {
  const [first] = versions;
  if (versions.length > 1 || !first) return 'justice-events.taken-in';
  return eventKind(first);
}

function eventKind({ supersedesId, withdrawn }: NewVersion): string {
  if (withdrawn) return 'justice-event.withdrawn';
  return supersedesId === null ? 'justice-event.recorded' : 'justice-event.corrected';
}

/** One line on the timeline of each case; returns everybody concerned. */
async function tellCases(
  tx: Transaction,
  versions: readonly NewVersion[],
  incidentIds: readonly string[],
): Promise<string[]> {
  const cases = await tx.query<CaseOfIncident>(
    `SELECT DISTINCT r.incident_id AS "incidentId", r.party_id AS "partyId", c.id AS "caseId",
            c.person_id AS "personId", c.restricted
       FROM referral r JOIN support_case c ON c.id = r.case_id JOIN party y ON y.id = r.party_id
      WHERE r.incident_id = ANY ($1) AND y.role IN ('victim', 'family-member') ORDER BY c.id`,
    [incidentIds],
  );
  const byIncident = new Map<string, CaseOfIncident[]>();
  for (const one of cases) byIncident.set(one.incidentId, [...(byIncident.get(one.incidentId) ?? []), one]);
  const lines = versions.flatMap((version) =>
    (byIncident.get(version.incidentId) ?? [])
      .filter(({ partyId }) => version.partyId === null || version.partyId === partyId)
      .map((supportCase) => ({ version, supportCase })),
  );
  await tx.insert(
    'case_event',
    lines.map(({ version, supportCase }) => lineOf(version, supportCase, tx)),
  );
  const victims = versions.flatMap(({ victim }) => victim?.personId ?? []);
  return [...new Set([...lines.map(({ supportCase }) => supportCase.personId), ...victims])];
}

function lineOf(version: NewVersion, { caseId, personId, restricted }: CaseOfIncident, tx: Transaction): Row {
  const { id, incidentId, kind, source, outcome } = version;
  return {
    id: newId(),
    case_id: caseId,
    person_id: personId,
    restricted,
    kind: eventKind(version),
    occurred_at: version.supersedesId === null ? version.occurredAt : tx.now,
    recorded_at: tx.now,
    actor_kind: tx.actor.kind,
    subject: tx.actor.subject,
    details: { incidentId, justiceEventId: id, kind, source, outcome },
  };
}

function rowOf(version: NewVersion, tx: Transaction): Row {
  const { victim } = version;
  return {
    id: version.id,
    incident_id: version.incidentId,
    original_id: version.originalId,
    suspect_key: version.suspectKey,
    party_id: version.partyId,
    person_id: victim?.personId ?? null,
    restricted: victim?.restricted ?? false,
    kind: version.kind,
    outcome: version.outcome,
    occurred_at: version.occurredAt,
    precision: version.precision,
    received_at: version.receivedAt,
    recorded_at: tx.now,
    source: version.source,
    feed: version.feed,
    source_reference: version.sourceReference,
    source_updated_at: version.sourceUpdatedAt,
    answers_event_id: version.answersEventId,
    answers_rule: version.answersRule,
    channel: version.channel,
    quality: version.quality,
    supersedes_id: version.supersedesId,
    correction_reason: version.correctionReason,
    withdrawn: version.withdrawn,
    import_id: version.importId,
    content_sha256: version.contentSha256,
    recorded_by: tx.actor.subject,
  };
}
