import { Injectable } from '@nestjs/common';
import { canonicalJson } from '../platform/access/idempotency.js';
import { BlindIndex } from '../platform/crypto/blind-index.js';
import { type FieldProblem, Invalid } from '../platform/problems/problem.js';
import { parseBirthDate } from '../platform/validation/birth-date.js';
import { parseCrimeReference, parseIncidentReference } from '../platform/validation/police-reference.js';
import { normalisePostcode } from '../platform/validation/postcode.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { CodeLists } from '../reference-data/code-lists.js';
import {
  DANGER_MARKERS,
  type DangerMarker,
  type MarkerAnswer,
} from '../victims/contact-safety/danger-markers.js';
import { sha256 } from './content-hash.js';
import { DIRECT_FEED } from './direct-feed.js';
import { contactPointsOf, suspectKeysOf } from './read-contact-points.js';
import { CUSTODY } from './read-row.js';
import type { ReceivedIncident, ReceivedPerson, ReferralRecord } from './referral-record.js';
import type { DirectReferralRequest } from './referrals.requests.js';

export { DIRECT_FEED };
/** The force whose references have the one form that is checked. */
const OWN_FORCE = '22';

/** A single referral as it waits, sealed, for a person. */
export interface KeptDirectReferral {
  body: DirectReferralRequest;
  sentBy: string;
  sourceKey: string;
  /** RFC 3339. */
  sentAt: string;
}

/** Reads single referrals, which were validated field by field, into records. */
@Injectable()
export class DirectReferralReader {
  constructor(
    private readonly lists: CodeLists,
    private readonly index: BlindIndex,
  ) {}

  /** @throws Invalid where fields contradict or lack each other */
  read(sent: KeptDirectReferral): ReferralRecord {
    mustFitTogether(sent.body);
    return this.readKept(sent);
  }

  readKept({ body, sentBy, sourceKey, sentAt }: KeptDirectReferral): ReferralRecord {
    const { person } = body;
    const now = new Date(sentAt);
    const incident = incidentOf(body);
    const address = person.address && Object.keys(person.address).length > 0 ? person.address : null;
    const suspectKeys = suspectKeysOf(suspectsOf(body), this.index);
    const codes = this.codesOf(body, now);
    return {
      feed: DIRECT_FEED,
      sourceKey,
      pathway: body.pathway,
      sentBy,
      senderReference: body.senderReference ?? null,
      lastUpdatedAt: now,
      role: body.role,
      person: personOf(body, londonDayOf(incident.reportedAt ?? now)),
      incident,
      contactPoints: contactPointsOf({ ...reachOf(body), address }, this.index),
      suspectKeys: suspectKeys.keys,
      markers: markersOf(body),
      relationshipCodes: body.relationshipToSuspect ? [body.relationshipToSuspect] : [],
      victimSupport: body.victimSupport ?? null,
      victimAware: body.victimAwareReported ?? null,
      repeatVictim: null,
      custodyAddress: address === null ? null : CUSTODY.test(Object.values(address).join(' ')),
      unknownCodes: [...codes.unknown, ...suspectKeys.unreadable],
      knownFields: [...codes.known, ...suspectKeys.readable],
      contactPreferences: [],
      safeContactNote: body.safeContactNotes ?? null,
      reason: body.reasonForReferral ?? null,
      contentSha256: sha256(canonicalJson(body)),
    };
  }

  private codesOf(
    { person, incident, relationshipToSuspect }: DirectReferralRequest,
    now: Date,
  ): { known: string[]; unknown: string[] } {
    const coded: [field: string, list: string, code: string | undefined][] = [
      ['forceIdentifier', 'forces', incident?.forceIdentifier],
      ['title', 'titles', person.title],
      ['gender', 'genders', person.gender],
      ['ethnicitySelfDefined', 'ethnicities-self-defined', person.ethnicitySelfDefined],
      ['nationality', 'nationalities', person.nationality],
      ['preferredLanguageSpoken', 'languages', person.preferredLanguageSpoken],
      ['relationshipToSuspect', 'relationships', relationshipToSuspect],
    ];
    const given = coded.filter(([, , code]) => code !== undefined);
    const isKnown = ([, list, code]: (typeof coded)[number]) => this.lists.has(list, code!, now);
    return {
      known: given.filter(isKnown).map(([field]) => field),
      unknown: given.filter((item) => !isKnown(item)).map(([field]) => field),
    };
  }
}

