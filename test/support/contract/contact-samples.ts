/** What the provider of SMS shows. */
export const CALLBACK_TOKEN = 'invented-callback-token-of-the-contract';

/** Lists of letters that a second person may decide on. */
const PROPOSED = `
  INSERT INTO message_batch (id, kind, state, accepted_from, accepted_to, at_most, looked_at, not_looked_at, left_out,
                             created_at, created_by)
  SELECT gen_random_uuid(), 'no-needs-letter', 'proposed', '2019-04-01', '2019-04-30', 10, 0, 0, '{}',
         '2019-05-01', 'dev-coordinator-2' FROM generate_series(1, 5)`;

/** Somebody confirmed the mobile telephones of people. */
const CONFIRMED = `
  UPDATE contact_point SET safe = 'yes', confirmed_at = created_at, confirmed_by = 'dev-coordinator-2'
   WHERE kind = 'mobile-phone' AND superseded_at IS NULL AND invalid_code IS NULL`;

/** SMS that the provider has. */
const WITH_PROVIDER = `
  INSERT INTO message
  SELECT (jsonb_populate_record(m, jsonb_build_object(
            'id', gen_random_uuid(), 'channel', 'sms', 'origin', 'coordinator', 'asked_by', 'dev-coordinator-2',
            'provider', 'notify', 'provider_reference', gen_random_uuid() || '.1'))).*
    FROM message m WHERE m.state = 'sent' AND NOT m.restricted LIMIT 5`;

/** Officers have said of everybody that they are safe to contact, who may be a child. */
const CHECKED = `
  INSERT INTO child_contact_check (id, case_id, person_id, restricted, who, checked_with, checked_at, recorded_at, recorded_by)
  SELECT gen_random_uuid(), id, person_id, restricted, 'child', 'officer-in-case', opened_at, opened_at, 'dev-coordinator-2'
    FROM support_case`;

/** What a test adds to the world for batches, calls and SMS. */
export const CONTACT_SAMPLES = [PROPOSED, CONFIRMED, WITH_PROVIDER, CHECKED];

/** People with a mobile telephone whom somebody may text, and what the provider may be asked about. */
export const CONTACT_PLACES: [path: string, rows: string][] = [
  ['/captured-messages/{id}', 'SELECT message_id AS id, restricted FROM captured_message'],
  ['/message-batches/{id}', 'SELECT id, version FROM message_batch'],
  [
    '/cases/{id}/contact-attempts',
    `SELECT c.id, p.id AS "contactPointId", c.restricted FROM support_case c
       JOIN contact_point p ON p.person_id = c.person_id AND p.kind = 'mobile-phone' AND p.superseded_at IS NULL
      WHERE c.closed_at IS NULL AND p.safe = 'yes' AND p.belongs_to = 'victim' AND c.person_id NOT IN
       (SELECT id FROM person WHERE objected_at IS NOT NULL
        UNION SELECT person_id FROM contact_decision WHERE decision = 'DO_NOT_CONTACT')`,
  ],
  [
    '/cases/{id}/child-contact-checks',
    `SELECT c.id, c.restricted FROM support_case c JOIN person p ON p.id = c.person_id
      WHERE c.closed_at IS NULL AND p.kind = 'individual'
        AND (p.date_of_birth IS NULL OR p.date_of_birth > now() - interval '17 years')`,
  ],
  [
    '/cases/{id}/messages',
    `SELECT c.id, p.id AS "contactPointId",
            (SELECT safety_version FROM person o WHERE o.id = c.person_id) AS "safetyVersion", c.restricted FROM support_case c
       JOIN contact_point p ON p.person_id = c.person_id AND p.kind = 'mobile-phone' AND p.superseded_at IS NULL
      WHERE c.closed_at IS NULL AND p.safe = 'yes' AND NOT EXISTS (
        SELECT FROM (SELECT decision, reasons FROM contact_decision d WHERE d.person_id = c.person_id
                      ORDER BY decided_at DESC, id DESC LIMIT 1) AS latest
         WHERE decision = 'DO_NOT_CONTACT'
            OR reasons::text ~ 'SUP_CHILD|SUP_RESTRICTED|SUP_NOTE|SUP_SHARED|SUP_SUSPECT')
        AND NOT EXISTS (SELECT FROM person o WHERE o.id = c.person_id AND o.objected_at IS NOT NULL)
        AND NOT EXISTS (SELECT FROM message m WHERE m.case_id = c.id AND m.channel = 'sms' AND m.state = 'queued')`,
  ],
  ['/provider-callbacks', `SELECT provider_reference AS reference FROM message WHERE provider = 'notify'`],
];
