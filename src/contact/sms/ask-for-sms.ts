import { Injectable } from '@nestjs/common';
import { LATEST_DECISION } from '../../cases/calls/may-be-called.js';
import { caseSeen, caseToChange, recordEvent } from '../../cases/seen-case.js';
import type { SupportCase } from '../../cases/support-case.entity.js';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Conflict, Invalid, NotFound } from '../../platform/problems/problem.js';
import { personAsRead } from '../../victims/seen-person.js';
import { decideAbout, SafetyDecisions } from '../../victims/contact-safety/decide.js';
import { type LoadedFacts, SafetyFactsLoader } from '../../victims/contact-safety/load-facts.js';
import { leadingReferral } from '../calls/call-subjects.js';
import type { MessageResponse } from '../messages/message-responses.js';
import { ReadMessages } from '../messages/read-messages.js';
import type { AskForMessageRequest } from './sms-requests.js';
import { againstSms, SMS_REFUSALS, type SmsRefusal } from './sms-rules.js';
import { SmsWriter } from './sms-writer.js';

/** A coordinator asks for an SMS to be sent. */
@Injectable()
export class AskForSms {
  constructor(
    private readonly database: Database,
    private readonly loader: SafetyFactsLoader,
    private readonly decisions: SafetyDecisions,
    private readonly sms: SmsWriter,
    private readonly messages: ReadMessages,
  ) {}

  /** @throws NotFound; StaleEdit where more is known since of the person's safety; Invalid `unknown-contact-point`; Conflict with a code of `SMS_REFUSALS` */
  ask(actor: Actor, caseId: string, request: AskForMessageRequest): Promise<MessageResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const seen = await caseSeen(tx, caseId);
      const { personId } = seen;
      seen.mustBeOpen();
      await mustBeContactable(tx, personId);
      const person = await personAsRead(tx, personId, request.safetyVersion);
      const supportCase = await caseToChange(tx, caseId);
      const point = await this.sms.pointOf(tx, person.id, request.contactPointId);
      if (!point)
        throw Invalid.field('contactPointId', 'unknown-contact-point', 'The person has no such number.');
      const facts = (await this.loader.load(tx, [person.id])).get(person.id);
      if (!facts) throw new NotFound('case');
      const messageId = await this.write(tx, supportCase, request, facts);
      await recordEvent(tx, supportCase, 'message.queued', { messageId });
      await tx.announce('message.queued', { messageId });
      return this.messages.read(tx, messageId, 'message.ask');
    });
  }

  private async write(
    tx: Transaction,
    supportCase: SupportCase,
    request: AskForMessageRequest,
    facts: LoadedFacts,
  ): Promise<string> {
    const pointId = request.contactPointId.toLowerCase();
    const referralId = await leadingReferral(tx, supportCase.id, undefined);
    const decision = decideAbout(facts, referralId);
    const known = await this.sms.circumstances(tx, supportCase.id);
    const against = againstSms(facts, decision, pointId, known);
    if (against) throw refusal(against.code);
    const fault = await this.sms.faultOf(tx, supportCase.id, pointId, request.templateCode);
    if (fault) throw refusal(fault);
    const [decisionId] = await this.decisions.record(tx, [{ facts, decision }]);
    const { safetyVersion } = facts;
    const about = { referralId, decisionId: decisionId!, safetyVersion, contactPointId: pointId };
    return this.sms.write(tx, supportCase, { ...about, templateCode: request.templateCode });
  }
}

/** As the actions of the case tell, before anything that was read of the person is weighed. @throws Conflict `do-not-contact` */
async function mustBeContactable(tx: Transaction, personId: string): Promise<void> {
  const person = await tx.queryOne<{ decision: string | null }>(DECISION, [personId]);
  if (person?.decision === 'DO_NOT_CONTACT') throw refusal('do-not-contact');
}

const DECISION = `SELECT ${LATEST_DECISION} AS decision FROM person p WHERE p.id = $1`;

function refusal(code: SmsRefusal): Conflict {
  return new Conflict(code, SMS_REFUSALS[code]);
}
