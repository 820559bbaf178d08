import { Injectable } from '@nestjs/common';
import { FEW_IDS } from '../../platform/database/statements.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { KeepVictims } from '../victims/keep-victims.js';
import { OwnDuties } from '../own-duties.js';
import { BUILD_CLOCKS, BUILD_FEW_CLOCKS } from './clocks-sql.js';

/** A clock would be due on a day whose bank holidays are not known: the table of holidays has to be extended first. */
export class ClocksOutrunCalendar extends Error {
  constructor() {
    super(
      'A duty of the Victims’ Code would be due after the last day of the table of bank holidays. Extend it.',
    );
    this.name = 'ClocksOutrunCalendar';
  }
}

/** What a build has done. */
export interface Built {
  wanted: number;
  written: number;
  removed: number;
}

/** Clocks are built by one transaction at a time, so that none writes what another has overtaken. */
const BUILDING = 7_201_847_011;
const OF_THE_CALENDAR = /^entitlement_clock_(standard|enhanced)_day$/;

/** Builds the clocks of crimes, many at once. */
@Injectable()
export class BuildClocks {
  constructor(
    private readonly victims: KeepVictims,
    private readonly duties: OwnDuties,
  ) {}

  /** Waits until no other transaction builds, and keeps others waiting until this one ends. */
  async alone(tx: Transaction): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [BUILDING]);
  }

  /**
   * Brings the clocks of all victims of some incidents up to what is known now, and takes their marks away. Doing it
   * again changes nothing.
   *
   * @throws ClocksOutrunCalendar
   */
  async of(tx: Transaction, incidentIds: readonly string[]): Promise<Built> {
    await this.alone(tx);
    await tx.query('DELETE FROM entitlement_mark WHERE incident_id = ANY ($1::uuid[])', [incidentIds]);
    await this.victims.of(tx, incidentIds);
    const calendar = await tx.queryOne<{ version: number }>(CALENDAR_VERSION);
    const [built] = await tx
      .prepared<Built>(incidentIds.length > FEW_IDS ? BUILD_CLOCKS : BUILD_FEW_CLOCKS, [
        incidentIds,
        tx.now,
        calendar?.version ?? 0,
      ])
      .catch(refuseOutrun);
    await this.duties.follow(tx, incidentIds);
    return built!;
  }
}

function refuseOutrun(error: unknown): never {
  const { constraint, driverError } = (error ?? {}) as {
    constraint?: string;
    driverError?: { constraint?: string };
  };
  throw OF_THE_CALENDAR.test(driverError?.constraint ?? constraint ?? '')
    ? new ClocksOutrunCalendar()
    : error;
}

const CALENDAR_VERSION = 'SELECT coalesce(max(version), 0)::int AS version FROM bank_holiday_change';
