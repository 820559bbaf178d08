import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { BlindIndex } from '../platform/crypto/blind-index.js';
import { Database } from '../platform/database/database.js';
import { type Page, pageOf, readCursor } from '../platform/http/paging.js';
import { Invalid } from '../platform/problems/problem.js';
import { emailMatchKey, normaliseEmail } from '../platform/validation/email.js';
import { normalisePhone } from '../platform/validation/phone.js';
import { normalisePostcode } from '../platform/validation/postcode.js';
import { DISPLAY_NAME } from './display-name.js';
import type { VictimFoundResponse } from './victim-responses.js';
import { SEARCH_FIELDS, type SearchVictimsRequest } from './victim-search-request.js';

type FoundRow = VictimFoundResponse & { sortKey: string };

/** Finding people by what they say of themselves. Values come in the body, so that none stands in an address or a log. */
@Injectable()
export class VictimSearch {
  constructor(
    private readonly database: Database,
    private readonly index: BlindIndex,
  ) {}

  /** People to whom everything asked for applies, by name. @throws Invalid where nothing narrows the search down */
  find(actor: Actor, request: SearchVictimsRequest): Promise<Page<VictimFoundResponse>> {
    const asked = SEARCH_FIELDS.filter((field) => request[field] !== undefined);
    if (!asked.some((field) => field !== 'givenName')) {
      throw Invalid.field(
        'surname',
        'required',
        'Give at least one of: surname, organisationName, dateOfBirth, postcode, phone, email, policePersonId.',
      );
    }
    const { sql, parameters } = searchStatement(request, this.index);
    return this.database.inTransaction(actor, async (tx) => {
      const rows = await tx.query<FoundRow>(sql, parameters);
      const page = pageOf(rows, request.limit ?? 50, ({ sortKey, id }) => [sortKey, id], shown);
      const ids = page.items.map(({ id }) => id);
      await tx.audit({
        action: 'victim.searched',
        targetType: 'person',
        targetIds: ids,
        personIds: ids,
        fields: asked,
      });
      return page;
    });
  }
}

function shown({ sortKey: _sortKey, ...found }: FoundRow): VictimFoundResponse {
  return found;
}

const SORT_KEY = `lower(coalesce(p.surname, p.organisation_name, p.given_name)) COLLATE "C"`;
const FOUND = `
  SELECT p.id, p.kind, ${DISPLAY_NAME} AS "displayName", p.date_of_birth AS "dateOfBirth", p.postcode,
         c.id AS "openCaseId", c.reference AS "openCaseReference", ${SORT_KEY} AS "sortKey"
    FROM person p LEFT JOIN support_case c ON c.person_id = p.id AND c.closed_at IS NULL
   WHERE true`;

function searchStatement(
  request: SearchVictimsRequest,
  index: BlindIndex,
): { sql: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const bound = (value: unknown) => `$${parameters.push(value)}`;
  const parts = [FOUND];
  const { surname, givenName, organisationName, dateOfBirth, postcode, phone, email, policePersonId } =
    request;
  if (surname !== undefined) parts.push(`AND lower(p.surname) LIKE ${bound(startingWith(surname))}`);
  if (givenName !== undefined) parts.push(`AND lower(p.given_name) LIKE ${bound(startingWith(givenName))}`);
  if (organisationName !== undefined)
    parts.push(`AND lower(p.organisation_name) LIKE ${bound(startingWith(organisationName))}`);
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

function startingWith(name: string): string {
  return `${name.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
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
