import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { BlindIndex } from '../platform/crypto/blind-index.js';
import { Database } from '../platform/database/database.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import { Invalid } from '../platform/problems/problem.js';
import type { VictimFoundResponse } from './victim-responses.js';
import { SEARCH_FIELDS, type SearchVictimsRequest } from './victim-search-request.js';
import { searchStatement } from './victim-search-statement.js';

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
