import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { CodeLists } from '../../reference-data/code-lists.js';

/** What bears on whether somebody is one of those with no needs, beside the safety of writing to them. */
export interface LetterCircumstances {
  caseId: string;
  isOpen: boolean;
  /** Somebody referred them in person: they are telephoned. */
  isReferredDirectly: boolean;
  hasEnhancedBasis: boolean;
  /** A need was identified, support was wanted, or a safeguarding referral was made. */
  hasStatedNeed: boolean;
  /** They were reached, came to us, or were assessed: no list decides about them any more. */
  isInTouch: boolean;
  /** Null where the police did not say. */
  isRepeatVictim: boolean | null;
  isOfSeriousCrime: boolean;
  /** An automatic message or a letter went, or is to go, for the case. */
  wasWrittenTo: boolean;
  /** What they said about being written to; null where nobody asked. */
  write: 'never' | 'plain-envelope' | 'ok' | null;
}

/** Reads the circumstances of cases, in one statement however many they are. */
@Injectable()
export class LetterCircumstancesReader {
  constructor(private readonly codes: CodeLists) {}

  /** By case. @param exceptMessage the letter that the question is about */
  async of(
    tx: Transaction,
    caseIds: readonly string[],
    exceptMessage: string | null = null,
  ): Promise<Map<string, LetterCircumstances>> {
    const serious = this.codes
      .codesOn('cohorts', tx.now)
      .filter(({ attributes }) => attributes.soc === true)
      .map(({ code }) => code);
    const rows = await tx.query<LetterCircumstances>(CIRCUMSTANCES, [caseIds, serious, exceptMessage]);
    return new Map(rows.map((row) => [row.caseId, row]));
  }
}

/** A crime of its own, or the police's word, makes somebody a repeat victim; where they left it blank it is not known. */
const IS_REPEAT = `
  SELECT CASE WHEN count(DISTINCT r.incident_id) > 1 OR bool_or(r.repeat_victim) THEN true
              WHEN bool_and(r.repeat_victim IS NOT NULL) THEN false END
    FROM referral r WHERE r.person_id = c.person_id`;

const HAS_ENHANCED_BASIS = `
  SELECT FROM (SELECT DISTINCT ON (e.case_id) e.status, e.bases FROM enhanced_status e
                WHERE e.person_id = c.person_id ORDER BY e.case_id, e.recorded_at DESC, e.id DESC) newest
   WHERE newest.status = 'yes' OR cardinality(newest.bases) > 0`;

const CIRCUMSTANCES = `
  SELECT c.id AS "caseId", c.closed_at IS NULL AS "isOpen",
         EXISTS (SELECT FROM referral r WHERE r.case_id = c.id AND r.pathway <> 'athena') AS "isReferredDirectly",
         EXISTS (${HAS_ENHANCED_BASIS}) AS "hasEnhancedBasis",
         EXISTS (SELECT FROM assessed_need n WHERE n.person_id = c.person_id AND n.is_identified)
           OR EXISTS (SELECT FROM contact_attempt a WHERE a.case_id = c.id AND a.wants_support)
           OR EXISTS (SELECT FROM safeguarding_referral s WHERE s.person_id = c.person_id) AS "hasStatedNeed",
         EXISTS (SELECT FROM contact_attempt a WHERE a.case_id = c.id AND a.is_reached)
           OR EXISTS (SELECT FROM inbound_contact i WHERE i.case_id = c.id)
           OR EXISTS (SELECT FROM assessment a WHERE a.case_id = c.id) AS "isInTouch",
         (${IS_REPEAT}) AS "isRepeatVictim",
         c.cohorts && $2::text[] AS "isOfSeriousCrime",
         EXISTS (SELECT FROM message m WHERE m.case_id = c.id AND m.id IS DISTINCT FROM $3::uuid
                    AND (m.origin IN ('automatic', 'batch') OR m.channel = 'letter')
                    AND m.state NOT IN ('recalled', 'failed')) AS "wasWrittenTo",
         (SELECT p.write FROM contact_preference p WHERE p.person_id = c.person_id) AS write
    FROM support_case c WHERE c.id = ANY ($1::uuid[])`;
