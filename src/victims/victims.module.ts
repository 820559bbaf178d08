import { Module } from '@nestjs/common';
import { ReferenceDataModule } from '../reference-data/reference-data.module.js';
import { AccessLog } from './access-log.js';
import { CollisionWord } from './collision-word.js';
import { CollisionsController } from './collisions.controller.js';
import { ContactPoints } from './contact-points.js';
import { ContactPointsController } from './contact-points.controller.js';
import { ContactPreferences } from './contact-preferences.js';
import { ContactSafetyController } from './contact-safety.controller.js';
import { CorrectVictim } from './correct-victim.js';
import { Incidents } from './incidents.js';
import { IncidentsController } from './incidents.controller.js';
import { JusticeEventsModule } from './justice-events/justice-events.module.js';
import { SafeContactNotes } from './safe-contact-notes.js';
import { SafetyReading } from './safety-reading.js';
import { SafetyWord } from './safety-word.js';
import { VictimRecord } from './victim-record.js';
import { VictimSearch } from './victim-search.js';
import { VictimsController } from './victims.controller.js';

/** People, how they may be reached, and who looked at their record. */
@Module({
  imports: [ReferenceDataModule, JusticeEventsModule],
  controllers: [
    VictimsController,
    ContactPointsController,
    ContactSafetyController,
    CollisionsController,
    IncidentsController,
  ],
  providers: [
    VictimSearch,
    VictimRecord,
    CorrectVictim,
    ContactPoints,
    SafetyReading,
    SafeContactNotes,
    SafetyWord,
    CollisionWord,
    ContactPreferences,
    AccessLog,
    Incidents,
  ],
})
export class VictimsModule {}
