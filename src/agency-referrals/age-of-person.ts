import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { Thresholds } from '../reference-data/thresholds.js';
import { type AgeBand, ageBandOn } from './age-band.js';

/** How old the person of a case was at an instant, as far as it bears on consent. */
@Injectable()
export class AgeOfPerson {
  constructor(private readonly thresholds: Thresholds) {}

  /** A day of birth that is in doubt counts as unknown. */
  async at(tx: Transaction, personId: string, instant: Date): Promise<AgeBand> {
    const row = await tx.queryOne<{ kind: string; birth: string | null }>(PERSON, [personId]);
    if (row?.kind === 'organisation') return 'organisation';
    const day = londonDayOf(instant);
    const own = this.thresholds.at('ownConsentAge', day);
    return ageBandOn(day, row?.birth ?? null, { own, full: this.thresholds.at('adultAge', day) });
  }
}

const PERSON = `
  SELECT kind, CASE WHEN birth_date_doubt IS NULL THEN date_of_birth::text END AS birth FROM person WHERE id = $1`;
