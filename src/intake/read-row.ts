import { Injectable } from '@nestjs/common';
import { BlindIndex } from '../platform/crypto/blind-index.js';
import { parseBirthDate } from '../platform/validation/birth-date.js';
import { normalisePostcode } from '../platform/validation/postcode.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { CodeLists } from '../reference-data/code-lists.js';
import type { FeedField } from '../reference-data/feeds/feed-fields.js';
import type { FeedMapping } from '../reference-data/feeds/feed-mapping.js';
import {
  DANGER_MARKERS,
  type DangerMarker,
  type MarkerAnswer,
} from '../victims/contact-safety/danger-markers.js';
import { Cells, type RowFault, RowRefused } from './cells.js';
import { sha256 } from './content-hash.js';
import { contactPointsOf, suspectKeysOf } from './read-contact-points.js';
import type { ReceivedIncident, ReceivedPerson, ReferralRecord } from './referral-record.js';

/** A row of an extract, read: a record, or the reason why it is none. */
export type ReadRow =
  | { record: ReferralRecord; fault: null }
  /** With the hash of what was received; null where its cells cannot be told apart. */
  | { record: null; fault: RowFault; contentSha256: string | null };

/** Addresses where others open the post, or where nobody should learn that a victim lives. */
export const CUSTODY =
  /\b(?:HMP|HM PRISON|YOI|PRISON|SECURE UNIT|SECURE HOSPITAL|REFUGE|SAFE HOUSE|CHILDREN'?S HOME|CARE HOME|HOSPITAL|WARD)\b/i;

/** Reads rows of police extracts through their feed's mapping (POLE Data Standards v1.1, Standard Data Model names). */
@Injectable()
export class RowReader {
  constructor(
    private readonly lists: CodeLists,
    private readonly index: BlindIndex,
  ) {}

  /**
   * Never throws for what a row holds: a bad row is refused by itself.
   * @param isReleased a person looked at the row: nothing of it holds it any more, and what cannot be is unknown
   */
  read(
    mapping: FeedMapping,
    raw: ReadonlyMap<FeedField, string>,
    sentBy: string,
    now: Date,
    isReleased = false,
  ): ReadRow {
    const cells = new Cells(mapping, this.lists, raw, londonDayOf(now), isReleased);
    try {
      return { record: this.recordOf(mapping, cells, sentBy, now), fault: null };
    } catch (error) {
      if (error instanceof RowRefused)
        return { record: null, fault: error.fault, contentSha256: contentOf(cells) };
      throw error;
    }
  }

  private recordOf(mapping: FeedMapping, cells: Cells, sentBy: string, now: Date): ReferralRecord {
    requireFields(mapping, cells);
    const lastUpdatedAt = lastUpdate(cells);
    const incident = incidentOf(cells);
    const person = personOf(cells, londonDayOf(incident.reportedAt ?? now));
    const address = addressOf(cells);
    const contactPoints = contactPointsOf({ ...reachOf(cells), address }, this.index);
    const suspects = suspectKeysOf(suspectsOf(cells), this.index);
    const custodyAddress =
      address === null ? null : CUSTODY.test(Object.values(address).filter(Boolean).join(' '));
    const answers = answersOf(cells);
    suspects.unreadable.forEach((field) => cells.noteUnknown(field));
    return {
      feed: mapping.feed,
      sourceKey: keyOf(cells, incident, person),
      pathway: mapping.pathway,
      sentBy,
      senderReference: null,
      lastUpdatedAt,
      role: 'victim',
      person,
      incident,
      contactPoints,
      suspectKeys: suspects.keys,
      ...answers,
      custodyAddress,
      unknownCodes: [...cells.unknownCodes],
      knownFields: [...cells.understood(), ...suspects.readable],
      reason: null,
      contentSha256: contentOf(cells),
    };
  }
}

function contentOf(cells: Cells): string {
  return sha256(JSON.stringify(cells.received()));
}

function answersOf(cells: Cells) {
  return {
    markers: markersOf(cells),
    relationshipCodes: cells.codes('relationshipToSuspect'),
    victimSupport: cells.flagOrUnknown('victimSupport'),
    victimAware: cells.flagOrUnknown('victimAwareReported'),
    contactPreferences: cells.codes('contactPreference'),
    repeatVictim: cells.flag('repeatVictim'),
    safeContactNote: cells.text('safeContactNotes'),
  };
}

function reachOf(cells: Cells) {
  return {
    emails: cells.texts('emailAddress'),
    mobileTelephones: cells.texts('mobileTelephone'),
    homeTelephones: cells.texts('homeTelephone'),
    workTelephones: cells.texts('workTelephone'),
  };
}

function suspectsOf(cells: Cells) {
  return {
    telephones: cells.texts('suspectTelephones'),
    emails: cells.texts('suspectEmails'),
    postcodes: cells.texts('suspectPostcodes'),
    personIds: cells.texts('suspectPersonIds'),
  };
}

function requireFields(mapping: FeedMapping, cells: Cells): void {
  cells.mustBeText();
  for (const field of mapping.required) if (cells.isBlank(field)) cells.reject(field, `${field}-missing`);
  for (const group of mapping.requiredOneOf) {
    if (group.every((field) => cells.isBlank(field)))
      cells.reject(group[0]!, `${group.join('-or-')}-missing`);
  }
}

function lastUpdate(cells: Cells): Date {
  return cells.instantOrReject('lastUpdatedDateTime', 'lastUpdatedDateTime-unreadable');
}

function keyOf(cells: Cells, incident: ReceivedIncident, person: ReceivedPerson): string {
  const victimOnCrime = cells.text('victimOnCrimeId');
  return victimOnCrime
    ? `voc:${incident.force}:${victimOnCrime}`
    : `fcp:${incident.force}:${incident.crimeReference}:${person.identifier!.value}`;
}

function incidentOf(cells: Cells): ReceivedIncident {
  return {
    force: cells.code('forceIdentifier'),
    crimeReference: cells.text('crimeReference'),
    incidentReference: cells.text('incidentReference'),
    offenceCode: cells.text('crimeOffenceCode'),
    homeOfficeClass: cells.text('homeOfficeClassification'),
    nfibCode: cells.text('nfibCode'),
    offenceTitle: cells.text('offenceTitle'),
    crimeStatus: cells.text('crimeStatus'),
    crimeOutcome: cells.code('crimeOutcome'),
    reportedAt: cells.instant('reportedDateTime'),
    recordedAt: cells.instant('recordedDateTime'),
    occurredFrom: cells.instant('incidentStartDateTime'),
    occurredTo: cells.instant('incidentEndDateTime'),
    officerCollarNumber: cells.text('officerCollarNumber'),
    officerName: cells.text('officerName'),
    localPolicingArea: cells.text('localPolicingArea'),
    lossPence: cells.pence('lossAmount'),
    unresourced: cells.flag('unresourced'),
  };
}

function personOf(cells: Cells, reportedOn: string): ReceivedPerson {
  const personId = cells.text('personId');
  const organisationName = cells.text('organisationName');
  const surname = cells.text('surname');
  const kind = organisationName !== null ? 'organisation' : 'individual';
  const birth =
    kind === 'individual' ? birthOf(cells, reportedOn) : { dateOfBirth: null, birthDateDoubt: null };
  const dateOfDeath = cells.day('dateOfDeath');
  const postcode = normalisePostcode(cells.text('postcode') ?? '');
  return {
    identifier: personId ? { source: `police:${cells.text('forceIdentifier')}`, value: personId } : null,
    kind,
    title: cells.code('title'),
    givenName: cells.text('givenName'),
    middleName: cells.text('middleName'),
    surname,
    alias: cells.text('alias'),
    organisationName,
    namedContact:
      kind === 'organisation' && surname
        ? [cells.text('givenName'), surname].filter(Boolean).join(' ')
        : null,
    ...birth,
    dateOfDeath,
    deceased:
      dateOfDeath !== null || /\bdeceased\b/i.test(`${cells.text('givenName') ?? ''} ${surname ?? ''}`),
    gender: cells.code('gender'),
    ethnicitySelfDefined: cells.code('ethnicitySelfDefined'),
    ethnicityObserved: cells.code('ethnicityObserved'),
    nationality: cells.code('nationality'),
    preferredLanguage: cells.code('preferredLanguageSpoken'),
    interpreterRequired: cells.flag('interpreterRequired'),
    disability: cells.texts('disability').join('|') || null,
    communicationNeeds: cells.text('communicationNeeds'),
    postcode: postcode.ok ? postcode.value : null,
  };
}

/** A date of birth that cannot be, or be believed, is unknown; it never holds the row (a person of unknown age is no adult). */
function birthOf(
  cells: Cells,
  reportedOn: string,
): { dateOfBirth: string | null; birthDateDoubt: string | null } {
  const day = cells.doubtfulDay('dateOfBirth');
  if (day === null) return { dateOfBirth: null, birthDateDoubt: null };
  const birth = day.ok ? parseBirthDate(day.value, reportedOn) : day;
  return birth.ok
    ? { dateOfBirth: birth.value, birthDateDoubt: null }
    : { dateOfBirth: null, birthDateDoubt: birth.code };
}

function addressOf(cells: Cells) {
  const address = {
    subBuildingName: cells.text('subBuildingName'),
    buildingName: cells.text('buildingName'),
    buildingNumber: cells.text('buildingNumber'),
    street: cells.text('street'),
    cityOrTown: cells.text('cityOrTown'),
    county: cells.text('county'),
    postcode: cells.text('postcode'),
  };
  return Object.values(address).some((part) => part !== null) ? address : null;
}

function markersOf(cells: Cells): Record<DangerMarker, MarkerAnswer> {
  const answers = DANGER_MARKERS.map((marker) => [marker, markerOf(cells, marker)] as const);
  return Object.fromEntries(answers) as Record<DangerMarker, MarkerAnswer>;
}

function markerOf(cells: Cells, marker: DangerMarker): MarkerAnswer {
  if (!cells.isSent(marker)) return 'never-sent';
  const flag = cells.flag(marker);
  if (flag === null) return 'blank';
  return flag ? 'yes' : 'no';
}
