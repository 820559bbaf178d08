import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids.js';
import type { LoadedFacts } from './load-facts.js';
import { type SafetyDecision, toReason } from './safety-decision.js';
import { decideContactSafety } from './safety-gate.js';

/** A decision on its way into the ledger. */
export interface DecisionToRecord {
  facts: LoadedFacts;
  decision: SafetyDecision;
}

/** The ledger of safety decisions. Rows hold ids and codes only; none is ever changed. */
@Injectable()
export class SafetyDecisions {
  /**
   * Writes one row for each decision and answers their ids in the same order. One that says what the person's latest
   * row says, of the same safety version, is that row: deciding again leaves no trace of its own.
   */
  async record(tx: Transaction, decisions: readonly DecisionToRecord[]): Promise<string[]> {
    const latest = await this.latest(tx, decisions);
    const ids = decisions.map((_, index) => latest[index] ?? newId());
    await this.write(
      tx,
      decisions.map((given, index) => ({ ...given, id: ids[index]! })).filter((_, index) => !latest[index]),
    );
    return ids;
  }

  /** Writes a row whatever was decided before: for the claim, which must rest on a decision of its own transaction. */
  async recordAnew(tx: Transaction, { facts, decision }: DecisionToRecord): Promise<string> {
    const id = newId();
    const { person, safetyVersion } = facts;
    await tx.prepared(RECORD, [
      ...[id, person.id, person.isRestricted, safetyVersion, decision.decision],
      ...[JSON.stringify(decision.reasons), JSON.stringify(decision.contactPoints)],
      ...[decision.chosenEmailContactPointId, tx.now, tx.actor.subject],
    ]);
    return id;
  }

  private async write(tx: Transaction, rows: (DecisionToRecord & { id: string })[]): Promise<void> {
    await tx.insert(
      'contact_decision',
      rows.map(({ id, facts, decision }) => ({
        id,
        person_id: facts.person.id,
        restricted: facts.person.isRestricted,
        safety_version: facts.safetyVersion,
        decision: decision.decision,
        reasons: JSON.stringify(decision.reasons),
        contact_points: JSON.stringify(decision.contactPoints),
        chosen_contact_point_id: decision.chosenEmailContactPointId,
        decided_at: tx.now,
        decided_by: tx.actor.subject,
      })),
    );
  }

  /** The id of the person's latest decision where it says the same, else null; in the order given. */
  private async latest(tx: Transaction, decisions: readonly DecisionToRecord[]): Promise<(string | null)[]> {
    const rows = await tx.query<{ id: string | null }>(
      `SELECT CASE WHEN l.safety_version = g.safety_version AND l.decision = g.decision
                    AND l.reasons = g.reasons AND l.contact_points = g.points
                    AND l.chosen_contact_point_id IS NOT DISTINCT FROM g.chosen THEN l.id END AS id
         FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::jsonb[], $5::jsonb[], $6::uuid[])
              WITH ORDINALITY AS g(person, safety_version, decision, reasons, points, chosen, position)
         LEFT JOIN LATERAL (
           SELECT * FROM contact_decision d WHERE d.person_id = g.person
            ORDER BY d.decided_at DESC, d.id DESC LIMIT 1) l ON true
        ORDER BY g.position`,
      [
        decisions.map(({ facts }) => facts.person.id),
        decisions.map(({ facts }) => facts.safetyVersion),
        decisions.map(({ decision }) => decision.decision),
        decisions.map(({ decision }) => JSON.stringify(decision.reasons)),
        decisions.map(({ decision }) => JSON.stringify(decision.contactPoints)),
        decisions.map(({ decision }) => decision.chosenEmailContactPointId),
      ],
    );
    return rows.map(({ id }) => id);
  }
}

/** What the gate says of the person where a message would be about this referral. */
export function decideAbout(facts: LoadedFacts, referralId: string): SafetyDecision {
  return decideIfReadable(facts, referralId);
}

/** What the gate says of the person as such: about the referral whose source refreshed it last. */
export function decideAboutPerson(facts: LoadedFacts): SafetyDecision {
  const byFreshness = facts.referrals.map(
    ({ lastUpdatedOn, referralId }) => `${lastUpdatedOn} ${referralId}`,
  );
  const freshest = byFreshness.sort().at(-1)?.split(' ')[1] ?? null;
  return decideIfReadable(facts, freshest);
}

/** What the gate stumbles over is damage that reading did not meet: it is noted in the facts. */
function decideIfReadable(facts: LoadedFacts, aboutReferralId: string | null): SafetyDecision {
  if (facts.unreadable !== null) return heldAsUnreadable(facts.person.id);
  try {
    return decideContactSafety({ ...facts, aboutReferralId });
  } catch (error) {
    facts.unreadable = error;
    return heldAsUnreadable(facts.person.id);
  }
}

/** Held until somebody has repaired the record: what waits may leave then. */
function heldAsUnreadable(personId: string): SafetyDecision {
  const finding = { code: 'RECORD_UNREADABLE', detail: null, knownSince: null } as const;
  return {
    decision: 'HUMAN_ONLY',
    needsRecheckOnly: true,
    reasons: [toReason({ ...finding, about: { kind: 'person', id: personId } })],
    contactPoints: [],
    chosenEmailContactPointId: null,
  };
}

const RECORD = {
  name: 'contact-safety.record',
  text: `
    INSERT INTO contact_decision (id, person_id, restricted, safety_version, decision, reasons, contact_points,
                                  chosen_contact_point_id, decided_at, decided_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
};
