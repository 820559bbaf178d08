import type { ReadRow } from './read-row.js';

/** Readings as one text: what a thread hands over is copied, and a text is copied fastest. */
export function readingsText(readings: readonly ReadRow[]): string {
  return JSON.stringify(readings);
}

/** The readings of such a text, with their instants. */
export function readingsOf(text: string): ReadRow[] {
  const readings = JSON.parse(text) as ReadRow[];
  for (const { record } of readings) {
    if (!record) continue;
    const { incident } = record;
    record.lastUpdatedAt = new Date(record.lastUpdatedAt);
    incident.reportedAt = instant(incident.reportedAt);
    incident.recordedAt = instant(incident.recordedAt);
    incident.occurredFrom = instant(incident.occurredFrom);
    incident.occurredTo = instant(incident.occurredTo);
  }
  return readings;
}

function instant(read: Date | null): Date | null {
  return read === null ? null : new Date(read);
}
