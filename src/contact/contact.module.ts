import { Module, type OnModuleInit } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { Clock } from '../platform/clock.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import { Leases } from '../platform/leases/leases.js';
import { Log } from '../platform/logging/log.js';
import { Settings } from '../platform/settings.js';
import { mustReachEveryState } from '../platform/state-table.js';
import { ReferenceDataModule } from '../reference-data/reference-data.module.js';
import { ContactSafetyModule } from '../victims/contact-safety/contact-safety.module.js';
import { CallsController } from './calls/calls.controller.js';
import { ChildContactController } from './calls/child-contact.controller.js';
import { ChildContacts } from './calls/child-contacts.js';
import { ReadCalls } from './calls/read-calls.js';
import { RecordAttempt } from './calls/record-attempt.js';
import { RecordInbound } from './calls/record-inbound.js';
import { channelsOfSettings } from './channels/channels-of-settings.js';
import { MessageChannels } from './channels/message-channels.js';
import { ContactController } from './contact.controller.js';
import { ContactTasks } from './contact-tasks.js';
import { FirstContact } from './first-contact.js';
import { BatchesController } from './letters/batches.controller.js';
import { ChooseRecipients } from './letters/choose-recipients.js';
import { DecideBatch } from './letters/decide-batch.js';
import { LetterCircumstancesReader } from './letters/letter-circumstances.js';
import { BATCH_TABLE } from './letters/batch-states.js';
import { FindSafeWay } from './letters/find-safe-way.js';
import { LettersController } from './letters/letters.controller.js';
import { ProposeBatch } from './letters/propose-batch.js';
import { QueueLetters } from './letters/queue-letters.js';
import { ReadBatches } from './letters/read-batches.js';
import { ReturnLetter } from './letters/return-letter.js';
import { CapturedMessages } from './messages/captured-messages.js';
import { MessageContent } from './messages/message-content.js';
import { faultsOf, STATE_TABLE } from './messages/message-states.js';
import { ReadMessages } from './messages/read-messages.js';
import { OutgoingMessages } from './messages/outgoing-messages.js';
import { RecipientAddress } from './messages/recipient-address.js';
import { SettleMessage } from './messages/settle-message.js';
import { PlanContact } from './planning/plan-contact.js';
import { PlanWriter } from './planning/plan-writer.js';
import { ReadContactPlan } from './planning/read-contact-plan.js';
import { TellOfSuspects } from './planning/suspect-after.js';
import { ClaimMessage } from './sending/claim-message.js';
import { LeavingRules } from './sending/leaving-rules.js';
import { RecordOutcome } from './sending/record-outcome.js';
import { SendingSteps } from './sending/sending-steps.js';
import { SendingWindow } from './sending/sending-window.js';
import { SendMessage } from './sending/send-message.js';
import { StopMessage } from './sending/stop-message.js';
import { SweepContact } from './sending/sweep-contact.js';
import { AskForSms } from './sms/ask-for-sms.js';
import { AskNotify } from './sms/ask-notify.js';
import { ProviderReceipts } from './sms/provider-receipts.js';
import { SmsController } from './sms/sms.controller.js';
import { SmsWriter } from './sms/sms-writer.js';

const PLANNING = [PlanContact, PlanWriter, TellOfSuspects, ReadContactPlan, ContactTasks, FirstContact];
const MESSAGES = [
  MessageContent,
  RecipientAddress,
  OutgoingMessages,
  ReadMessages,
  CapturedMessages,
  SettleMessage,
];
const SENDING = [
  SendMessage,
  SendingSteps,
  SendingWindow,
  LeavingRules,
  ClaimMessage,
  StopMessage,
  RecordOutcome,
  SweepContact,
];
const LETTERS = [
  LetterCircumstancesReader,
  ChooseRecipients,
  ReadBatches,
  ProposeBatch,
  DecideBatch,
  QueueLetters,
  FindSafeWay,
  ReturnLetter,
];
const SMS = [AskForSms, SmsWriter, ProviderReceipts, AskNotify];

const CALLS = [ReadCalls, RecordAttempt, RecordInbound, ChildContacts];

/** Safe contact: what is planned for whom, what leaves and when, and what became of it. */
@Module({
  imports: [ReferenceDataModule, ContactSafetyModule, CasesModule],
  controllers: [
    ContactController,
    CallsController,
    ChildContactController,
    BatchesController,
    LettersController,
    SmsController,
  ],
  providers: [
    {
      provide: MessageChannels,
      inject: [Settings, Database, FieldEncryption, Leases, Log, Clock],
      useFactory: channelsOfSettings,
    },
    ...PLANNING,
    ...MESSAGES,
    ...SENDING,
    ...LETTERS,
    ...SMS,
    ...CALLS,
  ],
  exports: [PlanContact, SendMessage],
})
export class ContactModule implements OnModuleInit {
  onModuleInit(): void {
    const faults = faultsOf(STATE_TABLE);
    if (faults.length > 0)
      throw new Error(`the states of messages do not fit together: ${faults.join('; ')}`);
    mustReachEveryState('batch of letters', BATCH_TABLE, 'proposed');
  }
}
