import { Module } from '@nestjs/common';
import { ReferenceDataModule } from '../../reference-data/reference-data.module.js';
import { CorrectEvent } from './correct-event.js';
import { EventKinds } from './event-kinds.js';
import { EventNotes } from './event-notes.js';
import { JusticeEventsController } from './justice-events.controller.js';
import { ReadEvents } from './read-events.js';
import { RecordEvent } from './record-event.js';

/** What happened in the criminal case, on the incident: where it comes in one by one, and where it is read. */
@Module({
  imports: [ReferenceDataModule],
  controllers: [JusticeEventsController],
  providers: [EventKinds, EventNotes, ReadEvents, RecordEvent, CorrectEvent],
  exports: [EventKinds],
})
export class JusticeEventsModule {}
