import type { Transaction } from '../../platform/database/transaction.js';
import { type Crime, holdCrimes, type VictimOfCrime } from '../../victims/justice-events/crimes.js';
import { HELD_EVENT, type HeldEvent } from '../../victims/justice-events/justice-event.js';
import type { EventRecord } from './event-record.js';

/** What is held under a feed's reference: the newest version of an event, and what the feed itself said of it last. */
export interface Chain {
  newest: HeldEvent;
  /** Of the newest version that a file brought. */
  saidByFeed: { id: string; contentSha256: string; updatedAt: Date };
}

/** What is already held of the crimes and events that a batch of rows speaks of; kept up to date as it is worked. */
export class KnownEvents {
  readonly crimes = new Map<string, Crime>();
  /** Incident id by `force reference`. */
  private readonly incidents = new Map<string, string>();
  private readonly chains = new Map<string, Chain>();
  /** Party id by `incident source-key` and `incident person-id`. */
  private readonly parties = new Map<string, string>();

  /**
   * Reads what is held, in a handful of statements however many rows there are.
   * @param more incidents that a person named for a row
   */
  static async load(
    tx: Transaction,
    records: readonly EventRecord[],
    more: readonly string[] = [],
  ): Promise<KnownEvents> {
    const known = new KnownEvents();
    await known.loadIncidents(tx, records);
    await known.loadChains(tx, records);
    const moved = [...known.chains.values()].map(({ newest }) => newest.incidentId);
    const ids = [...new Set([...known.incidents.values(), ...moved, ...more])].sort();
    for (const [id, crime] of await holdCrimes(tx, ids)) known.crimes.set(id, crime);
    await known.loadParties(tx, records, ids);
    return known;
  }

  crimeOf({ crime: { force, reference } }: EventRecord): Crime | null {
    return this.crimes.get(this.incidents.get(`${force} ${reference}`) ?? '') ?? null;
  }

  chain(feed: string, reference: string): Chain | null {
    return this.chains.get(`${feed} ${reference}`) ?? null;
  }

  /** The victim of a crime whom a row names; null where it names nobody that is known there. */
  victimOf(crime: Crime, { crime: { force }, victim }: EventRecord): VictimOfCrime | null {
    const { victimOnCrimeId, personId } = victim;
    const party =
      (victimOnCrimeId && this.parties.get(`${crime.id} voc:${force}:${victimOnCrimeId}`)) ??
      (personId && this.parties.get(`${crime.id} person:${personId}`));
    return party ? (crime.people.get(party) ?? null) : null;
  }

  /** Notes what the feed said, and the version that came of it. */
  remember(record: EventRecord, newest: HeldEvent): void {
    const saidByFeed = {
      id: newest.id,
      contentSha256: record.contentSha256,
      updatedAt: record.lastUpdatedAt,
    };
    const before = this.chain(record.feed, record.reference)?.newest;
    if (before) this.crimes.get(before.incidentId)?.forget(before.originalId);
    this.chains.set(`${record.feed} ${record.reference}`, { newest, saidByFeed });
    this.crimes.get(newest.incidentId)?.remember(newest);
  }

  /** Notes that the feed said the same again later. */
  saidAgain({ feed, reference, lastUpdatedAt }: EventRecord): string | null {
    const chain = this.chain(feed, reference);
    if (!chain) return null;
    chain.saidByFeed.updatedAt = lastUpdatedAt;
    return chain.saidByFeed.id;
  }

  private async loadIncidents(tx: Transaction, records: readonly EventRecord[]): Promise<void> {
    const rows = await tx.query<{ id: string; force: string; reference: string }>(
      `SELECT i.id, i.force, i.crime_reference AS reference
         FROM unnest($1::text[], $2::text[]) AS wanted(force, reference)
         JOIN incident i ON i.force = wanted.force AND i.crime_reference = wanted.reference`,
      [records.map(({ crime }) => crime.force), records.map(({ crime }) => crime.reference)],
    );
    rows.forEach(({ id, force, reference }) => this.incidents.set(`${force} ${reference}`, id));
  }

  private async loadChains(tx: Transaction, records: readonly EventRecord[]): Promise<void> {
    const wanted = new Map<string, [feed: string, reference: string]>();
    for (const { feed, reference, answersReference } of records) {
      wanted.set(`${feed} ${reference}`, [feed, reference]);
      if (answersReference) wanted.set(`${feed} ${answersReference}`, [feed, answersReference]);
    }
    const rows = await tx.query<HeldEvent & { saidId: string; saidSha256: string; saidUpdatedAt: Date }>(
      CHAINS,
      [[...wanted.values()].map(([feed]) => feed), [...wanted.values()].map(([, reference]) => reference)],
    );
    for (const { saidId, saidSha256, saidUpdatedAt, ...newest } of rows)
      this.chains.set(`${newest.feed} ${newest.sourceReference}`, {
        newest,
        saidByFeed: { id: saidId, contentSha256: saidSha256, updatedAt: saidUpdatedAt },
      });
  }

  private async loadParties(
    tx: Transaction,
    records: readonly EventRecord[],
    incidentIds: readonly string[],
  ): Promise<void> {
    if (!records.some(({ victim }) => victim.victimOnCrimeId ?? victim.personId)) return;
    const rows = await tx.query<{ incidentId: string; partyId: string; key: string }>(PARTIES, [incidentIds]);
    rows.forEach(({ incidentId, partyId, key }) => this.parties.set(`${incidentId} ${key}`, partyId));
  }
}

const CHAINS = `
  SELECT ${HELD_EVENT}, said.id AS "saidId", said.content_sha256 AS "saidSha256", said.source_updated_at AS "saidUpdatedAt"
    FROM unnest($1::text[], $2::text[]) AS wanted(feed, reference)
    JOIN justice_event o ON o.feed = wanted.feed AND o.source_reference = wanted.reference AND o.supersedes_id IS NULL
    JOIN justice_event e ON e.original_id = o.id AND e.superseded_at IS NULL
   CROSS JOIN LATERAL (SELECT s.id, s.content_sha256, s.source_updated_at FROM justice_event s
                        WHERE s.original_id = o.id AND s.import_id IS NOT NULL
                        ORDER BY s.source_updated_at DESC, s.content_sha256 DESC, s.id DESC LIMIT 1) said`;

/** A victim's keys on a crime: those of the referrals that named them, and their person ids at any source. */
const PARTIES = `
  SELECT r.incident_id AS "incidentId", r.party_id AS "partyId", r.source_key AS key
    FROM referral r JOIN party y ON y.id = r.party_id AND y.role IN ('victim', 'family-member') WHERE r.incident_id = ANY ($1)
   UNION
  SELECT y.incident_id, y.id, 'person:' || i.value
    FROM party y JOIN person_identifier i ON i.person_id = y.person_id
   WHERE y.incident_id = ANY ($1) AND y.role IN ('victim', 'family-member')`;
