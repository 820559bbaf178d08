import { Module } from '@nestjs/common';
import { ReferenceDataModule } from '../reference-data/reference-data.module.js';
import { JusticeEventsModule } from '../victims/justice-events/justice-events.module.js';
import { CaseOpener } from './case-opener.js';
import { DangerNews } from './danger-news.js';
import { ChunkOfRows } from './chunk-of-rows.js';
import { RowDecisions } from './decide-row.js';
import { ImportReading } from './import-reading.js';
import { ImportsController } from './imports.controller.js';
import { Inbox } from './inbox.js';
import { IntakeFiles } from './intake-files.js';
import { ChunkOfEvents } from './justice-events/chunk-of-events.js';
import { EventDecisions } from './justice-events/decide-event-row.js';
import { EventRowReader } from './justice-events/read-event-row.js';
import { AwaitingRows } from './justice-events/release-awaiting.js';
import { TakeInEvents } from './justice-events/take-in-events.js';
import { KeptRows } from './kept-rows.js';
import { FileProcessor } from './process-file.js';
import { DirectReferralReader } from './read-direct-referral.js';
import { ReadingThread } from './reading-thread.js';
import { ReferralReading } from './read-referrals.js';
import { RowReader } from './read-row.js';
import { FileReceiver } from './receive-file.js';
import { ReferralReceiver } from './receive-referral.js';
import { ReferralsController } from './referrals.controller.js';
import { RowContents } from './row-content.js';
import { RowDetails } from './row-details.js';
import { RowQuality } from './row-quality.js';
import { RowReading } from './rows-ahead.js';
import { IntakeSweep } from './sweep-intake.js';
import { TakeIn } from './take-in.js';
import { WaitingRows } from './waiting-rows.js';

/** Referrals and justice events on their way in: files by upload and watched folder, and single referrals. */
@Module({
  imports: [ReferenceDataModule, JusticeEventsModule],
  controllers: [ImportsController, ReferralsController],
  providers: [
    CaseOpener,
    DangerNews,
    ChunkOfRows,
    AwaitingRows,
    ChunkOfEvents,
    DirectReferralReader,
    EventDecisions,
    EventRowReader,
    FileProcessor,
    FileReceiver,
    ImportReading,
    Inbox,
    IntakeFiles,
    IntakeSweep,
    KeptRows,
    ReadingThread,
    ReferralReading,
    ReferralReceiver,
    RowContents,
    RowDecisions,
    RowDetails,
    RowQuality,
    RowReader,
    RowReading,
    TakeIn,
    TakeInEvents,
    WaitingRows,
  ],
  exports: [FileProcessor, FileReceiver, ReferralReceiver],
})
export class IntakeModule {}
