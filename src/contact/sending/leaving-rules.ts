import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { decideAbout } from '../../victims/contact-safety/decide.js';
import type { LoadedFacts } from '../../victims/contact-safety/load-facts.js';
import { reasonsAgainstEmail, type SafetyDecision } from '../../victims/contact-safety/safety-decision.js';
import type { MessageKind } from '../channels/channel.js';
import { LetterCircumstancesReader } from '../letters/letter-circumstances.js';
import { addressToWriteTo, reasonsOfCircumstances, reasonsOfSafety } from '../letters/letter-rules.js';
import { readSmsCircumstances } from '../sms/sms-circumstances.js';
import { againstSmsNow } from '../sms/sms-rules.js';

/** What the question whether a message may leave is about. */
export interface LeavingMessage {
  messageId: string;
  channel: MessageKind;
  caseId: string;
  referralId: string;
  contactPointId: string;
  /** Of the facts on which it was planned or asked for. */
  safetyVersion: number;
}

/** The answer: may leave where there is no reason against it. */
export interface LeavingVerdict {
  decision: SafetyDecision;
  reasons: string[];
}

const OTHER_CONTACT_POINT = 'CONTACT_POINT_SUPERSEDED';

/** Whether a message may leave now, by the rules of its kind, on the facts of the transaction that asks. */
@Injectable()
export class LeavingRules {
  constructor(private readonly circumstances: LetterCircumstancesReader) {}

  async verdict(tx: Transaction, message: LeavingMessage, facts: LoadedFacts): Promise<LeavingVerdict> {
    const decision = decideAbout(facts, message.referralId);
    return { decision, reasons: await this.against(tx, message, facts, decision) };
  }

  private async against(
    tx: Transaction,
    message: LeavingMessage,
    facts: LoadedFacts,
    decision: SafetyDecision,
  ): Promise<string[]> {
    switch (message.channel) {
      case 'email':
        return againstEmail(message, decision);
      case 'letter':
        return this.againstLetter(tx, message, facts, decision);
      case 'sms':
        return againstSmsNow(facts, decision, message, await readSmsCircumstances(tx, message.caseId));
    }
  }

  private async againstLetter(
    tx: Transaction,
    { messageId, caseId, contactPointId }: LeavingMessage,
    facts: LoadedFacts,
    decision: SafetyDecision,
  ): Promise<string[]> {
    const known = (await this.circumstances.of(tx, [caseId], messageId)).get(caseId);
    const reasons = [
      ...reasonsOfSafety(facts, decision),
      ...(known ? reasonsOfCircumstances(known) : ['CASE_CLOSED']),
    ];
    const isThatAddress = addressToWriteTo(facts, decision) === contactPointId;
    return reasons.length > 0 || isThatAddress ? reasons : [OTHER_CONTACT_POINT];
  }
}

function againstEmail({ contactPointId }: LeavingMessage, decision: SafetyDecision): string[] {
  const reasons = reasonsAgainstEmail(decision);
  const isThatAddress = decision.chosenEmailContactPointId === contactPointId;
  return reasons.length > 0 || isThatAddress ? reasons : [OTHER_CONTACT_POINT];
}
