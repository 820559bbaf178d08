import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { type Page, pageOf, readCursor } from '../../platform/http/paging.js';
import { Invalid, NotFound } from '../../platform/problems/problem.js';
import type { MeasureRow, MeasureRowsQuery } from './measure-responses.js';
import { MeasureCatalogue, placeOf } from './measure-catalogue.js';
import { MEASURE_SOURCES } from './measure-sources.js';
import { periodOf } from './period.js';

/** Opens a figure to what it counts. */
@Injectable()
export class MeasureRows {
  constructor(
    private readonly database: Database,
    private readonly catalogue: MeasureCatalogue,
  ) {}

  /**
   * A page of what a measure counts in a period, as the actor sees it: what is hidden from them is not there.
   * @throws NotFound; Invalid naming the field
   */
  page(actor: Actor, code: string, { from, to, limit, after }: MeasureRowsQuery): Promise<Page<MeasureRow>> {
    const measure = this.catalogue.find(code);
    if (!measure) throw new NotFound('measure');
    if (to < from) throw Invalid.field('to', 'before-from', 'The last day is before the first.');
    const cursor = readCursor(after, ['id']);
    const source = MEASURE_SOURCES[placeOf(code)]!;
    return this.database.inTransaction(actor, async (tx) => {
      const values = this.catalogue.parametersOf(source, periodOf({ from, to }));
      const bound = (value: unknown) => `$${values.push(value)}`;
      const last = cursor?.[0] ?? null;
      const rows = await tx.query<MeasureRow>(
        `SELECT id, case_id AS "caseId", person_id AS "personId" FROM (${source.rows}) counted
          WHERE (${source.measures[code]!}) AND (${bound(last)}::uuid IS NULL OR id > ${bound(last)})
          ORDER BY id LIMIT ${bound(limit + 1)}`,
        values,
      );
      const page = pageOf(
        rows,
        limit,
        ({ id }) => [id],
        (row) => row,
      );
      await tx.audit({
        action: 'measure.open',
        targetType: 'case',
        targetIds: page.items.map(({ caseId }) => caseId),
        personIds: page.items.map(({ personId }) => personId),
        fields: [code, from, to],
      });
      return page;
    });
  }
}
