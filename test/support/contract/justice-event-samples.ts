/** Where events of criminal cases lie, and days of the calendar that may still be withdrawn. */
/** A moment ago, never twice the same. */
const JUST_NOW = `to_char((now() - random() * interval '50 s') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export const JUSTICE_PLACES: [path: string, rows: string][] = [
  [
    '/incidents/{id}/justice-events',
    `SELECT incident_id AS id, ${JUST_NOW} AS "occurredAt", restricted FROM party WHERE person_id IS NOT NULL`,
  ],
  [
    '/incidents/{id}/justice-events/{eventId}',
    `SELECT e.incident_id AS id, e.id AS "eventId", ${JUST_NOW} AS "occurredAt", bool_and(y.restricted) AS restricted
       FROM justice_event e JOIN party y ON y.incident_id = e.incident_id AND y.role <> 'suspect'
      WHERE e.superseded_at IS NULL AND NOT e.withdrawn AND e.party_id IS NULL GROUP BY e.incident_id, e.id`,
  ],
  [
    '/bank-holidays',
    `SELECT day::date::text AS "on" FROM generate_series(date '2029-02-01', '2029-04-30', '1 day') AS day
      WHERE extract(isodow FROM day) < 6 AND day::date NOT IN (SELECT holiday_on FROM bank_holiday)`,
  ],
  [
    '/bank-holidays/{on}',
    `SELECT holiday_on::text AS "on" FROM bank_holiday WHERE withdrawn_at IS NULL AND holiday_on > '2029-01-01'`,
  ],
];

const COLUMNS = `id, incident_id, original_id, party_id, person_id, restricted, kind, occurred_at, precision, recorded_at,
                 source, recorded_by`;

/** An arrest in every crime, and that each victim was told of it. */
export const JUSTICE_SAMPLES = [
  `INSERT INTO justice_event (${COLUMNS})
   SELECT id, incident_id, id, NULL, NULL, false, 'suspect.arrested', at, 'instant', at, 'police', 'dev-coordinator-2'
     FROM (SELECT gen_random_uuid() AS id, i.id AS incident_id, i.updated_at AS at FROM incident i) AS arrest`,
  `INSERT INTO justice_event (${COLUMNS})
   SELECT id, incident_id, id, party_id, person_id, restricted, 'victim.informed', at, 'instant', at, 'police',
          'dev-coordinator-2'
     FROM (SELECT gen_random_uuid() AS id, y.incident_id, y.id AS party_id, y.person_id, y.restricted, y.created_at AS at
             FROM party y WHERE y.role = 'victim') AS told`,
];
