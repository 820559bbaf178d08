import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import type { Measure } from './measure.js';
import { MeasureCatalogue, placeOf } from './measure-catalogue.js';
import { MEASURE_SOURCES } from './measure-sources.js';
import type { Period } from './period.js';

/** A measure with what it comes to in a period. */
export type Figure = Measure & { value: number };

/** Counts measures over everything that a transaction sees. */
@Injectable()
export class MeasureFigures {
  constructor(readonly catalogue: MeasureCatalogue) {}

  /** The values by code; measures of one source are counted in one statement. */
  async values(tx: Transaction, period: Period, codes: readonly string[]): Promise<Map<string, number>> {
    const values = new Map<string, number>();
    for (const place of new Set(codes.map(placeOf))) {
      const source = MEASURE_SOURCES[place]!;
      const asked = codes.filter((code) => code in source.measures);
      const counts: string[] = [];
      for (const code of asked)
        counts.push(`count(*) FILTER (WHERE ${source.measures[code]!})::int AS n${counts.length}`);
      const row = await tx.queryOne<Record<string, number>>(
        `SELECT ${counts.join(', ')} FROM (${source.rows}) counted`,
        this.catalogue.parametersOf(source, period),
      );
      asked.forEach((code, index) => values.set(code, row![`n${index}`]!));
    }
    return values;
  }

  /** The same with what each measure means, in the order asked for. */
  async figures(tx: Transaction, period: Period, codes: readonly string[]): Promise<Figure[]> {
    const values = await this.values(tx, period, codes);
    return codes.map((code) => ({ ...this.catalogue.get(code), value: values.get(code)! }));
  }
}