function mustFitTogether({ person, incident }: DirectReferralRequest): void {
  const problems: FieldProblem[] = [];
  const add = (field: string, code: string, message: string) => problems.push({ field, code, message });
  if (person.kind === 'individual') {
    if (!person.surname) add('person.surname', 'required', 'An individual needs a surname.');
    if (person.organisationName)
      add('person.organisationName', 'not-for-individual', 'An individual has no organisation name.');
  } else {
    if (!person.organisationName)
      add('person.organisationName', 'required', 'An organisation needs its name.');
    if (person.dateOfBirth)
      add('person.dateOfBirth', 'not-for-organisation', 'An organisation was not born.');
  }
  if (person.personId && !incident)
    add('incident.forceIdentifier', 'required', 'The id of a person belongs to a police force.');
  if (incident?.forceIdentifier === OWN_FORCE) {
    const crime = incident.crimeReference === undefined ? null : parseCrimeReference(incident.crimeReference);
    const log =
      incident.incidentReference === undefined ? null : parseIncidentReference(incident.incidentReference);
    if (crime && !crime.ok) add('incident.crimeReference', crime.code, crime.message);
    if (log && !log.ok) add('incident.incidentReference', log.code, log.message);
  }
  if (problems.length > 0) throw new Invalid(problems);
}

function personOf({ person, incident }: DirectReferralRequest, reportedOn: string): ReceivedPerson {
  const birth = person.dateOfBirth === undefined ? null : parseBirthDate(person.dateOfBirth, reportedOn);
  const postcode = normalisePostcode(person.address?.postcode ?? '');
  return {
    identifier:
      person.personId && incident
        ? { source: `police:${incident.forceIdentifier}`, value: person.personId }
        : null,
    kind: person.kind,
    title: person.title ?? null,
    givenName: person.givenName ?? null,
    middleName: person.middleName ?? null,
    surname: person.surname ?? null,
    alias: null,
    organisationName: person.organisationName ?? null,
    namedContact: person.namedContact ?? null,
    dateOfBirth: birth?.ok ? birth.value : null,
    birthDateDoubt: birth && !birth.ok ? birth.code : null,
    dateOfDeath: null,
    deceased: false,
    gender: person.gender ?? null,
    ethnicitySelfDefined: person.ethnicitySelfDefined ?? null,
    ethnicityObserved: null,
    nationality: person.nationality ?? null,
    preferredLanguage: person.preferredLanguageSpoken ?? null,
    interpreterRequired: person.interpreterRequired ?? null,
    disability: person.disability ?? null,
    communicationNeeds: person.communicationNeeds ?? null,
    postcode: postcode.ok ? postcode.value : null,
  };
}

function incidentOf({ incident }: DirectReferralRequest): ReceivedIncident {
  const instant = (text: string | undefined) => (text === undefined ? null : new Date(text));
  return {
    force: incident?.forceIdentifier ?? null,
    crimeReference: incident?.crimeReference ?? null,
    incidentReference: incident?.incidentReference ?? null,
    offenceCode: incident?.crimeOffenceCode ?? null,
    homeOfficeClass: incident?.homeOfficeClassification ?? null,
    nfibCode: incident?.nfibCode ?? null,
    offenceTitle: incident?.offenceTitle ?? null,
    crimeStatus: null,
    crimeOutcome: null,
    reportedAt: instant(incident?.reportedDateTime),
    recordedAt: null,
    occurredFrom: instant(incident?.incidentStartDateTime),
    occurredTo: null,
    officerCollarNumber: null,
    officerName: null,
    localPolicingArea: null,
    lossPence: null,
    unresourced: null,
  };
}

function reachOf({ person }: DirectReferralRequest) {
  const given = (value: string | undefined) => (value === undefined ? [] : [value]);
  return {
    mobileTelephones: given(person.mobileTelephone),
    homeTelephones: given(person.homeTelephone),
    workTelephones: given(person.workTelephone),
    emails: given(person.emailAddress),
  };
}

function suspectsOf({ suspects = [] }: DirectReferralRequest) {
  const all = (pick: 'personIds' | 'telephones' | 'emails' | 'postcodes') =>
    suspects.flatMap((suspect) => suspect[pick] ?? []);
  return {
    personIds: all('personIds'),
    telephones: all('telephones'),
    emails: all('emails'),
    postcodes: all('postcodes'),
  };
}

/** Nobody answered: blank, never no. */
function markersOf({
  markers = {},
  suspects = [],
}: DirectReferralRequest): Record<DangerMarker, MarkerAnswer> {
  const livesTogether = suspects.some(({ sameAddress }) => sameAddress === true);
  const answer = (marker: DangerMarker): MarkerAnswer => {
    const given = marker === 'suspectSameAddress' && livesTogether ? true : markers[marker];
    if (given === undefined) return 'blank';
    return given ? 'yes' : 'no';
  };
  return Object.fromEntries(DANGER_MARKERS.map((marker) => [marker, answer(marker)])) as Record<
    DangerMarker,
    MarkerAnswer
  >;
}
