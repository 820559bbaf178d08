import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { NotFound } from '../platform/problems/problem.js';
import { DISPLAY_NAME } from './display-name.js';
import type { IncidentResponse, PartyResponse } from './incident-responses.js';

/** Crimes and the people we serve in them. Suspects are never shown; nor are people hidden from the actor. */
@Injectable()
export class Incidents {
  constructor(private readonly database: Database) {}

  /** @throws NotFound also where the actor may see nobody of the incident */
  read(actor: Actor, id: string): Promise<IncidentResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const parties = await partiesSeen(tx, id);
      const incident = await tx.queryOne<Omit<IncidentResponse, 'parties'>>(INCIDENT, [id]);
      if (!incident || parties.length === 0) throw new NotFound('incident');
      await noted(tx, 'incident.read', id, parties);
      return { ...incident, parties };
    });
  }

  /** @throws NotFound as `read` does */
  parties(actor: Actor, id: string): Promise<{ items: PartyResponse[] }> {
    return this.database.inTransaction(actor, async (tx) => {
      const items = await partiesSeen(tx, id);
      if (items.length === 0) throw new NotFound('incident');
      await noted(tx, 'incident.parties-read', id, items);
      return { items };
    });
  }
}

function partiesSeen(tx: Transaction, id: string): Promise<PartyResponse[]> {
  return tx.query<PartyResponse>(PARTIES, [id]);
}

function noted(tx: Transaction, action: string, id: string, parties: PartyResponse[]): Promise<void> {
  const personIds = parties.map(({ personId }) => personId);
  return tx.audit({ action, targetType: 'incident', targetIds: [id], personIds });
}

const PARTIES = `
  SELECT y.id, y.person_id AS "personId", ${DISPLAY_NAME} AS "displayName", y.role, p.kind
    FROM party y JOIN person p ON p.id = y.person_id
   WHERE y.incident_id = $1 AND y.role <> 'suspect' ORDER BY y.created_at, y.id`;

const INCIDENT = `
  SELECT id, force, crime_reference AS "crimeReference", incident_reference AS "incidentReference",
         offence_code AS "offenceCode", home_office_class AS "homeOfficeClass", nfib_code AS "nfibCode",
         offence_title AS "offenceTitle", crime_status AS "crimeStatus", crime_outcome AS "crimeOutcome",
         reported_at AS "reportedAt", recorded_at AS "recordedAt", occurred_from AS "occurredFrom",
         occurred_to AS "occurredTo", officer_collar_number AS "officerCollarNumber", officer_name AS "officerName",
         local_policing_area AS "localPolicingArea", loss_pence::float8 AS "lossPence", unresourced AS "isUnresourced"
    FROM incident WHERE id = $1`;
