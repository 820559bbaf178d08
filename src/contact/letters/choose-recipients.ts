import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { addDays, type Day } from '../../platform/working-days/calendar-days.js';
import { startOfDayLondon } from '../../platform/working-days/london-days.js';
import { decideAbout } from '../../victims/contact-safety/decide.js';
import { type LoadedFacts, SafetyFactsLoader } from '../../victims/contact-safety/load-facts.js';
import type { SafetyDecision } from '../../victims/contact-safety/safety-decision.js';
import { type LetterCircumstances, LetterCircumstancesReader } from './letter-circumstances.js';
import { addressToWriteTo, reasonsOfCircumstances, reasonsOfSafety } from './letter-rules.js';

/** Somebody whom a letter may be for. */
export interface Candidate {
  caseId: string;
  personId: string;
  referralId: string;
}

/** A candidate as judged: to be written to where there are no reasons against it. */
export interface JudgedCandidate extends Candidate {
  reasons: string[];
  facts: LoadedFacts | null;
  decision: SafetyDecision | null;
  contactPointId: string | null;
}

/** What a look at the people of some days found. */
export interface Choice {
  chosen: JudgedCandidate[];
  lookedAt: number;
  notLookedAt: number;
  /** People by reason. */
  leftOut: Record<string, number>;
}

const PEOPLE_AT_ONCE = 500;

/** Finds whom the letter to those with no needs is for. */
@Injectable()
export class ChooseRecipients {
  constructor(
    private readonly loader: SafetyFactsLoader,
    private readonly circumstances: LetterCircumstancesReader,
  ) {}

  /** Looks at everybody whose referral was accepted on these days, earliest first, until the list is full. */
  async choose(tx: Transaction, from: Day, to: Day, atMost: number): Promise<Choice> {
    const candidates = await tx.query<Candidate>(CANDIDATES, [
      startOfDayLondon(from),
      startOfDayLondon(addDays(to, 1)),
    ]);
    const choice: Choice = { chosen: [], lookedAt: 0, notLookedAt: 0, leftOut: {} };
    for (let start = 0; start < candidates.length; start += PEOPLE_AT_ONCE) {
      if (choice.chosen.length === atMost) break;
      const judged = await this.judge(tx, candidates.slice(start, start + PEOPLE_AT_ONCE));
      judged.forEach((one) => count(choice, one, atMost));
    }
    return { ...choice, notLookedAt: candidates.length - choice.lookedAt };
  }

  /** Every candidate with what stands against a letter, in three statements however many they are. */
  async judge(tx: Transaction, candidates: readonly Candidate[]): Promise<JudgedCandidate[]> {
    const known = await this.circumstances.of(
      tx,
      candidates.map(({ caseId }) => caseId),
    );
    const facts = await this.loader.load(
      tx,
      candidates.map(({ personId }) => personId),
    );
    return candidates.map((one) => judgedBy(one, known.get(one.caseId), facts.get(one.personId)));
  }
}

function judgedBy(
  candidate: Candidate,
  known: LetterCircumstances | undefined,
  facts: LoadedFacts | undefined,
): JudgedCandidate {
  if (!known || !facts)
    return { ...candidate, reasons: ['CASE_CLOSED'], facts: null, decision: null, contactPointId: null };
  const decision = decideAbout(facts, candidate.referralId);
  const reasons = [...reasonsOfSafety(facts, decision), ...reasonsOfCircumstances(known)];
  return { ...candidate, reasons, facts, decision, contactPointId: addressToWriteTo(facts, decision) };
}

function count(choice: Choice, judged: JudgedCandidate, atMost: number): void {
  if (choice.chosen.length === atMost) return;
  choice.lookedAt += 1;
  if (judged.reasons.length === 0) choice.chosen.push(judged);
  for (const reason of judged.reasons) choice.leftOut[reason] = (choice.leftOut[reason] ?? 0) + 1;
}

/** Of each case the newest referral of these days. Restricted people are on no list, nor counted for one. */
const CANDIDATES = `
  SELECT "caseId", "personId", "referralId" FROM (
    SELECT DISTINCT ON (r.case_id) r.case_id AS "caseId", r.person_id AS "personId", r.id AS "referralId",
           r.first_accepted_at
      FROM referral r
     WHERE r.first_accepted_at >= $1 AND r.first_accepted_at < $2 AND NOT r.restricted
     ORDER BY r.case_id, r.first_accepted_at DESC, r.id DESC) newest
   ORDER BY first_accepted_at, "caseId"`;
