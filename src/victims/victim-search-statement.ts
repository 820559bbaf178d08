import type { BlindIndex } from '../platform/crypto/blind-index.js';
import { readCursor } from '../platform/http/paging.js';
import { emailMatchKey, normaliseEmail } from '../platform/validation/email.js';
import { normalisePhone } from '../platform/validation/phone.js';
import { normalisePostcode } from '../platform/validation/postcode.js';
import { DISPLAY_NAME } from './display-name.js';
import type { SearchVictimsRequest } from './victim-search-request.js';

const SORT_KEY = `coalesce(p.surname_key, p.organisation_key, p.given_name_key)`;
const FOUND = `
  SELECT p.id, p.kind, ${DISPLAY_NAME} AS "displayName", p.date_of_birth AS "dateOfBirth", p.postcode,
         c.id AS "openCaseId", c.reference AS "openCaseReference", ${SORT_KEY} AS "sortKey"
    FROM person p LEFT JOIN support_case c ON c.person_id = p.id AND c.closed_at IS NULL
   WHERE true`;

/** The statement that finds people to whom all that is asked for applies, one more than a page. */
export function searchStatement(
  request: SearchVictimsRequest,
  index: BlindIndex,
): { sql: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const bound = (value: unknown) => `$${parameters.push(value)}`;
  const parts = [FOUND];
  const { surname, givenName, organisationName, dateOfBirth, postcode, phone, email, policePersonId } =
    request;
  if (surname !== undefined) parts.push(startsWith('p.surname_key', bound(surname)));
  if (givenName !== undefined) parts.push(startsWith('p.given_name_key', bound(givenName)));
  if (organisationName !== undefined) parts.push(startsWith('p.organisation_key', bound(organisationName)));
  if (dateOfBirth !== undefined) parts.push(`AND p.date_of_birth = ${bound(dateOfBirth)}::date`);
  if (postcode !== undefined) parts.push(`AND p.postcode = ${bound(postcodeOf(postcode))}`);
  const reach = [...phoneKeys(phone, index), ...emailKeys(email, index)];
  for (const key of reach)
    parts.push(`AND p.id IN (SELECT k.person_id FROM contact_point k WHERE k.blind_index = ${bound(key)})`);
  if (policePersonId !== undefined) {
    parts.push(
      `AND p.id IN (SELECT i.person_id FROM person_identifier i WHERE i.value = ${bound(policePersonId)})`,
    );
  }
  const [key, id] = readCursor(request.after, ['string', 'id']) ?? [];
  if (key !== undefined) parts.push(`AND (${SORT_KEY}, p.id) > (${bound(key)}::text, ${bound(id)}::uuid)`);
  parts.push(`ORDER BY ${SORT_KEY}, p.id LIMIT ${bound((request.limit ?? 50) + 1)}`);
  return { sql: parts.join(' '), parameters };
}

/**
 * A range from the beginning to the last text that begins so. Behind row-level security an index serves a range, and
 * serves neither LIKE nor a function of the column. A beginning of strokes alone is none.
 */
function startsWith(keyColumn: string, name: string): string {
  const key = `val_name_key(${name}::text)`;
  return `AND ${keyColumn} >= ${key} AND ${keyColumn} < ${key} || chr(1114111) AND ${key} <> ''`;
}

function postcodeOf(raw: string): string {
  const postcode = normalisePostcode(raw);
  return postcode.ok ? postcode.value : raw;
}

function phoneKeys(raw: string | undefined, index: BlindIndex): string[] {
  const phone = raw === undefined ? null : normalisePhone(raw);
  return phone?.ok ? [index.of('phone', phone.value.e164)] : [];
}

function emailKeys(raw: string | undefined, index: BlindIndex): string[] {
  const email = raw === undefined ? null : normaliseEmail(raw);
  return email?.ok ? [index.of('email', emailMatchKey(email.value))] : [];
}
