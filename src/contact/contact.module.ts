import { Module, type OnModuleInit } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import { Settings } from '../platform/settings.js';
import { ReferenceDataModule } from '../reference-data/reference-data.module.js';
import { ContactSafetyModule } from '../victims/contact-safety/contact-safety.module.js';
import { CallsController } from './calls/calls.controller.js';
import { ReadCalls } from './calls/read-calls.js';
import { RecordAttempt } from './calls/record-attempt.js';
import { RecordInbound } from './calls/record-inbound.js';
import { CaptureChannel } from './channels/capture-channel.js';
import { EmailChannel } from './channels/email-channel.js';
import { SmtpChannel } from './channels/smtp-channel.js';
import { ContactController } from './contact.controller.js';
import { ContactTasks } from './contact-tasks.js';
import { FirstContact } from './first-contact.js';
import { CapturedMessages } from './messages/captured-messages.js';
import { MessageContent } from './messages/message-content.js';
import { faultsOf, STATE_TABLE } from './messages/message-states.js';
import { ReadMessages } from './messages/read-messages.js';
import { RecipientAddress } from './messages/recipient-address.js';
import { SettleMessage } from './messages/settle-message.js';
import { PlanContact } from './planning/plan-contact.js';
import { PlanWriter } from './planning/plan-writer.js';
import { ReadContactPlan } from './planning/read-contact-plan.js';
import { ClaimMessage } from './sending/claim-message.js';
import { RecordOutcome } from './sending/record-outcome.js';
import { SendingSteps } from './sending/sending-steps.js';
import { SendingWindow } from './sending/sending-window.js';
import { SendMessage } from './sending/send-message.js';
import { SweepContact } from './sending/sweep-contact.js';

const PLANNING = [PlanContact, PlanWriter, ReadContactPlan, ContactTasks, FirstContact];
const MESSAGES = [MessageContent, RecipientAddress, ReadMessages, CapturedMessages, SettleMessage];
const SENDING = [SendMessage, SendingSteps, SendingWindow, ClaimMessage, RecordOutcome, SweepContact];

const CALLS = [ReadCalls, RecordAttempt, RecordInbound];

/** Safe contact: what is planned for whom, what leaves and when, and what became of it. */
@Module({
  imports: [ReferenceDataModule, ContactSafetyModule, CasesModule],
  controllers: [ContactController, CallsController],
  providers: [
    {
      provide: EmailChannel,
      inject: [Settings, Database, FieldEncryption],
      useFactory: (settings: Settings, database: Database, encryption: FieldEncryption) =>
        settings.messageChannel === 'smtp'
          ? SmtpChannel.fromUrl(settings.smtpUrl!, settings.smtpFrom!)
          : new CaptureChannel(database, encryption),
    },
    ...PLANNING,
    ...MESSAGES,
    ...SENDING,
    ...CALLS,
  ],
  exports: [PlanContact, SendMessage],
})
export class ContactModule implements OnModuleInit {
  onModuleInit(): void {
    const faults = faultsOf(STATE_TABLE);
    if (faults.length > 0)
      throw new Error(`the states of messages do not fit together: ${faults.join('; ')}`);
  }
}
