import { serviceActor } from '../../platform/access/actor.js';
import type { SettableClock } from '../../platform/clock.js';
import type { Database } from '../../platform/database/database.js';
import { dayNumber, isoDayOf, londonInstant } from '../scenario/calendar.js';
import { FORCE } from '../scenario/crime.js';
import type { ServiceClient } from '../service-client.js';
import { RECORDS } from './assumptions.js';
import type { CaseCalendar } from './case-calendar.js';
import type { VictimsWord } from './case-event.js';

const VICTIMS_SPEAK = 19 * 60 + 45;
const AT_ONCE = 6;

/** Where what a victim answers is held. */
interface Place {
  incidentId: string;
  eventId: string;
  partyId: string;
}

/** Lets the agencies' files come, and victims say what they were told. */
export class CriminalCases {
  constructor(
    private readonly client: ServiceClient,
    private readonly database: Database,
    private readonly clock: SettableClock,
    private readonly calendar: CaseCalendar,
  ) {}

  /** Says from which days on the agencies' files are complete: their silence is a breach then. */
  async begin(firstDay: string): Promise<void> {
    const from = (days: number) => isoDayOf(dayNumber(firstDay) + days);
    const source = 'Invented: the agency’s file of events';
    await this.database.inTransaction(serviceActor('worker', 'demonstration'), (tx) =>
      tx.insert('code_feed', [
        { feed: 'police', valid_from: from(RECORDS.policeFrom), standing: 'covered', source },
        { feed: 'wcu', valid_from: from(RECORDS.witnessCareFrom), standing: 'covered', source },
      ]),
    );
  }

  /** The day's file of events, where there is one. */
  async receiveFile(on: string): Promise<void> {
    const { file } = this.calendar.day(on);
    if (!file) return;
    this.clock.set(file.at);
    await this.client.upload(file.name, file.csv, 'justice-events');
  }

  /** What victims told coordinators in the evening. */
  async hearVictims(on: string): Promise<void> {
    const waiting = [...this.calendar.day(on).words];
    if (waiting.length === 0) return;
    const evening = londonInstant(dayNumber(on), VICTIMS_SPEAK);
    if (evening > this.clock.now()) this.clock.set(evening);
    const listen = async (): Promise<void> => {
      for (let word = waiting.shift(); word; word = waiting.shift()) await this.write(word);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, listen));
  }

  /** Whom nobody may see but a team leader speaks to a team leader. */
  private async write(word: VictimsWord): Promise<void> {
    const place = await this.placeOf(word);
    // What is still set aside for a person cannot be answered.
    if (!place) return;
    const { incidentId, eventId, partyId } = place;
    await this.client.post('team-leader', `/incidents/${incidentId}/justice-events`, {
      kind: 'victim.informed',
      source: 'victim',
      outcome: word.outcome,
      occurredOn: isoDayOf(word.on),
      partyId,
      answersEventId: eventId,
    });
  }

  private placeOf({ answered, victim }: VictimsWord): Promise<Place | null> {
    return this.database.inTransaction(serviceActor('reporting', 'demonstration'), (tx) =>
      tx.queryOne<Place>(PLACE, [answered.reference, `voc:${FORCE}:${victim.victimOnCrimeId}`]),
    );
  }
}

const PLACE = `
  SELECT e.incident_id AS "incidentId", e.original_id AS "eventId", r.party_id AS "partyId"
    FROM justice_event e
    JOIN referral r ON r.incident_id = e.incident_id AND r.source_key = $2
    JOIN party y ON y.id = r.party_id AND y.role = 'victim'
   WHERE e.feed = 'justice-events' AND e.source_reference = $1 AND e.superseded_at IS NULL AND NOT e.withdrawn
   LIMIT 1`;
