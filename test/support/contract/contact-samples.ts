import type pg from 'pg';
import type { Got, Sent } from './exchange.js';
import type { Operation } from './operations.js';

/** Whoever has the routes' requests and can send them. */
interface Sender {
  readonly superuser: pg.Client;
  readonly operations: Operation[];
  requestOf(operation: Operation, found: Record<string, string>, who?: string): Sent;
  send(request: Sent): Promise<Got>;
}

/** A contact point as it is listed, of which a telephone always has a value. */
interface Listed {
  id: string;
  kind: string;
  value: string;
}

/** What the provider of SMS shows. */
export const CALLBACK_TOKEN = 'invented-callback-token-of-the-contract';

/** People of full age whose birthday nobody doubts: calling and texting them waits for nobody's word. */
const IS_ADULT = `p.kind = 'individual' AND p.birth_date_doubt IS NULL AND p.date_of_birth < '1995-01-01'`;

const OF_ADULTS = `
  SELECT DISTINCT p.id FROM person p JOIN contact_point o ON o.person_id = p.id AND o.kind = 'mobile-phone'
   WHERE ${IS_ADULT} AND NOT p.restricted AND o.invalid_code IS NULL`;

/** Files under work what came as somebody's mobile telephone and is the desk of an officer: it takes no SMS. */
export async function sampleContacts(world: Sender): Promise<void> {
  const list = world.operations.find(({ id }) => id === 'listContactPoints')!;
  const { rows } = await world.superuser.query<{ id: string }>(OF_ADULTS);
  const desks: string[] = [];
  for (const { id } of rows) {
    const { status, body, text } = await world.send(world.requestOf(list, { id }));
    if (status >= 300) throw new Error(`the contact points of a sample could not be read: ${text}`);
    const mobiles = (body as unknown as { items: Listed[] }).items.filter(
      ({ kind }) => kind === 'mobile-phone',
    );
    desks.push(...mobiles.filter(({ value }) => !value.startsWith('+447')).map((point) => point.id));
  }
  await world.superuser.query(`UPDATE contact_point SET kind = 'work-phone' WHERE id = ANY ($1)`, [desks]);
}

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

/** Letters that were posted, where there were emails: what they say is sealed to their own rows. */
const POSTED = `
  UPDATE message m SET channel = 'letter', contact_point_id = o.id
    FROM contact_point o
   WHERE o.id IN (SELECT DISTINCT ON (person_id) id FROM contact_point
                   WHERE kind = 'post' AND superseded_at IS NULL AND blind_index IS NOT NULL)
     AND o.person_id = m.person_id AND m.id IN (
       SELECT DISTINCT ON (case_id) id FROM message WHERE state = 'sent' AND channel = 'email' AND NOT restricted LIMIT 8)`;

/** Officers have said of everybody that they are safe to contact, who may be a child. */
const CHECKED = `
  INSERT INTO child_contact_check (id, case_id, person_id, restricted, who, checked_with, checked_at, recorded_at, recorded_by)
  SELECT gen_random_uuid(), id, person_id, restricted, 'child', 'officer-in-case', opened_at, opened_at, 'dev-coordinator-2'
    FROM support_case`;

/** What a test adds to the world for batches, calls and SMS. */
export const CONTACT_SAMPLES = [PROPOSED, CONFIRMED, WITH_PROVIDER, POSTED, CHECKED];

/**
 * Adults to call, those with a mobile telephone whom somebody may text, and what the provider may be asked about. Of
 * whom a referral only just told, nothing is decided yet, and a note may wait to be read: nobody texts them. An example
 * that was sent twice made two people share a number, whatever was decided before.
 */
export const CONTACT_PLACES: [path: string, rows: string][] = [
  ['/captured-messages/{id}', 'SELECT message_id AS id, restricted FROM captured_message'],
  ['/message-batches/{id}', 'SELECT id, version FROM message_batch'],
  [
    '/cases/{id}/contact-attempts',
    `SELECT c.id, c.restricted FROM support_case c JOIN person p ON p.id = c.person_id
      WHERE c.closed_at IS NULL AND ${IS_ADULT} AND p.objected_at IS NULL
        AND p.id NOT IN (SELECT person_id FROM contact_decision WHERE decision = 'DO_NOT_CONTACT')`,
  ],
  [
    '/cases/{id}/child-contact-checks',
    `SELECT c.id, c.restricted FROM support_case c JOIN person p ON p.id = c.person_id
      WHERE c.closed_at IS NULL AND p.kind = 'individual'
        AND (p.date_of_birth IS NULL OR p.date_of_birth > now() - interval '17 years')`,
  ],
  [
    '/cases/{id}/messages',
    `SELECT c.id, o.id AS "contactPointId", p.safety_version AS "safetyVersion", c.restricted FROM support_case c
       JOIN person p ON p.id = c.person_id
       JOIN contact_point o ON o.person_id = p.id AND o.kind = 'mobile-phone' AND o.superseded_at IS NULL
      WHERE c.closed_at IS NULL AND o.safe = 'yes' AND o.invalid_code IS NULL AND ${IS_ADULT} AND p.objected_at IS NULL AND EXISTS (
        SELECT FROM (SELECT decision, reasons FROM contact_decision d WHERE d.person_id = p.id
                      ORDER BY decided_at DESC, id DESC LIMIT 1) AS latest
         WHERE decision <> 'DO_NOT_CONTACT'
           AND reasons::text !~ 'SUP_CHILD|SUP_RESTRICTED|SUP_NOTE|SUP_SHARED|SUP_SUSPECT')
        AND NOT EXISTS (SELECT FROM safe_contact_note n WHERE n.person_id = p.id AND n.verdict IS DISTINCT FROM 'no-warning')
        AND NOT EXISTS (SELECT FROM message m WHERE m.case_id = c.id AND m.channel = 'sms' AND m.state = 'queued')
        AND NOT EXISTS (SELECT FROM suspect_key k WHERE k.key = o.blind_index)
        AND NOT EXISTS (SELECT FROM contact_point x WHERE x.blind_index = o.blind_index AND x.person_id <> p.id)`,
  ],
  ['/messages/{id}/return', `SELECT id, restricted FROM message WHERE channel = 'letter' AND state = 'sent'`],
  ['/provider-callbacks', `SELECT provider_reference AS reference FROM message WHERE provider = 'notify'`],
];
